package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.ConditionDefinition;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads routes in JSON, the form that {@link RouteJson} writes, and checks them. Every fault is noted with its JSON Pointer, and reading
 * goes on. A key that is not known is a fault: a condition that is left out because of a typing error would let requests in. Whether what
 * a route leads to exists is for {@link TargetCheck} to say.
 *
 * <pre>{@code
 * { "RouteId": "orders", "Priority": 10,
 *   "Uris": ["/orders/{ID}", "/shop/*"], "Hosts": ["*.example.com"], "Verbs": ["GET"], "Clients": ["10.0.0.0/8"],
 *   "Conditions": [ { "Header": "X-Version", "Operator": "equals", "Value": "2" },
 *                   { "Query": "size", "Operator": "in", "Values": ["s", "m"] },
 *                   { "Cookie": "beta", "Operator": "present" } ],
 *   "Upstream": { "Thrift": { "Service": "Orders", "Method": "read" } } }
 * }</pre>
 */
final class RouteReader {

    /** So many routes there may be in one configuration. */
    static final int MOST_ROUTES = 250_000;

    private static final List<String> ROUTE_KEYS =
            List.of("RouteId", "Priority", "Uris", "Hosts", "Verbs", "Clients", "Conditions", "Upstream");
    private static final List<String> UPSTREAM_KEYS = List.of("Thrift");
    private static final List<String> THRIFT_KEYS = List.of("Service", "Method");

    private final FaultList faults;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, RouteDefinition> definitions = new LinkedHashMap<>();

    RouteReader(FaultList faults) {
        this.faults = faults;
    }

    /**
     * Reads an array of routes, each id once.
     *
     * @return those without a fault
     */
    List<CheckedRoute> readAll(JsonValue value, String pointer) {
        if (!(value instanceof JsonArray array)) {
            faults.shape(
                    pointer,
                    (pointer.isEmpty() ? "The body" : "The element " + pointer) + " is " + JsonFields.kind(value)
                            + " (expected: an array of routes)");
            return List.of();
        }
        if (array.size() > MOST_ROUTES) {
            faults.shape(pointer, "The array has " + array.size() + " routes (expected: " + MOST_ROUTES + " at most)");
            return List.of();
        }
        List<CheckedRoute> routes = new ArrayList<>();
        for (int i = 0; i < array.size() && !faults.isFull(); i++) {
            read(array.get(i), pointer + '/' + i, Optional.empty()).ifPresent(routes::add);
        }
        return routes;
    }

    /**
     * Reads one route.
     *
     * @param named the id that the URL gives: the body may leave it out, but must not have another
     * @return empty if there is a fault
     */
    Optional<CheckedRoute> read(JsonValue value, String pointer, Optional<String> named) {
        return object(value, pointer, ROUTE_KEYS).flatMap(fields -> check(fields, pointer, named));
    }

    /** Every route that has been read, by its pointer, also those with faults: with what could be read of them. */
    Map<String, RouteDefinition> definitions() {
        return Collections.unmodifiableMap(definitions);
    }

    private Optional<CheckedRoute> check(JsonFields fields, String pointer, Optional<String> named) {
        if (!fields.has("Uris")) {
            fields.missing("Uris", "an array of paths such as /orders/{ID}");
        }
        RouteDefinition definition = new RouteDefinition(
                id(fields, named),
                (int) fields.number("Priority", -RouteCompiler.MAX_PRIORITY, RouteCompiler.MAX_PRIORITY)
                        .orElse(0),
                fields.texts("Uris"),
                fields.texts("Hosts"),
                verbs(fields),
                fields.texts("Clients"),
                conditions(fields),
                target(fields));
        definitions.put(pointer, definition);
        List<Fault> found = new ArrayList<>(RouteCompiler.faults(definition));
        found.addAll(OwnPaths.faults(definition));
        for (Fault fault : found) {
            String at = pointer + fault.pointer();
            // What has no right shape stands in the definition as something empty, about which all is said.
            if (!faults.touches(at)) {
                faults.add(GatewayError.INVALID_ROUTE, Fault.at(at, fault.detail()));
            }
        }
        if (!found.isEmpty() || faults.touches(pointer)) {
            return Optional.empty();
        }
        try {
            return Optional.of(RouteCompiler.compile(definition));
        } catch (GatewayException e) {
            throw new IllegalStateException("a route without faults has faults", e);
        }
    }

    private String id(JsonFields fields, Optional<String> named) {
        Optional<String> given = named.isEmpty() || fields.has("RouteId") ? fields.requiredText("RouteId") : named;
        if (named.isPresent() && given.isPresent() && !given.equals(named)) {
            faults.conflict(
                    fields.at("RouteId"),
                    "RouteId is " + JsonFields.shortened(given.get()) + " (expected: " + named.get()
                            + ", as in the URL, or none)");
        } else if (given.isPresent() && !ids.add(given.get())) {
            faults.conflict(
                    fields.at("RouteId"),
                    "RouteId " + JsonFields.shortened(given.get()) + " stands twice in this request");
        }
        return given.orElse("");
    }

    private Set<String> verbs(JsonFields fields) {
        Set<String> verbs = new TreeSet<>();
        List<String> given = fields.texts("Verbs");
        for (int i = 0; i < given.size(); i++) {
            String at = fields.at("Verbs") + '/' + i;
            String verb = given.get(i).toUpperCase(Locale.ROOT);
            if (!RouteCompiler.VERBS.contains(verb)) {
                if (!faults.touches(at)) {
                    faults.add(
                            GatewayError.INVALID_ROUTE,
                            Fault.at(
                                    at,
                                    "The verb is " + JsonFields.shortened(given.get(i)) + " (expected: one of "
                                            + String.join(", ", new TreeSet<>(RouteCompiler.VERBS)) + ")"));
                }
            } else if (!verbs.add(verb)) {
                faults.add(
                        GatewayError.INVALID_ROUTE,
                        Fault.at(at, "The verb " + verb + " stands twice (expected: each once)"));
            }
        }
        return verbs;
    }

    private List<ConditionDefinition> conditions(JsonFields fields) {
        List<ConditionDefinition> conditions = new ArrayList<>();
        for (JsonValue element : fields.elements("Conditions")) {
            String at = fields.at("Conditions") + '/' + conditions.size();
            conditions.add(object(element, at, ConditionReader.KEYS)
                    .map(condition -> new ConditionReader(condition, at, faults).read())
                    .orElse(ConditionReader.NONE));
        }
        return conditions;
    }

    private ThriftTarget target(JsonFields fields) {
        return member(fields, "Upstream", UPSTREAM_KEYS)
                .flatMap(upstream -> member(upstream, "Thrift", THRIFT_KEYS))
                .map(thrift -> new ThriftTarget(
                        thrift.requiredText("Service").orElse(""),
                        thrift.requiredText("Method").orElse("")))
                .orElse(new ThriftTarget("", ""));
    }

    /** An object that must be there. */
    private Optional<JsonFields> member(JsonFields fields, String key, List<String> keys) {
        Optional<JsonValue> value = fields.value(key);
        if (value.isEmpty()) {
            fields.missing(key, "an object with " + String.join(" and ", keys));
        }
        return value.flatMap(present -> object(present, fields.at(key), keys));
    }

    /** A value as an object that has none but these keys. */
    private Optional<JsonFields> object(JsonValue value, String pointer, List<String> keys) {
        Optional<JsonFields> fields = JsonFields.of(value, pointer, Set.of(), faults);
        if (fields.isPresent()) {
            for (String key : value.asJsonObject().keySet()) {
                if (!keys.contains(key)) {
                    faults.shape(
                            pointer + '/' + JsonFields.escape(key),
                            "The key " + JsonFields.shortened(key) + " is unknown (expected: one of "
                                    + String.join(", ", keys) + ")");
                }
            }
        }
        return fields;
    }
}
