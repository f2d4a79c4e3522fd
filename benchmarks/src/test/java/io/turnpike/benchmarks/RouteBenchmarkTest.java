package io.turnpike.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.routing.GatewaySnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouteBenchmarkTest {

    @Test
    void of_zipf_asksForTheMostPopularTwiceAsOftenAsForTheNext() {
        int[] counts = new int[100];
        for (int route : RouteChoice.ZIPF.of(100, 100_000)) {
            counts[route]++;
        }
        assertThat(counts[0]).isBetween(18_000, 20_500);
        assertThat(counts[7_919 % 100]).isBetween(9_000, 10_250);
        assertThat(RouteChoice.UNIFORM.of(7, 1_000))
                .contains(0, 1, 2, 3, 4, 5, 6)
                .doesNotContain(7, -1);
    }

    @ParameterizedTest
    @EnumSource
    void route_everyRequest_findsItsRoute(RouteChoice choice) throws Exception {
        RouteBenchmark operators = new RouteBenchmark();
        operators.choice = choice;
        operators.routes = 1_000;
        operators.prepare();
        ServiceRoutingBenchmark services = new ServiceRoutingBenchmark();
        services.choice = choice;
        services.routes = 1_000;
        services.prepare();
        for (int i = 0; i < 1_024; i++) {
            assertThat(operators.route()).isNotNull();
            assertThat(services.route()).isNotNull();
        }
        operators.close();
        services.close();
    }

    @Test
    void rebuildOneService_twice_hasItsPathsInTurn() throws Exception {
        SnapshotBenchmark benchmark = new SnapshotBenchmark();
        benchmark.prepare();

        GatewaySnapshot changed = benchmark.rebuildOneService();
        assertThat(changed.route(RoutedServices.get("/service50/v2/path0/list")))
                .isNotNull();
        assertThat(changed.route(RoutedServices.get("/service49/v1/path0/list")))
                .isNotNull();
        assertThat(benchmark.rebuildOneService().route(RoutedServices.get("/service50/v1/path0/list")))
                .isNotNull();
        benchmark.close();
    }
}
