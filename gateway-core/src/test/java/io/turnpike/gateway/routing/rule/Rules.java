package io.turnpike.gateway.routing.rule;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes definitions and requests for tests. */
public final class Rules {

    private static final ThriftTarget TARGET = new ThriftTarget("Assets", "query");

    private Rules() {}

    /** A route that asks only for a path. */
    public static RouteDefinition route(String id, String... uris) {
        return new RouteDefinition(id, 0, List.of(uris), List.of(), Set.of(), List.of(), List.of(), TARGET);
    }

    public static RouteDefinition withPriority(int priority, RouteDefinition d) {
        return new RouteDefinition(
                d.id(), priority, d.uris(), d.hosts(), d.verbs(), d.clients(), d.conditions(), d.target());
    }

    public static RouteDefinition withHosts(RouteDefinition d, String... hosts) {
        return new RouteDefinition(
                d.id(), d.priority(), d.uris(), List.of(hosts), d.verbs(), d.clients(), d.conditions(), d.target());
    }

    public static RouteDefinition withVerbs(RouteDefinition d, String... verbs) {
        return new RouteDefinition(
                d.id(), d.priority(), d.uris(), d.hosts(), Set.of(verbs), d.clients(), d.conditions(), d.target());
    }

    public static RouteDefinition withClients(RouteDefinition d, String... clients) {
        return new RouteDefinition(
                d.id(), d.priority(), d.uris(), d.hosts(), d.verbs(), List.of(clients), d.conditions(), d.target());
    }

    /** The same with one more condition. */
    public static RouteDefinition with(
            RouteDefinition d, ValueSource source, String name, Operator operator, String... values) {
        List<ConditionDefinition> conditions = new ArrayList<>(d.conditions());
        conditions.add(new ConditionDefinition(source, name, operator, List.of(values)));
        return new RouteDefinition(
                d.id(), d.priority(), d.uris(), d.hosts(), d.verbs(), d.clients(), conditions, d.target());
    }

    public static RouteDefinition withTarget(RouteDefinition d, String service, String method) {
        return new RouteDefinition(
                d.id(),
                d.priority(),
                d.uris(),
                d.hosts(),
                d.verbs(),
                d.clients(),
                d.conditions(),
                new ThriftTarget(service, method));
    }

    public static CheckedRoute checked(RouteDefinition definition) {
        try {
            return RouteCompiler.compile(definition);
        } catch (GatewayException e) {
            throw new AssertionError(e.faults().toString(), e);
        }
    }

    /** A request without a query; headers are {@code name: value}. */
    public static Exchange request(String verb, String path, String... headers) {
        return requestFrom("", verb, path, null, headers);
    }

    public static Exchange requestFrom(String client, String verb, String path, String query, String... headers) {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header : headers) {
            int colon = header.indexOf(':');
            byName.computeIfAbsent(header.substring(0, colon), name -> new ArrayList<>())
                    .add(header.substring(colon + 1).strip());
        }
        Exchange.Headers read = new Exchange.Headers() {
            @Override
            public String first(String name) {
                return byName.containsKey(name) ? byName.get(name).get(0) : null;
            }

            @Override
            public List<String> all(String name) {
                return byName.getOrDefault(name, List.of());
            }
        };
        return new Exchange(verb, path, query, read, () -> client, new byte[0], 0);
    }
}
