package io.turnpike.gateway.routing.rule;

import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.LogText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Checks the definition of a route and makes matchers of it; every fault is found in one go. Whether its target exists is not looked at
 * here. Pointers are relative to the route's object in JSON: {@code /RouteId}, {@code /Priority}, {@code /Uris/0}, {@code /Hosts/0},
 * {@code /Verbs/0} (in the order of the alphabet), {@code /Clients/0}, {@code /Conditions/0/Header}, {@code /Conditions/0/Value},
 * {@code /Conditions/0/Values/0}; of HTTP nodes see {@link HttpTargetCheck}.
 */
public final class RouteCompiler {

    /** The HTTP methods that every route may name; HEAD follows GET. */
    public static final Set<String> VERBS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH");

    /** The same and OPTIONS, which the gateway answers by itself unless the route leads to HTTP nodes. */
    private static final Set<String> HTTP_VERBS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

    /** The highest priority, and with a minus sign the lowest. */
    public static final int MAX_PRIORITY = 1_000_000;

    private static final int MAX_ID = 64;
    private static final int MAX_PATHS = 100;
    private static final int MAX_HOSTS = 100;
    private static final int MAX_CLIENTS = 1_000;
    private static final int MAX_CONDITIONS = 20;
    private static final int MAX_TEXT = 4_096;

    private final List<Fault> faults = new ArrayList<>();

    private RouteCompiler() {}

    /**
     * Checks a definition.
     *
     * @throws GatewayException ({@code INVALID_ROUTE}) with every fault
     */
    public static CheckedRoute compile(RouteDefinition definition) throws GatewayException {
        RouteCompiler compiler = new RouteCompiler();
        CheckedRoute route = compiler.check(definition);
        if (!compiler.faults.isEmpty()) {
            throw new GatewayException(
                    GatewayError.INVALID_ROUTE,
                    "The route " + definition.id() + " has " + Counted.of(compiler.faults.size(), "fault"),
                    compiler.faults,
                    Map.of());
        }
        return route;
    }

    /**
     * What takes the place of a stored route that cannot be used: it takes every request at the route's places, before all others of
     * the same priority there, and leads nowhere, see {@link UnusableTarget}.
     *
     * @throws GatewayException ({@code INVALID_ROUTE}) if id or places cannot be read
     */
    public static CheckedRoute refusing(String id, int priority, List<String> uris, List<String> hosts, String reason)
            throws GatewayException {
        RouteDefinition definition = new RouteDefinition(
                id, priority, uris, hosts, Set.of(), List.of(), List.of(), new UnusableTarget(reason));
        CheckedRoute places = compile(definition);
        return new CheckedRoute(definition, RouteRule.refusing(id, priority), places.hosts(), places.paths());
    }

    /** Every fault of a definition; none if {@link #compile} takes it. */
    public static List<Fault> faults(RouteDefinition definition) {
        RouteCompiler compiler = new RouteCompiler();
        compiler.check(definition);
        return List.copyOf(compiler.faults);
    }

    private CheckedRoute check(RouteDefinition definition) {
        id(definition.id());
        if (Math.abs((long) definition.priority()) > MAX_PRIORITY) {
            fault(
                    "/Priority",
                    "Priority: " + definition.priority() + " (expected: a whole number, -" + MAX_PRIORITY + " to "
                            + MAX_PRIORITY + ")");
        }
        if (definition.uris().isEmpty()) {
            fault("/Uris", "Uris is empty (expected: at least one path)");
        }
        Map<Integer, PathPattern> read = each("Uris", definition.uris(), MAX_PATHS, PathPattern::parseUri);
        once("Uris", definition.uris(), read, PathPattern::shape);
        List<PathPattern> paths = List.copyOf(read.values());
        Map<Integer, HostPattern> named = each("Hosts", definition.hosts(), MAX_HOSTS, HostPattern::parse);
        once("Hosts", definition.hosts(), named, HostPattern::toString);
        List<HostPattern> hosts = List.copyOf(named.values());
        List<NetworkBlock> clients = List.copyOf(each("Clients", definition.clients(), MAX_CLIENTS, NetworkBlock::of)
                .values());
        verbs(definition.verbs(), verbs(definition.target()));
        List<Condition> conditions = conditions(definition.conditions());
        if (definition.target() instanceof HttpTarget http) {
            faults.addAll(HttpTargetCheck.faults(http, paths));
        }
        RouteRule rule =
                RouteRule.ofRoute(definition.id(), definition.priority(), definition.verbs(), clients, conditions);
        return new CheckedRoute(definition, rule, hosts.isEmpty() ? List.of(HostPattern.ANY) : hosts, paths);
    }

    private void id(String id) {
        boolean valid = !id.isEmpty()
                && id.length() <= MAX_ID
                && !id.equals(".")
                && !id.equals("..")
                && id.chars()
                        .allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-'));
        if (!valid) {
            fault(
                    "/RouteId",
                    "RouteId: \"" + shortened(id) + "\" (expected: 1 to " + MAX_ID
                            + " letters, digits, dots, hyphens and underscores)");
        }
    }

    /** The HTTP methods that a route to a target may name. */
    public static Set<String> verbs(RouteTarget target) {
        return target instanceof HttpTarget ? HTTP_VERBS : VERBS;
    }

    private void verbs(Set<String> verbs, Set<String> known) {
        int i = 0;
        for (String verb : new TreeSet<>(verbs)) {
            if (!known.contains(verb)) {
                fault(
                        "/Verbs/" + i,
                        "Verbs: \"" + shortened(verb) + "\" (expected: one of "
                                + String.join(", ", new TreeSet<>(known)) + ")");
            }
            i++;
        }
    }

    /** What can be read of a list, by its index. */
    private <T> Map<Integer, T> each(String key, List<String> texts, int most, Function<String, T> reader) {
        if (texts.size() > most) {
            fault('/' + key, key + " has " + texts.size() + " entries (expected: " + most + " at most)");
            return Map.of();
        }
        Map<Integer, T> read = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                read.put(i, reader.apply(texts.get(i)));
            } catch (IllegalArgumentException e) {
                fault('/' + key + '/' + i, key + ": " + e.getMessage());
            }
        }
        return read;
    }

    private <T> void once(String key, List<String> texts, Map<Integer, T> entries, Function<T, String> meaning) {
        Map<String, String> seen = new HashMap<>();
        entries.forEach((i, entry) -> {
            String text = '"' + shortened(texts.get(i)) + '"';
            String former = seen.putIfAbsent(meaning.apply(entry), text);
            if (former != null) {
                fault(
                        '/' + key + '/' + i,
                        key + ": " + text + " takes the same requests as " + former
                                + " before it (expected: each once)");
            }
        });
    }

    /** Matchers of conditions that are no route's; see {@link RequestConditions#compile}. */
    static List<Condition> conditions(List<ConditionDefinition> definitions, List<Fault> faults) {
        RouteCompiler compiler = new RouteCompiler();
        List<Condition> conditions = compiler.conditions(definitions);
        faults.addAll(compiler.faults);
        return conditions;
    }

    private List<Condition> conditions(List<ConditionDefinition> definitions) {
        if (definitions.size() > MAX_CONDITIONS) {
            fault(
                    "/Conditions",
                    "Conditions has " + definitions.size() + " entries (expected: " + MAX_CONDITIONS + " at most)");
            return List.of();
        }
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < definitions.size(); i++) {
            int before = faults.size();
            Condition condition = condition(definitions.get(i), "/Conditions/" + i);
            if (faults.size() == before) {
                conditions.add(condition);
            }
        }
        return conditions;
    }

    private Condition condition(ConditionDefinition definition, String pointer) {
        ValueSource source = definition.source();
        Operator operator = definition.operator();
        List<String> values = definition.values();
        name(definition, pointer + '/' + source.key());
        boolean list = operator.most() > 1;
        String at = pointer + (list ? "/Values" : "/Value");
        if (values.size() < operator.fewest() || values.size() > operator.most()) {
            fault(
                    at,
                    operator.key() + " has " + Counted.of(values.size(), "value") + " (expected: "
                            + (list
                                    ? operator.fewest() + " to " + operator.most()
                                    : operator.most() == 0 ? "none" : "one")
                            + ")");
        }
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).length() > MAX_TEXT) {
                fault(
                        list ? at + '/' + i : at,
                        "Value: " + values.get(i).length() + " characters (expected: " + MAX_TEXT + " at most)");
            }
        }
        LinearRegex regex = null;
        BigDecimal number = null;
        switch (operator) {
            case MATCHES, NOT_MATCHES -> regex = values.isEmpty() ? null : regex(values.get(0), at);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
                number = values.isEmpty() ? null : Condition.decimal(values.get(0));
                if (number == null && !values.isEmpty()) {
                    fault(
                            at,
                            operator.key() + ": \"" + shortened(values.get(0))
                                    + "\" (expected: a decimal number without exponent, such as 10 or -0.5)");
                }
            }
            case EQUALS, NOT_EQUALS, IN, NOT_IN, PRESENT, ABSENT -> {
                // Texts are compared as they are.
            }
        }
        String name = source == ValueSource.HEADER ? definition.name().toLowerCase(Locale.ROOT) : definition.name();
        Set<String> texts = regex == null && number == null ? Set.copyOf(values) : Set.of();
        return new Condition(source, name, operator, texts, regex, number);
    }

    private LinearRegex regex(String text, String pointer) {
        try {
            return LinearRegex.of(text);
        } catch (IllegalArgumentException e) {
            fault(pointer, "Value: " + e.getMessage());
            return LinearRegex.of("");
        }
    }

    /** Headers and cookies are called by tokens (RFC 9110, section 5.6.2), arguments by any text. */
    private void name(ConditionDefinition definition, String pointer) {
        String name = definition.name();
        if (name.isEmpty() || name.length() > MAX_TEXT) {
            fault(
                    pointer,
                    definition.source().key() + ": " + name.length() + " characters (expected: 1 to " + MAX_TEXT + ")");
        } else if (definition.source() != ValueSource.QUERY && !isToken(name)) {
            fault(
                    pointer,
                    definition.source().key() + ": \"" + shortened(name)
                            + "\" (expected: a name of letters, digits and !#$%&'*+-.^_`|~)");
        }
    }

    private static boolean isToken(String name) {
        return name.chars()
                .allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0));
    }

    /** A text for a message, cut where it is long. */
    static String shortened(String text) {
        return LogText.shortened(text, 80);
    }

    private void fault(String pointer, String detail) {
        faults.add(Fault.at(pointer, detail));
    }
}
