package io.turnpike.gateway.upstream.thrift;

import io.turnpike.registry.InstanceHealth;
import io.turnpike.registry.InstanceStatus;
import io.turnpike.registry.RegistryListener;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.ServiceRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A registry that says what the test tells it to. */
final class FakeRegistry implements ServiceRegistry {

    private final AtomicInteger ids = new AtomicInteger();
    private List<ServiceInstance> passing = List.of();
    private List<ServiceInstance> critical = List.of();
    private RegistryListener listener = (service, instances) -> {};

    ServiceInstance instance(int port) {
        return instance("127.0.0.1", port);
    }

    ServiceInstance instance(String address, int port) {
        return new ServiceInstance("id" + ids.incrementAndGet(), "Echo", "owner", address, port, 1, Instant.EPOCH);
    }

    void passing(ServiceInstance... instances) {
        passing = List.of(instances);
        listener.instancesChanged("Echo", passing);
    }

    void critical(ServiceInstance... instances) {
        critical = List.of(instances);
    }

    @Override
    public List<InstanceStatus> list(String serviceName) {
        List<InstanceStatus> all = new ArrayList<>();
        passing.forEach(each -> all.add(new InstanceStatus(each, InstanceHealth.PASSING, Instant.EPOCH)));
        critical.forEach(each -> all.add(new InstanceStatus(each, InstanceHealth.CRITICAL, Instant.EPOCH)));
        return all;
    }

    @Override
    public Watch watch(RegistryListener newListener) {
        listener = newListener;
        newListener.instancesChanged("Echo", passing);
        return () -> listener = (service, instances) -> {};
    }
}
