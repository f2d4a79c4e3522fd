package io.turnpike.benchmarks;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.routing.GatewaySnapshot;
import java.util.Optional;

/** Finding the route of a request among the paths of services, its path decoded and its templates read. */
public class ServiceRoutingBenchmark extends RoutingBenchmark {

    @Override
    GatewaySnapshot snapshot(RoutedServices world) {
        return world.builder().build(Optional.empty(), 1, world.services(services()));
    }

    @Override
    Exchange request(int number) {
        return RoutedServices.request(number, services());
    }

    private int services() {
        return Math.max(1, routes / RoutedServices.PATHS);
    }
}
