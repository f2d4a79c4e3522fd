package io.turnpike.gateway.handover;

import io.turnpike.registry.InstanceStatus;
import io.turnpike.registry.RegistryListener;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.ServiceRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A registry in which each instance is a service of its own: a client of such a service always calls that one instance. It has
 * one listener. Safe for use by several threads at once.
 */
final class SingleInstances implements ServiceRegistry {

    // Guarded by this, which also keeps the calls of the listener in order.
    private final Map<String, ServiceInstance> instances = new LinkedHashMap<>();
    private RegistryListener listener = (service, passing) -> {};

    synchronized void show(String service, ServiceInstance instance) {
        instances.put(service, instance);
        listener.instancesChanged(service, List.of(instance));
    }

    synchronized void hide(String service) {
        instances.remove(service);
        listener.instancesChanged(service, List.of());
    }

    /** Nobody is silent here: what the real registry does not call alive is not shown. */
    @Override
    public List<InstanceStatus> list(String serviceName) {
        return List.of();
    }

    @Override
    public synchronized Watch watch(RegistryListener newListener) {
        listener = newListener;
        instances.forEach((service, instance) -> newListener.instancesChanged(service, List.of(instance)));
        return () -> {
            synchronized (SingleInstances.this) {
                listener = (service, passing) -> {};
            }
        };
    }
}
