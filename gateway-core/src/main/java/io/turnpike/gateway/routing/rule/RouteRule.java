package io.turnpike.gateway.routing.rule;

import java.util.List;
import java.util.Set;

/**
 * What a route asks of a request besides host and path. Immutable.
 *
 * <p>Of the rules that fit a request with the same host and the same path of a route, the one counts that comes first by
 * {@link #compareTo}: the higher priority; a route before a service's own path; more conditions; the lesser id.
 */
public final class RouteRule implements Comparable<RouteRule> {

    private final String id;
    private final boolean ofService;
    private final int priority;
    /** How much it asks for: more comes first. */
    private final int weight;

    private final Set<String> verbs;
    private final int verbBits;
    private final List<NetworkBlock> clients;
    private final List<Condition> conditions;

    private RouteRule(
            String id,
            boolean ofService,
            int priority,
            int weight,
            Set<String> verbs,
            List<NetworkBlock> clients,
            List<Condition> conditions) {
        this.id = id;
        this.ofService = ofService;
        this.priority = priority;
        this.weight = weight;
        this.verbs = Set.copyOf(verbs);
        this.verbBits = verbs.isEmpty()
                ? -1
                : verbs.stream().mapToInt(RouteRule::verb).reduce(0, (a, b) -> a | b) & Integer.MAX_VALUE;
        this.clients = List.copyOf(clients);
        this.conditions = List.copyOf(conditions);
    }

    /** The rule of a route. */
    static RouteRule ofRoute(
            String id, int priority, Set<String> verbs, List<NetworkBlock> clients, List<Condition> conditions) {
        int weight = conditions.size() + (clients.isEmpty() ? 0 : 1) + (verbs.isEmpty() ? 0 : 1);
        return new RouteRule(id, false, priority, weight, verbs, clients, conditions);
    }

    /** The rule of a route that takes everything at its places, before all others of its priority there. */
    static RouteRule refusing(String id, int priority) {
        return new RouteRule(id, false, priority, Integer.MAX_VALUE, Set.of(), List.of(), List.of());
    }

    /**
     * The rule of a service's path, which asks for nothing but verbs.
     *
     * @param id what names it to people
     */
    public static RouteRule ofService(String id, Set<String> verbs) {
        return new RouteRule(id, true, 0, verbs.isEmpty() ? 0 : 1, verbs, List.of(), List.of());
    }

    /** The route's id; of a service's path what names it to people. */
    public String id() {
        return id;
    }

    /** Whether it belongs to a path that a service has registered, rather than to a route. */
    public boolean ofService() {
        return ofService;
    }

    /** The higher one wins. */
    public int priority() {
        return priority;
    }

    /** The HTTP methods that it takes; none: all of them. */
    public Set<String> verbs() {
        return verbs;
    }

    /**
     * An HTTP method as one bit, to be compared with {@link #verbBits}. HEAD is GET; those that no route can name share a bit, which is
     * that of the routes that take all.
     */
    public static int verb(String method) {
        return switch (method) {
            case "GET", "HEAD" -> 1;
            case "POST" -> 2;
            case "PUT" -> 4;
            case "DELETE" -> 8;
            case "PATCH" -> 16;
            case "OPTIONS" -> 32;
            default -> Integer.MIN_VALUE;
        };
    }

    /** The bits of all HTTP methods that it takes. */
    public int verbBits() {
        return verbBits;
    }

    /** Whether it asks for nothing but verbs, so that {@link #admits} is true for every request. */
    public boolean unconditional() {
        return clients.isEmpty() && conditions.isEmpty();
    }

    /** Whether client and conditions fit; verbs are not looked at. */
    public boolean admits(RequestAttributes request) {
        return admitsClient(request) && holds(request);
    }

    /** Whether every request that the other rule takes is one that this one takes, for sure; false says nothing. */
    public boolean covers(RouteRule other) {
        boolean anyVerb = verbs.isEmpty() || (!other.verbs.isEmpty() && verbs.containsAll(other.verbs));
        return anyVerb && coversConditions(other) && coversClients(other);
    }

    private boolean coversConditions(RouteRule other) {
        for (Condition mine : conditions) {
            boolean follows = false;
            for (int i = 0; i < other.conditions.size() && !follows; i++) {
                follows = mine.followsFrom(other.conditions.get(i));
            }
            if (!follows) {
                return false;
            }
        }
        return true;
    }

    private boolean coversClients(RouteRule other) {
        return clients.isEmpty()
                || (!other.clients.isEmpty()
                        && other.clients.stream()
                                .allMatch(block -> clients.stream().anyMatch(c -> c.covers(block))));
    }

    @Override
    public int compareTo(RouteRule other) {
        int order = Integer.compare(other.priority, priority);
        order = order != 0 ? order : Boolean.compare(ofService, other.ofService);
        order = order != 0 ? order : Integer.compare(other.weight, weight);
        return order != 0 ? order : id.compareTo(other.id);
    }

    /** What it asks for, on one line. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(id);
        if (!verbs.isEmpty()) {
            out.append(' ').append(String.join(",", verbs.stream().sorted().toList()));
        }
        if (priority != 0) {
            out.append(" priority ").append(priority);
        }
        if (!clients.isEmpty()) {
            out.append(" clients ").append(clients);
        }
        conditions.forEach(condition -> out.append("; ").append(condition));
        return out.toString();
    }

    private boolean admitsClient(RequestAttributes request) {
        if (clients.isEmpty()) {
            return true;
        }
        byte[] client = request.client();
        for (int i = 0; i < clients.size(); i++) {
            if (clients.get(i).contains(client)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(RequestAttributes request) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(request)) {
                return false;
            }
        }
        return true;
    }
}
