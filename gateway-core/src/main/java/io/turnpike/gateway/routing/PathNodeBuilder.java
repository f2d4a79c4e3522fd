package io.turnpike.gateway.routing;

import io.turnpike.gateway.routing.rule.PathPattern.Kind;
import io.turnpike.gateway.routing.rule.PathPattern.Segment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link PathNode} that still grows; one segment for each. Not safe for use by several threads. */
final class PathNodeBuilder {

    private static final Segment ANY = new Segment(Kind.ONE, "");

    private final Map<String, PathNodeBuilder> literals = new HashMap<>();
    private final Map<String, List<Route>> prefixes = new HashMap<>();
    private final List<Route> rest = new ArrayList<>();
    private final List<Route> here = new ArrayList<>();
    private @Nullable PathNodeBuilder any;

    /**
     * The tree of these routes.
     *
     * @param edge what all their paths begin with; the nodes behind it are built from the segments after it
     * @throws IllegalArgumentException if two of a service take the same requests
     */
    static PathNode build(List<Segment> edge, Collection<Route> routes) {
        PathNodeBuilder root = new PathNodeBuilder();
        for (Route route : routes) {
            root.add(route, edge.size());
        }
        return root.build(edge);
    }

    private void add(Route route, int from) {
        PathNodeBuilder node = this;
        List<Segment> segments = route.path().segments();
        for (Segment segment : segments.subList(from, segments.size())) {
            switch (segment.kind()) {
                case LITERAL -> node = node.literals.computeIfAbsent(segment.text(), text -> new PathNodeBuilder());
                case ONE -> {
                    if (node.any == null) {
                        node.any = new PathNodeBuilder();
                    }
                    node = node.any;
                }
                case PREFIX -> {
                    node.prefixes
                            .computeIfAbsent(segment.text(), text -> new ArrayList<>())
                            .add(route);
                    return;
                }
                case REST -> {
                    node.rest.add(route);
                    return;
                }
            }
        }
        node.here.add(route);
    }

    /** The finished node behind an edge; as long as there is only one way on, the edge goes on. */
    private PathNode build(List<Segment> edge) {
        boolean passage = !edge.isEmpty() && here.isEmpty() && rest.isEmpty() && prefixes.isEmpty();
        if (passage && any == null && literals.size() == 1) {
            Map.Entry<String, PathNodeBuilder> only =
                    literals.entrySet().iterator().next();
            return only.getValue().build(longer(edge, Segment.literal(only.getKey())));
        }
        if (passage && any != null && literals.isEmpty()) {
            return any.build(longer(edge, ANY));
        }
        int top = Integer.MIN_VALUE;
        List<PathNode> nodes = new ArrayList<>();
        for (Map.Entry<String, PathNodeBuilder> entry : literals.entrySet()) {
            PathNode node = entry.getValue().build(List.of(Segment.literal(entry.getKey())));
            nodes.add(node);
            top = Math.max(top, node.topPriority());
        }
        Map<String, RoutesAtPlace> beginnings = new HashMap<>();
        for (Map.Entry<String, List<Route>> entry : prefixes.entrySet()) {
            RoutesAtPlace place = new RoutesAtPlace(entry.getValue());
            beginnings.put(entry.getKey(), place);
            top = Math.max(top, place.topPriority());
        }
        PathNode behindAny = any == null ? null : any.build(List.of(ANY));
        RoutesAtPlace restPlace = rest.isEmpty() ? null : new RoutesAtPlace(rest);
        RoutesAtPlace herePlace = here.isEmpty() ? null : new RoutesAtPlace(here);
        top = behindAny == null ? top : Math.max(top, behindAny.topPriority());
        top = restPlace == null ? top : Math.max(top, restPlace.topPriority());
        top = herePlace == null ? top : Math.max(top, herePlace.topPriority());
        boolean literal = !edge.isEmpty() && edge.get(0).kind() == Kind.LITERAL;
        return new PathNode(
                PathEdge.of(edge),
                edge.size(),
                literal ? PathEdge.hash(edge.get(0).text()) : 0,
                PathNodeTable.of(nodes),
                PathNode.Prefixes.of(beginnings),
                behindAny,
                restPlace,
                herePlace,
                here.size() == 1 ? here.get(0) : null,
                top);
    }

    private static List<Segment> longer(List<Segment> edge, Segment next) {
        List<Segment> longer = new ArrayList<>(edge);
        longer.add(next);
        return List.copyOf(longer);
    }
}
