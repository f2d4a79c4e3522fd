package io.turnpike.gateway.persistence;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.Protocol;
import io.turnpike.gateway.admin.model.RegisteredServer;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.admin.model.ServicePath;
import io.turnpike.gateway.admin.model.Transport;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.ServiceOptions;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

final class Samples {

    private Samples() {}

    static Owner owner(String id) {
        RegisteredService service = new RegisteredService(
                "1",
                id + "Service",
                "service S { void ping() }",
                Map.of("shared.thrift", "struct T {}"),
                "1.0",
                "described",
                2,
                List.of(
                        new ServicePath("ping", "p", Optional.of("GET")),
                        new ServicePath("ping", "q", Optional.empty(), Map.of("Gone", 410))),
                List.of(new RegisteredServer("http://localhost:8000", 8000)),
                Transport.HTTP,
                Protocol.COMPACT,
                Optional.of("Multi"),
                Optional.of("/thrift"),
                Optional.of(Duration.ofMillis(1500)),
                new ServiceOptions(true, false, true, false));
        return new Owner("Name of " + id, id, ApiKeys.hash("key-" + id), false, List.of(service));
    }

    /** @param idAndUri such as {@code r /a} */
    static CheckedRoute route(String idAndUri) {
        String[] parts = idAndUri.split(" ");
        try {
            return RouteCompiler.compile(new RouteDefinition(
                    parts[0],
                    0,
                    List.of(parts[1]),
                    List.of(),
                    Set.of("GET"),
                    List.of(),
                    List.of(),
                    new ThriftTarget("aService", "ping")));
        } catch (GatewayException e) {
            throw new AssertionError(e.faults().toString(), e);
        }
    }

    static Revision revision(long number, Owner... changed) {
        return new Revision(
                number,
                "test",
                Instant.parse("2026-01-01T00:00:00Z"),
                "register",
                "something",
                List.of(changed),
                List.of());
    }
}
