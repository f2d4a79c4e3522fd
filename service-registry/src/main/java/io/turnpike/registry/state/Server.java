package io.turnpike.registry.state;

import io.turnpike.registry.ServiceInstance;

/**
 * What stays the same when a server connects again.
 *
 * @param serviceName the service it serves
 * @param address IP address or host name
 * @param port 1 to 65535
 */
public record Server(String serviceName, String address, int port) {

    /** The server of an instance. */
    public static Server of(ServiceInstance instance) {
        return new Server(instance.serviceName(), instance.address(), instance.port());
    }
}
