package io.turnpike.gateway.persistence;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.ConditionDefinition;
import io.turnpike.gateway.routing.rule.Operator;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.RouteTarget;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import io.turnpike.gateway.routing.rule.UnusableTarget;
import io.turnpike.gateway.routing.rule.ValueSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * Routes as documents, with lower-case field names as everything else in the store: {@code routeid}, {@code priority}, {@code uris}, {@code
 * hosts}, {@code verbs}, {@code clients}, {@code conditions} (each {@code source}, {@code name}, {@code operator}, {@code values}), {@code
 * upstream} ({@code thrift} with {@code service} and {@code method}). Unlike an owner's, a document in which anything is not what it
 * should be gives no route that leads anywhere: without one of its conditions a route would let in what it was made to keep out.
 */
final class RouteDocuments {

    /** {@code revision} is the view's own. */
    private static final Set<String> ROUTE = Set.of(
            "_id", "revision", "routeid", "priority", "uris", "hosts", "verbs", "clients", "conditions", "upstream");

    private static final Set<String> CONDITION = Set.of("source", "name", "operator", "values");
    private static final Set<String> UPSTREAM = Set.of("thrift");
    private static final Set<String> THRIFT = Set.of("service", "method");

    private RouteDocuments() {}

    /** The document of a route, without {@code _id}. */
    static Document write(RouteDefinition route) {
        return new Document("routeid", route.id())
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
                return places(document, reason);
            } catch (UnreadableFieldException none) {
                throw new UnreadableRevisionException("the route " + id(document) + " cannot be used: " + reason);
            }
        }
    }

    private static RouteDefinition places(Document document, String reason) throws UnreadableFieldException {
        return new RouteDefinition(
                member(String.class, document, "routeid"),
                priority(document),
                texts(document, "uris"),
                texts(document, "hosts"),
                Set.of(),
                List.of(),
                List.of(),
                new UnusableTarget(reason));
    }

    private static String id(Document document) {
        return document.get("routeid") instanceof String text ? text : "without routeid";
    }

    /** One that cannot be read is the highest there is, lest its requests go elsewhere. */
    private static int priority(Document document) {
        try {
            return number(document, "priority");
        } catch (UnreadableFieldException e) {
            return RouteCompiler.MAX_PRIORITY;
        }
    }

    private static RouteDefinition readDefinition(Document document) throws UnreadableFieldException {
        requireOnly(ROUTE, document);
        List<ConditionDefinition> conditions = new ArrayList<>();
        for (Object each : array(document, "conditions")) {
            conditions.add(condition(as(Document.class, each, "conditions")));
        }
        Document upstream = member(Document.class, document, "upstream");
        requireOnly(UPSTREAM, upstream);
        Document thrift = member(Document.class, upstream, "thrift");
        requireOnly(THRIFT, thrift);
        return new RouteDefinition(
                member(String.class, document, "routeid"),
                number(document, "priority"),
                texts(document, "uris"),
                texts(document, "hosts"),
                new TreeSet<>(texts(document, "verbs")),
                texts(document, "clients"),
                conditions,
                new ThriftTarget(member(String.class, thrift, "service"), member(String.class, thrift, "method")));
    }

    private static ConditionDefinition condition(Document condition) throws UnreadableFieldException {
        requireOnly(CONDITION, condition);
        String source = member(String.class, condition, "source");
        String operator = member(String.class, condition, "operator");
        return new ConditionDefinition(
                Arrays.stream(ValueSource.values())
                        .filter(known -> word(known).equals(source))
                        .findFirst()
                        .orElseThrow(() -> wrong("source")),
                member(String.class, condition, "name"),
                Operator.of(operator).orElseThrow(() -> wrong("operator")),
                texts(condition, "values"));
    }

    private static Document upstream(RouteTarget target) {
        if (target instanceof ThriftTarget thrift) {
            return new Document("thrift", new Document("service", thrift.service()).append("method", thrift.method()));
        }
        throw new IllegalArgumentException("unknown target " + target);
    }

    private static String word(ValueSource source) {
        return source.key().toLowerCase(Locale.ROOT);
    }

    /** A field that is not known may ask something of requests: who reads over it lets in what was to be kept out. */
    private static void requireOnly(Set<String> known, Document document) throws UnreadableFieldException {
        for (String field : document.keySet()) {
            if (!known.contains(field)) {
                throw new UnreadableFieldException("its field " + field + " is unknown (expected: one of "
                        + String.join(", ", new TreeSet<>(known)) + ")");
            }
        }
    }

    /** Drivers and databases differ in how long a small number is, and shells write 5 as 5.0. */
    private static int number(Document document, String field) throws UnreadableFieldException {
        if (document.get(field) instanceof Number value && !(value instanceof Decimal128)) {
            double number = value.doubleValue();
            if (number == (int) number) {
                return (int) number;
            }
        }
        throw wrong(field);
    }

    private static List<?> array(Document document, String field) throws UnreadableFieldException {
        return member(List.class, document, field);
    }

    private static List<String> texts(Document document, String field) throws UnreadableFieldException {
        List<String> texts = new ArrayList<>();
        for (Object each : array(document, field)) {
            texts.add(as(String.class, each, field));
        }
        return texts;
    }

    private static <T> T member(Class<T> type, Document document, String field) throws UnreadableFieldException {
        return as(type, document.get(field), field);
    }

    private static <T> T as(Class<T> type, @Nullable Object value, String field) throws UnreadableFieldException {
        if (!type.isInstance(value)) {
            throw wrong(field);
        }
        return type.cast(value);
    }

    private static UnreadableFieldException wrong(String field) {
        return new UnreadableFieldException("its field " + field + " is missing or not of the type that a route has");
    }

    /** A field is missing, unknown or not what a route has there. */
    private static final class UnreadableFieldException extends Exception {

        private static final long serialVersionUID = 1;

        UnreadableFieldException(String message) {
            super(message, null, false, false);
        }
    }
}
