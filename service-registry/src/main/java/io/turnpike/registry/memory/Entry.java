package io.turnpike.registry.memory;

import io.turnpike.registry.InstanceHealth;
import io.turnpike.registry.InstanceStatus;
import io.turnpike.registry.ServiceInstance;
import java.time.Instant;

/** A server that the registry knows. Guarded by the registry's lock. Equality is identity. */
final class Entry {

    ServiceInstance instance;
    InstanceHealth health = InstanceHealth.PASSING;
    Instant heardAt;
    long heardAtNanos;

    Entry(ServiceInstance instance, Instant heardAt, long heardAtNanos) {
        this.instance = instance;
        this.heardAt = heardAt;
        this.heardAtNanos = heardAtNanos;
    }

    InstanceStatus status() {
        return new InstanceStatus(instance, health, heardAt);
    }
}
