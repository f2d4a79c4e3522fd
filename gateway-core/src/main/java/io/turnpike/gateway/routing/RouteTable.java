package io.turnpike.gateway.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The paths of one service as a radix tree whose symbols are whole segments: an edge is a literal segment, or the one
 * template edge that a node may have, and a chain of nodes without a choice between them is one edge.
 *
 * <p>Of several paths that fit, the one wins that has a literal where the others have a template, at the leftmost segment
 * where they differ. So the search takes the literal edge first and goes back to the template edge if that leads nowhere. A
 * node is visited at most once for a request, because its depth says which segment it is asked for. The path is chosen first
 * and the verb afterwards: a path that fits better but does not take the verb is not passed over.
 *
 * <p>Immutable; made by {@link #of} and drawn by {@link #toString}.
 */
final class RouteTable {

    private final Node root;

    private RouteTable(Node root) {
        this.root = root;
    }

    /**
     * The table of these routes.
     *
     * @throws IllegalArgumentException if two of them take the same requests
     */
    static RouteTable of(Collection<Route> routes) {
        Builder builder = new Builder();
        for (Route route : routes) {
            builder.add(route);
        }
        return new RouteTable(builder.build(List.of()));
    }

    /** The routes of the path that fits best, or null if none does. */
    @Nullable
    PathRoutes find(List<String> segments) {
        return root.find(segments, 0);
    }

    /** The tree, a line for each edge, indented by depth. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        root.draw(out, "");
        return out.toString();
    }

    /** An edge and what lies behind it; the root's edge is empty. */
    private record Node(
            List<PathPattern.Segment> edge,
            Map<String, Node> literals,
            @Nullable Node template,
            @Nullable PathRoutes routes) {

        @Nullable
        PathRoutes find(List<String> segments, int from) {
            int at = from + edge.size();
            if (at > segments.size() || !edgeFits(segments, from)) {
                return null;
            }
            if (at == segments.size()) {
                return routes;
            }
            Node literal = literals.get(segments.get(at));
            PathRoutes found = literal == null ? null : literal.find(segments, at);
            return found != null || template == null ? found : template.find(segments, at);
        }

        private boolean edgeFits(List<String> segments, int from) {
            for (int i = 0; i < edge.size(); i++) {
                PathPattern.Segment expected = edge.get(i);
                String actual = segments.get(from + i);
                if (expected.template() ? actual.isEmpty() : !expected.text().equals(actual)) {
                    return false;
                }
            }
            return true;
        }

        void draw(StringBuilder out, String indent) {
            String deeper = indent;
            if (!edge.isEmpty()) {
                out.append(indent);
                edge.forEach(s -> out.append('/').append(s.template() ? "{}" : s.text()));
                out.append(routes == null ? "" : "  " + routes).append('\n');
                deeper = indent + "  ";
            }
            for (Node literal : new TreeMap<>(literals).values()) {
                literal.draw(out, deeper);
            }
            if (template != null) {
                template.draw(out, deeper);
            }
        }
    }

    /** A node that still grows; one segment for each. */
    private static final class Builder {
        private static final PathPattern.Segment ANY = new PathPattern.Segment("", true);

        private final Map<String, Builder> literals = new HashMap<>();
        private final Map<String, Route> routes = new HashMap<>();
        private @Nullable Builder template;

        void add(Route route) {
            Builder node = this;
            for (PathPattern.Segment segment : route.binding().pattern().segments()) {
                node = node.child(segment);
            }
            for (String verb : route.binding().verbs()) {
                Route earlier = node.routes.putIfAbsent(verb, route);
                if (earlier != null) {
                    throw new IllegalArgumentException(
                            route.binding() + " takes the same requests as " + earlier.binding());
                }
            }
        }

        private Builder child(PathPattern.Segment segment) {
            if (!segment.template()) {
                return literals.computeIfAbsent(segment.text(), text -> new Builder());
            }
            if (template == null) {
                template = new Builder();
            }
            return template;
        }

        /** The finished node behind an edge; as long as there is only one way on, the edge goes on. */
        Node build(List<PathPattern.Segment> edge) {
            boolean passage = !edge.isEmpty() && routes.isEmpty();
            if (passage && template == null && literals.size() == 1) {
                Map.Entry<String, Builder> only = literals.entrySet().iterator().next();
                return only.getValue().build(longer(edge, new PathPattern.Segment(only.getKey(), false)));
            }
            if (passage && template != null && literals.isEmpty()) {
                return template.build(longer(edge, ANY));
            }
            Map<String, Node> nodes = new HashMap<>();
            literals.forEach(
                    (text, builder) -> nodes.put(text, builder.build(List.of(new PathPattern.Segment(text, false)))));
            return new Node(
                    edge,
                    Map.copyOf(nodes),
                    template == null ? null : template.build(List.of(ANY)),
                    routes.isEmpty() ? null : new PathRoutes(routes));
        }

        private static List<PathPattern.Segment> longer(List<PathPattern.Segment> edge, PathPattern.Segment next) {
            List<PathPattern.Segment> longer = new ArrayList<>(edge);
            longer.add(next);
            return List.copyOf(longer);
        }
    }
}
