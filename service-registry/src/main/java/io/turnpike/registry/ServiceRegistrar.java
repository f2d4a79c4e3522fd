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

    /**
     * Whether this {@code serverId} is known here to have left. Never blocks; another node may know more.
     *
     * @param instance as its {@code serverId} has it
     */
    boolean hasLeft(ServiceInstance instance);

    /**
     * Notes that another node has just put an instance into the registry that both share, or has taken a heartbeat of it: it
     * counts as accepted here, too. Writes nothing to the registry. Never blocks.
     */
    void heardElsewhere(ServiceInstance instance);
}
