package io.turnpike.gateway.upstream.thrift;

import io.turnpike.registry.ServiceInstance;

/**
 * An instance as the data plane sees it.
 *
 * @param instance which one
 * @param state whether it can be called
 * @param framing the framing found; {@link Framing#AUTO} while it is not known
 */
public record EndpointStatus(ServiceInstance instance, EndpointState state, Framing framing) {}
