package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.ConditionDefinition;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.RouteTarget;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import io.turnpike.gateway.schema.PluginCheck;
import io.turnpike.gateway.schema.PluginJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
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
 *
 * <p>Or it leads to HTTP nodes, which {@link HttpTargetReader} reads: {@code "Upstream": { "Http": { "Nodes": [ { "Address": "10.0.0.5:8080" }
 * ] } }}. {@code Plugins} has configurations of plugins by their names, which {@link PluginCheck} checks; {@code null} switches one off here.
 */
final class RouteReader {

    /** So many routes there may be in one configuration. */
    static final int MOST_ROUTES = 250_000;

    static final List<String> ROUTE_KEYS =
            List.of("RouteId", "Priority", "Uris", "Hosts", "Verbs", "Clients", "Conditions", "Upstream", "Plugins");
    static final List<String> UPSTREAM_KEYS = List.of("Thrift", "Http");
    static final List<String> THRIFT_KEYS = List.of("Service", "Method");

    private final FaultList faults;
    private final PluginCheck pluginCheck;
    private final Set<String> ids;
    private final Map<String, RouteDefinition> definitions;

    RouteReader(FaultList faults, PluginCheck pluginCheck) {
        this(faults, pluginCheck, new HashSet<>(), new LinkedHashMap<>());
    }

    private RouteReader(
            FaultList faults, PluginCheck pluginCheck, Set<String> ids, Map<String, RouteDefinition> definitions) {
        this.faults = faults;
        this.pluginCheck = pluginCheck;
        this.ids = ids;
        this.definitions = definitions;
    }

    /**
     * Reads an array of routes, each id once. One that is written as {@link RouteJson} writes the route that is there is that route, also where
     * nobody could make it so today.
     *
     * @param there the routes that there are
     * @return those without a fault
     */
    List<CheckedRoute> readAll(JsonValue value, String pointer, RouteList there) {
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
            readOne(array.get(i), pointer + '/' + i, there).ifPresent(routes::add);
        }
        return routes;
    }

    private Optional<CheckedRoute> readOne(JsonValue value, String pointer, RouteList there) {
        Optional<CheckedRoute> same =
                named(value).filter(id -> !ids.contains(id)).flatMap(there::route);
        FaultList found = new FaultList();
        Optional<CheckedRoute> read =
                new RouteReader(found, pluginCheck, ids, definitions).read(value, pointer, Optional.empty());
        if (found.isEmpty()) {
            return read;
        }
        same = same.filter(route -> RouteJson.of(route.definition()).equals(value));
        if (same.isPresent()) {
            definitions.put(pointer, same.get().definition());
        } else {
            faults.addAll(found);
        }
        return same;
    }

    private static Optional<String> named(JsonValue value) {
        return value instanceof JsonObject object && object.get("RouteId") instanceof JsonString id
                ? Optional.of(id.getString())
                : Optional.empty();
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
        requireElements(fields, "Hosts", ", and no host would fit", "all", faults);
        requireElements(fields, "Verbs", ", and no verb would fit", "all", faults);
        requireElements(fields, "Clients", ", and no client would fit", "all", faults);
        requireElements(fields, "Conditions", "", "none", faults);
        RouteTarget target = target(fields);
        String id = id(fields, named);
        RouteDefinition definition = new RouteDefinition(
                id,
                (int) fields.number("Priority", -RouteCompiler.MAX_PRIORITY, RouteCompiler.MAX_PRIORITY)
                        .orElse(0),
                fields.texts("Uris"),
                fields.texts("Hosts"),
                verbs(fields, RouteCompiler.verbs(target)),
                fields.texts("Clients"),
                conditions(fields),
                target,
                plugins(fields, id));
        definitions.put(pointer, definition);
        List<Fault> found = new ArrayList<>(RouteCompiler.faults(definition));
        found.addAll(OwnPaths.faults(definition));
        // In the place of what cannot be read stands something harmless or empty, about which all is said.
        List<Fault> unsaid = found.stream()
                .filter(fault -> !faults.isAt(pointer + fault.pointer()))
                .toList();
        for (Fault fault : unsaid) {
            faults.add(GatewayError.INVALID_ROUTE, Fault.at(pointer + fault.pointer(), fault.detail()));
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

    /**
     * Notes an empty array as a fault: a program that makes routes, and found nothing to put there, hardly means everybody.
     *
     * @param consequence what the empty array would say
     * @param otherwise what holds without the key
     */
    static void requireElements(JsonFields fields, String key, String consequence, String otherwise, FaultList faults) {
        if (fields.isEmptyArray(key)) {
            faults.add(
                    GatewayError.INVALID_ROUTE,
                    Fault.at(
                            fields.at(key),
                            key + " is empty" + consequence + " (expected: at least one; leave it out for " + otherwise
                                    + ")"));
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

    private Set<String> verbs(JsonFields fields, Set<String> known) {
        Set<String> verbs = new TreeSet<>();
        String expected = "one of " + String.join(", ", new TreeSet<>(known));
        List<String> given = fields.texts("Verbs", expected);
        for (int i = 0; i < given.size(); i++) {
            String at = fields.at("Verbs") + '/' + i;
            String verb = given.get(i).toUpperCase(Locale.ROOT);
            if (!known.contains(verb)) {
                if (!faults.touches(at)) {
                    faults.add(
                            GatewayError.INVALID_ROUTE,
                            Fault.at(
                                    at,
                                    "The verb is " + JsonFields.shortened(given.get(i)) + " (expected: " + expected
                                            + ")"));
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

    private Map<String, PluginConfiguration> plugins(JsonFields fields, String id) {
        Map<String, PluginConfiguration> plugins = new LinkedHashMap<>();
        fields.members("Plugins").forEach((name, configuration) -> {
            faults.addAll(
                    fields.at("Plugins") + '/' + JsonFields.escape(name),
                    pluginCheck.faults(name, configuration, new Binding(Scope.ROUTE, id)));
            plugins.put(name, PluginJson.configuration(configuration));
        });
        return plugins;
    }

    private RouteTarget target(JsonFields fields) {
        if (!fields.has("Upstream")) {
            fields.missing("Upstream", "an object with Thrift or Http");
        }
        return member(fields, "Upstream", UPSTREAM_KEYS)
                .flatMap(upstream -> target(upstream, fields.at("Upstream")))
                .orElse(new ThriftTarget("", ""));
    }

    private Optional<RouteTarget> target(JsonFields upstream, String pointer) {
        if (upstream.has("Thrift") == upstream.has("Http")) {
            faults.shape(
                    pointer,
                    "Upstream has " + (upstream.has("Http") ? "both Thrift and Http" : "neither Thrift nor Http")
                            + " (expected: one of them)");
            return Optional.empty();
        }
        Optional<RouteTarget> http = member(upstream, "Http", HttpTargetReader.KEYS)
                .map(nodes -> new HttpTargetReader(nodes, faults).read());
        return http.or(() -> member(upstream, "Thrift", THRIFT_KEYS)
                .map(thrift -> new ThriftTarget(
                        thrift.requiredText("Service").orElse(""),
                        thrift.requiredText("Method").orElse(""))));
    }

    /** The object of a key; empty if it is missing, or with a fault if it is no object. */
    private Optional<JsonFields> member(JsonFields fields, String key, List<String> keys) {
        return fields.value(key).flatMap(value -> object(value, fields.at(key), keys));
    }

    private Optional<JsonFields> object(JsonValue value, String pointer, List<String> keys) {
        return JsonFields.only(value, pointer, keys, key -> RouteKeys.elsewhere(key, keys), faults);
    }
}
