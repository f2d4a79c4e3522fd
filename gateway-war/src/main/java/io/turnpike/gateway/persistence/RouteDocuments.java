package io.turnpike.gateway.persistence;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.StrictFields.UnreadableFieldException;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.ConditionDefinition;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.Operator;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.RouteTarget;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import io.turnpike.gateway.routing.rule.UnusableTarget;
import io.turnpike.gateway.routing.rule.ValueSource;
import io.turnpike.gateway.schema.PluginJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.bson.Document;

/**
 * Routes as documents, with lower-case field names as everything else in the store: {@code routeid}, {@code priority}, {@code uris}, {@code
 * hosts}, {@code verbs}, {@code clients}, {@code conditions} (each {@code source}, {@code name}, {@code operator}, {@code values}), {@code
 * upstream} ({@code thrift} with {@code service} and {@code method}, or {@code http}, see {@link HttpTargetDocuments}), and where there are any {@code
 * plugins} (each {@code name} and {@code configuration}, a JSON text, for its keys may have dots). Unlike an owner's, a document in which anything is not what it
 * should be gives no route that leads anywhere: without one of its conditions a route would let in what it was made to keep out.
 */
final class RouteDocuments {

    /** {@code revision} is the view's own. */
    private static final Set<String> ROUTE = Set.of(
            "_id",
            "revision",
            "routeid",
            "priority",
            "uris",
            "hosts",
            "verbs",
            "clients",
            "conditions",
            "upstream",
            "plugins");

    private static final Set<String> CONDITION = Set.of("source", "name", "operator", "values");
    private static final Set<String> UPSTREAM = Set.of("thrift", "http");
    private static final Set<String> PLUGIN = Set.of("name", "configuration");
    private static final Set<String> THRIFT = Set.of("service", "method");

    private RouteDocuments() {}

    /** The document of a route, without {@code _id}. */
    static Document write(RouteDefinition route) {
        Document document = new Document("routeid", route.id())
                .append("priority", route.priority())
                .append("uris", route.uris())
                .append("hosts", route.hosts())
                .append("verbs", List.copyOf(new TreeSet<>(route.verbs())))
                .append("clients", route.clients())
                .append(
                        "conditions",
                        route.conditions().stream()
                                .map(condition -> new Document("source", word(condition.source()))
                                        .append("name", condition.name())
                                        .append("operator", condition.operator().key())
                                        .append("values", condition.values()))
                                .toList())
                .append("upstream", upstream(route.target()));
        if (!route.plugins().isEmpty()) {
            document.append("plugins", plugins(route.plugins()));
        }
        return document;
    }

    private static List<Document> plugins(Map<String, PluginConfiguration> plugins) {
        List<Document> documents = new ArrayList<>();
        new TreeMap<>(plugins)
                .forEach((name, configuration) -> documents.add(
                        new Document("name", name).append("configuration", PluginJson.text(configuration))));
        return documents;
    }

    /**
     * The route of a document. One that is no route by the rules of today, but of which can be told where it stands, is one that refuses
     * all requests there, so that none of them goes elsewhere.
     *
     * @param unusable is told of such a route and what is wrong with it
     * @throws UnreadableRevisionException if it gives none; the message says why
     */
    static CheckedRoute read(Document document, BiConsumer<String, String> unusable) {
        RouteDefinition route = definition(document);
        try {
            return RouteImages.checked(route, unusable);
        } catch (GatewayException e) {
            throw new UnreadableRevisionException(
                    "the route " + route.id() + " cannot be used: " + RouteImages.reason(e));
        }
    }

    /**
     * What a document says of a route, whether or not a route may be so today; one that leads nowhere, see {@link UnusableTarget}, where
     * all that can be told of it is where it stands.
     *
     * @throws UnreadableRevisionException if not even that can be told; the message says why
     */
    static RouteDefinition definition(Document document) {
        try {
            return readDefinition(document);
        } catch (UnreadableFieldException e) {
            String reason = String.valueOf(e.getMessage());
            try {
                return places(new StrictFields(document), reason);
            } catch (UnreadableFieldException none) {
                throw new UnreadableRevisionException("the route " + id(document) + " cannot be used: " + reason);
            }
        }
    }

    private static RouteDefinition places(StrictFields route, String reason) throws UnreadableFieldException {
        return new RouteDefinition(
                route.text("routeid"),
                priority(route),
                route.texts("uris"),
                route.texts("hosts"),
                Set.of(),
                List.of(),
                List.of(),
                new UnusableTarget(reason));
    }

    private static String id(Document document) {
        return document.get("routeid") instanceof String text ? text : "without routeid";
    }

    /** One that cannot be read is the highest there is, lest its requests go elsewhere. */
    private static int priority(StrictFields route) {
        try {
            return route.number("priority");
        } catch (UnreadableFieldException e) {
            return RouteCompiler.MAX_PRIORITY;
        }
    }

    private static RouteDefinition readDefinition(Document document) throws UnreadableFieldException {
        StrictFields route = StrictFields.of(document, ROUTE);
        List<ConditionDefinition> conditions = new ArrayList<>();
        for (StrictFields condition : route.documents("conditions", CONDITION)) {
            conditions.add(condition(condition));
        }
        return new RouteDefinition(
                route.text("routeid"),
                route.number("priority"),
                route.texts("uris"),
                route.texts("hosts"),
                new TreeSet<>(route.texts("verbs")),
                route.texts("clients"),
                conditions,
                target(route.document("upstream", UPSTREAM)),
                plugins(route));
    }

    private static Map<String, PluginConfiguration> plugins(StrictFields route) throws UnreadableFieldException {
        Map<String, PluginConfiguration> plugins = new TreeMap<>();
        if (route.has("plugins")) {
            for (StrictFields plugin : route.documents("plugins", PLUGIN)) {
                plugins.put(plugin.text("name"), configuration(plugin));
            }
        }
        return plugins;
    }

    private static PluginConfiguration configuration(StrictFields plugin) throws UnreadableFieldException {
        try {
            return PluginJson.parse(plugin.text("configuration"));
        } catch (IllegalArgumentException e) {
            throw new UnreadableFieldException(
                    "the configuration of its plugin " + plugin.text("name") + " is " + e.getMessage());
        }
    }

    private static RouteTarget target(StrictFields upstream) throws UnreadableFieldException {
        if (upstream.has("http") && !upstream.has("thrift")) {
            return HttpTargetDocuments.read(upstream.document("http", HttpTargetDocuments.FIELDS));
        }
        if (upstream.has("http")) {
            throw new UnreadableFieldException("its field upstream has thrift and http (expected: one of them)");
        }
        StrictFields thrift = upstream.document("thrift", THRIFT);
        return new ThriftTarget(thrift.text("service"), thrift.text("method"));
    }

    private static ConditionDefinition condition(StrictFields condition) throws UnreadableFieldException {
        String source = condition.text("source");
        String operator = condition.text("operator");
        return new ConditionDefinition(
                Arrays.stream(ValueSource.values())
                        .filter(known -> word(known).equals(source))
                        .findFirst()
                        .orElseThrow(() -> StrictFields.wrong("source")),
                condition.text("name"),
                Operator.of(operator).orElseThrow(() -> StrictFields.wrong("operator")),
                condition.texts("values"));
    }

    private static Document upstream(RouteTarget target) {
        if (target instanceof ThriftTarget thrift) {
            return new Document("thrift", new Document("service", thrift.service()).append("method", thrift.method()));
        }
        if (target instanceof HttpTarget http) {
            return new Document("http", HttpTargetDocuments.write(http));
        }
        throw new IllegalArgumentException("unknown target " + target);
    }

    private static String word(ValueSource source) {
        return source.key().toLowerCase(Locale.ROOT);
    }
}
