package io.turnpike.benchmarks;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.GatewaySnapshot;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.ConditionDefinition;
import io.turnpike.gateway.routing.rule.Operator;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import io.turnpike.gateway.routing.rule.ValueSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finding the route of a request among operators' routes: hosts with a star, templates, stars and, in every tenth, a condition. */
public class RouteBenchmark extends RoutingBenchmark {

    private static final int KINDS = 10;

    @Override
    GatewaySnapshot snapshot(RoutedServices world) throws GatewayException {
        List<CheckedRoute> all = new ArrayList<>();
        for (int i = 0; i < routes; i++) {
            all.add(RouteCompiler.compile(route(i)));
        }
        return world.builder().build(Optional.empty(), 1, world.services(1), all);
    }

    private static RouteDefinition route(int number) {
        String group = "/group" + number / KINDS;
        String uri = switch (number % KINDS) {
            case 0, 1, 2, 3 -> group + "/path" + number;
            case 4, 5, 6, 7 -> group + "/path" + number + "/{ID}/part";
            default -> group + "/path" + number + "/*";
        };
        return new RouteDefinition(
                "r" + number,
                number % 3,
                List.of(uri),
                number % 2 == 0 ? List.of() : List.of("*.tenant" + number / KINDS % 100 + ".example.com"),
                Set.of("GET"),
                List.of(),
                number % KINDS == 0
                        ? List.of(
                                new ConditionDefinition(ValueSource.HEADER, "X-Version", Operator.EQUALS, List.of("2")))
                        : List.of(),
                new ThriftTarget("service0", "read"));
    }

    @Override
    Exchange request(int number) {
        String path = "/group" + number / KINDS + "/path" + number;
        String below = switch (number % KINDS) {
            case 0, 1, 2, 3 -> "";
            case 4, 5, 6, 7 -> "/4711/part";
            default -> "/a/b";
        };
        String host = "api.tenant" + number / KINDS % 100 + ".example.com:8080";
        Exchange.Headers headers = name -> switch (name) {
            case "Host" -> host;
            case "x-version" -> "2";
            default -> null;
        };
        return new Exchange("GET", path + below, null, headers, new byte[0], 0);
    }
}
