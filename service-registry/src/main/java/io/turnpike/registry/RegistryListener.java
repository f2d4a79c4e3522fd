package io.turnpike.registry;

import java.util.List;

/** Is told of changes. Called by one thread at a time, which must not be held up. */
@FunctionalInterface
public interface RegistryListener {

    /**
     * The instances of a service that may be called have changed.
     *
     * @param serviceName which service
     * @param passing all its instances that are {@link InstanceHealth#PASSING} now; may be empty
     */
    void instancesChanged(String serviceName, List<ServiceInstance> passing);
}
