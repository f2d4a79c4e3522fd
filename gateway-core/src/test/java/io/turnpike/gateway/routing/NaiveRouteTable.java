package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.routing.rule.HostPattern;
import io.turnpike.gateway.routing.rule.PathPattern;
import io.turnpike.gateway.routing.rule.PathPattern.Kind;
import io.turnpike.gateway.routing.rule.RequestAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The oracle of {@link RouteTable}: looks at every route and sorts those that fit by the order that is documented there. */
final class NaiveRouteTable {

    private static final Comparator<Route> PRECEDENCE = Comparator.comparing(
                    (Route r) -> -r.rule().priority())
            .thenComparing(NaiveRouteTable::hostRank)
            .thenComparing(NaiveRouteTable::pathRank)
            .thenComparing(Route::rule);

    private final List<Route> routes;

    NaiveRouteTable(List<Route> routes) {
        this.routes = routes;
    }

    Route find(List<String> segments, Exchange exchange) {
        String verb = exchange.method().equals("HEAD") ? "GET" : exchange.method();
        return fitting(segments, exchange).stream()
                .filter(route ->
                        route.rule().verbs().isEmpty() || route.rule().verbs().contains(verb))
                .min(PRECEDENCE)
                .orElse(null);
    }

    Set<String> verbs(List<String> segments, Exchange exchange) {
        Set<String> verbs = new TreeSet<>();
        for (Route route : fitting(segments, exchange)) {
            verbs.addAll(
                    route.rule().verbs().isEmpty()
                            ? Set.of("GET", "POST", "PUT", "DELETE", "PATCH")
                            : route.rule().verbs());
        }
        return verbs;
    }

    /** All that fit but for the verb; of a service only those of the path that fits best. */
    private List<Route> fitting(List<String> segments, Exchange exchange) {
        List<Route> fitting = new ArrayList<>();
        for (Route route : routes) {
            if (hostFits(route.host(), exchange.headers().first("Host"))
                    && pathFits(route.path().segments(), segments)
                    && route.rule().admits(new RequestAttributes(exchange))) {
                fitting.add(route);
            }
        }
        String best = fitting.stream()
                .filter(route -> route.rule().ofService())
                .map(NaiveRouteTable::pathRank)
                .min(Comparator.naturalOrder())
                .orElse("");
        fitting.removeIf(route -> route.rule().ofService() && !pathRank(route).equals(best));
        return fitting;
    }

    private static boolean hostFits(HostPattern pattern, String host) {
        if (pattern.equals(HostPattern.ANY)) {
            return true;
        }
        return host != null && (pattern.below() ? host.endsWith("." + pattern.name()) : host.equals(pattern.name()));
    }

    private static boolean pathFits(List<PathPattern.Segment> pattern, List<String> segments) {
        for (int i = 0; i < pattern.size(); i++) {
            PathPattern.Segment segment = pattern.get(i);
            if (segment.kind() == Kind.REST) {
                return true;
            }
            if (i == segments.size()) {
                return false;
            }
            String actual = segments.get(i);
            if (segment.kind() == Kind.PREFIX) {
                return actual.startsWith(segment.text());
            }
            if (segment.kind() == Kind.ONE ? actual.isEmpty() : !actual.equals(segment.text())) {
                return false;
            }
        }
        return pattern.size() == segments.size();
    }

    /** An exact host before one with a star, of those the longer name first, and any host last. */
    private static int hostRank(Route route) {
        HostPattern host = route.host();
        if (host.equals(HostPattern.ANY)) {
            return 1_000;
        }
        return host.below() ? 999 - host.name().length() : 0;
    }

    /** Two characters for each segment: what it is, and of a beginning how short it is. */
    private static String pathRank(Route route) {
        return route.path().segments().stream()
                .map(segment -> switch (segment.kind()) {
                    case LITERAL -> "a ";
                    case PREFIX -> "b" + (char) ('z' - segment.text().length());
                    case ONE -> "c ";
                    case REST -> "d ";
                })
                .collect(Collectors.joining());
    }
}
