package io.turnpike.registry;

import java.time.Instant;

/**
 * An instance and how it is.
 *
 * @param instance which one
 * @param health what its heartbeats say
 * @param lastHeartbeat when the last heartbeat, or the connect, came in
 */
public record InstanceStatus(ServiceInstance instance, InstanceHealth health, Instant lastHeartbeat) {}
