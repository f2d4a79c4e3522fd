package io.turnpike.gateway.routing;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The oracle of {@link RouteTable}: looks at every route and takes the one with its templates furthest to the right. */
final class NaiveRouteTable {

    private final List<Route> routes;

    NaiveRouteTable(List<Route> routes) {
        this.routes = routes;
    }

    Route find(List<String> segments) {
        return routes.stream()
                .filter(route -> fits(route.binding().pattern().segments(), segments))
                .min(Comparator.comparing(NaiveRouteTable::rank))
                .orElse(null);
    }

    private static boolean fits(List<PathPattern.Segment> pattern, List<String> segments) {
        return pattern.size() == segments.size()
                && IntStream.range(0, pattern.size()).allMatch(i -> {
                    PathPattern.Segment segment = pattern.get(i);
                    return segment.template()
                            ? !segments.get(i).isEmpty()
                            : segment.text().equals(segments.get(i));
                });
    }

    /** One digit for each segment: 0 for a literal, 1 for a template. */
    private static String rank(Route route) {
        return route.binding().pattern().segments().stream()
                .map(segment -> segment.template() ? "1" : "0")
                .collect(Collectors.joining());
    }
}
