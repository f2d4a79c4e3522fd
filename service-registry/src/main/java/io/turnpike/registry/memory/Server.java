package io.turnpike.registry.memory;

import io.turnpike.registry.ServiceInstance;

/** What stays the same when a server connects again. */
record Server(String serviceName, String address, int port) {

    static Server of(ServiceInstance instance) {
        return new Server(instance.serviceName(), instance.address(), instance.port());
    }
}
