package io.turnpike.gateway.routing;

import io.turnpike.gateway.routing.rule.PathPattern.Kind;
import io.turnpike.gateway.routing.rule.PathPattern.Segment;
import io.turnpike.gateway.routing.rule.RequestPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The paths of a host: a radix tree (see {@link PathNode}), the subtrees of whose first literal segments are built one by one, so that a
 * change costs only the subtrees it touches and all others are shared with the tree before. Immutable.
 */
final class PathTree {

    static final PathTree EMPTY =
            new PathTree(List.of(), Map.of(), List.of(), PathNodeBuilder.build(List.of(), List.of()));

    /** The routes of no service, as the tree was made of them. */
    private final List<Route> others;

    private final Map<String, Subtree> subtrees;
    /** The nodes of the subtrees once more: a search needs nothing else of them. */
    private final @Nullable PathNode[] nodes;

    /** Paths whose first segment is no literal, and {@code /}. */
    private final List<Route> open;

    private final PathNode openNode;
    private final int topPriority;

    /**
     * What begins with a literal.
     *
     * @param ofService the routes of the service of this name; none if there is no such service
     * @param others all others
     */
    private record Subtree(List<Route> ofService, List<Route> others, PathNode node) {}

    private PathTree(List<Route> others, Map<String, Subtree> subtrees, List<Route> open, PathNode openNode) {
        this.others = others;
        this.subtrees = subtrees;
        this.nodes =
                PathNodeTable.of(subtrees.values().stream().map(Subtree::node).toList());
        this.open = open;
        this.openNode = openNode;
        int top = openNode.topPriority();
        for (Subtree subtree : subtrees.values()) {
            top = Math.max(top, subtree.node().topPriority());
        }
        topPriority = top;
    }

    /**
     * The tree of these routes, which shares with this one whatever is the same.
     *
     * @param services the routes of each service; the same list stands for the same routes
     * @param others the routes of no service
     */
    PathTree with(Map<String, List<Route>> services, List<Route> others) {
        if (others.equals(this.others)) {
            return with(services);
        }
        Map<String, List<Route>> othersByFirst = new HashMap<>();
        List<Route> nextOpen = new ArrayList<>();
        for (Route route : others) {
            List<Segment> segments = route.path().segments();
            if (segments.isEmpty() || segments.get(0).kind() != Kind.LITERAL) {
                nextOpen.add(route);
            } else {
                othersByFirst
                        .computeIfAbsent(segments.get(0).text(), text -> new ArrayList<>())
                        .add(route);
            }
        }
        PathNode node = nextOpen.equals(open) ? openNode : PathNodeBuilder.build(List.of(), nextOpen);
        return new PathTree(List.copyOf(others), subtrees(services, othersByFirst), nextOpen, node);
    }

    /** The tree of these routes of services and the same of no service. */
    PathTree with(Map<String, List<Route>> services) {
        Map<String, List<Route>> othersByFirst = new HashMap<>();
        subtrees.forEach((first, subtree) -> {
            if (!subtree.others().isEmpty()) {
                othersByFirst.put(first, subtree.others());
            }
        });
        Map<String, Subtree> next = subtrees(services, othersByFirst);
        return next.equals(subtrees) ? this : new PathTree(others, next, open, openNode);
    }

    private Map<String, Subtree> subtrees(Map<String, List<Route>> services, Map<String, List<Route>> othersByFirst) {
        Map<String, Subtree> next = new HashMap<>((services.size() + othersByFirst.size()) * 4 / 3 + 1);
        services.forEach((name, routes) -> {
            if (!routes.isEmpty()) {
                next.put(name, subtree(name, routes, othersByFirst.getOrDefault(name, List.of())));
            }
        });
        othersByFirst.forEach((first, routes) -> {
            if (!next.containsKey(first)) {
                next.put(first, subtree(first, List.of(), routes));
            }
        });
        return next;
    }

    private Subtree subtree(String first, List<Route> ofService, List<Route> others) {
        Subtree former = subtrees.get(first);
        if (former != null && former.ofService() == ofService && former.others().equals(others)) {
            return former;
        }
        List<Route> all = new ArrayList<>(ofService);
        all.addAll(others);
        return new Subtree(ofService, others, PathNodeBuilder.build(List.of(Segment.literal(first)), all));
    }

    /** Looks for routes of a request's path. */
    void find(RouteSearch search) {
        if (topPriority <= search.priority()) {
            return;
        }
        RequestPath path = search.path();
        PathNode node = path.count() == 0 ? null : PathNodeTable.find(nodes, path, 0);
        if (node != null) {
            node.find(search, 0, 1);
        }
        openNode.find(search, 0, 0);
    }

    /** Hands out every place that takes whatever a pattern takes. */
    void cover(List<Segment> pattern, Consumer<RoutesAtPlace> found) {
        Subtree subtree = pattern.isEmpty() || pattern.get(0).kind() != Kind.LITERAL
                ? null
                : subtrees.get(pattern.get(0).text());
        if (subtree != null) {
            subtree.node().cover(pattern, 0, found);
        }
        openNode.cover(pattern, 0, found);
    }

    /** Hands out every place whose requests a pattern takes, which begins with a literal: the opposite of {@link #cover}. */
    void within(List<Segment> pattern, Consumer<RoutesAtPlace> found) {
        Subtree subtree = subtrees.get(pattern.get(0).text());
        if (subtree != null) {
            subtree.node().within(pattern, 0, found);
        }
    }

    /** What lies behind a first segment; null if nothing does. */
    @Nullable
    PathNode behind(String first) {
        return PathNodeTable.find(nodes, first);
    }

    /** The tree, a line for each edge, indented by depth. */
    void draw(StringBuilder out, String indent) {
        new TreeMap<>(subtrees).values().forEach(subtree -> subtree.node().draw(out, indent));
        openNode.draw(out, indent);
    }
}
