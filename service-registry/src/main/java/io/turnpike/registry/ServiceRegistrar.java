package io.turnpike.registry;

/** The writing side: connect, heartbeat, leave. Safe for use by several threads at once. */
public interface ServiceRegistrar {

    /**
     * Makes an instance known and {@link InstanceHealth#PASSING}. The same server (service, address and port) connecting again
     * replaces its former entry.
     *
     * @throws RegistryUnavailableException if the registry cannot be reached; nothing has been changed then
     */
    void register(ServiceInstance instance) throws RegistryUnavailableException;

    /**
     * Notes that an instance is alive. An instance that has been forgotten, by {@code timeToDie} or a restart, is put back.
     *
     * @return what it did
     * @throws RegistryUnavailableException if the registry cannot be reached
     */
    Heard heartbeat(ServiceInstance instance) throws RegistryUnavailableException;

    /**
     * Forgets an instance at once.
     *
     * @return false if this {@code serverId} has left before
     * @throws RegistryUnavailableException if the registry cannot be reached; nothing has been changed then
     */
    boolean leave(ServiceInstance instance) throws RegistryUnavailableException;
}
