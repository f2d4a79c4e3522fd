package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.routing.rule.HostPattern;
import io.turnpike.gateway.routing.rule.PathPattern;
import io.turnpike.gateway.routing.rule.RequestPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every route, those that operators have made and the paths of services, as a radix tree over host and path.
 *
 * <p>Of the routes that fit a request the one wins that comes first by: the higher priority; the more specific host (a name, then the
 * longest name with a star, then any); the more specific path (see {@link PathNode}); a route before a service's own path; more
 * conditions, where a list of clients and one of verbs count as one each; the lesser id. A route whose verbs, clients or conditions do
 * not fit is passed over. Of one service only the path that fits best counts: it is chosen first and the verb afterwards, so that a path
 * which does not take the verb is not passed over for a vaguer one of the same service.
 *
 * <p>The time that a search takes depends on the segments of the path and on how many routes share one place, host and path, but not on
 * how many there are in all, with one exception: where a text and a template stand side by side at each of {@code k} segments, a search may
 * have to look into all 2 to the {@code k} branches that operators have made there. The hosts are looked at only where there is a route with a host. Immutable; a change shares with the table before
 * all subtrees that it does not touch.
 */
final class RouteTable {

    static final RouteTable EMPTY = new RouteTable(PathTree.EMPTY, Map.of(), null, List.of());

    private final PathTree anyHost;
    private final Map<HostPattern, PathTree> trees;
    private final @Nullable HostNode hosts;
    private final List<Route> routes;

    private RouteTable(
            PathTree anyHost, Map<HostPattern, PathTree> trees, @Nullable HostNode hosts, List<Route> routes) {
        this.anyHost = anyHost;
        this.trees = trees;
        this.hosts = hosts;
        this.routes = routes;
    }

    /**
     * The table of these routes, which shares with this one whatever is the same.
     *
     * @param services the routes of each service, by its name, which their paths begin with; the same list stands for the same routes
     * @param others the routes of no service
     * @throws IllegalArgumentException if two of a service take the same requests
     */
    RouteTable with(Map<String, List<Route>> services, List<Route> others) {
        if (others.equals(routes)) {
            return new RouteTable(anyHost.with(services), trees, hosts, routes);
        }
        Map<HostPattern, List<Route>> byHost = new HashMap<>();
        for (Route route : others) {
            byHost.computeIfAbsent(route.host(), host -> new ArrayList<>()).add(route);
        }
        List<Route> onAny = byHost.remove(HostPattern.ANY);
        PathTree any = anyHost.with(services, onAny == null ? List.of() : onAny);
        Map<HostPattern, PathTree> next = new HashMap<>();
        byHost.forEach((host, list) ->
                next.put(host, trees.getOrDefault(host, PathTree.EMPTY).with(Map.of(), list)));
        return new RouteTable(any, next, next.isEmpty() ? null : HostNode.of(next), List.copyOf(others));
    }

    /** The route that answers a request, or null if none does. */
    @Nullable
    Route find(RequestPath path, Exchange exchange) {
        RouteSearch search = new RouteSearch(path, exchange, null);
        search(search, exchange);
        return search.best();
    }

    /** The verbs by which a request would find a route; none if there is none whatever the verb. */
    Set<String> verbs(RequestPath path, Exchange exchange) {
        Set<String> verbs = new TreeSet<>();
        search(new RouteSearch(path, exchange, verbs), exchange);
        return verbs;
    }

    /** Hands out every place that takes whatever a place takes, that place included. */
    void cover(Route route, Consumer<RoutesAtPlace> found) {
        if (hosts != null && !route.host().equals(HostPattern.ANY)) {
            hosts.cover(route.host(), tree -> tree.cover(route.path().segments(), found));
        }
        anyHost.cover(route.path().segments(), found);
    }

    /** Whether the path of a place begins with a text; the requests of any other may be those of places all over the table. */
    static boolean isNarrow(Route route) {
        List<PathPattern.Segment> path = route.path().segments();
        return !path.isEmpty() && path.get(0).kind() == PathPattern.Kind.LITERAL;
    }

    /**
     * Hands out every place whose requests a place takes, that place included: the opposite of {@link #cover}.
     *
     * @param route a {@link #isNarrow} one
     */
    void within(Route route, Consumer<RoutesAtPlace> found) {
        List<PathPattern.Segment> path = route.path().segments();
        if (route.host().equals(HostPattern.ANY)) {
            anyHost.within(path, found);
        }
        trees.forEach((host, tree) -> {
            if (route.host().covers(host)) {
                tree.within(path, found);
            }
        });
    }

    /** The routes of no service, each once for each of its places. */
    Collection<Route> routes() {
        return routes;
    }

    /** The tree behind the first segment of a path, on any host; null if there is none. */
    @Nullable
    PathNode behind(String first) {
        return anyHost.behind(first);
    }

    /** The tree of every host, the ones that are named first; a line for each edge, indented by depth. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        Map<String, PathTree> named = new TreeMap<>();
        trees.forEach((host, tree) -> named.put(host.toString(), tree));
        named.forEach((host, tree) -> {
            out.append(host).append('\n');
            tree.draw(out, "  ");
        });
        anyHost.draw(out, "");
        return out.toString();
    }

    private void search(RouteSearch search, Exchange exchange) {
        HostNode named = hosts;
        if (named != null) {
            String host = HostPattern.ofHeader(exchange.headers().first("Host"));
            if (host != null) {
                named.find(host, host.length(), tree -> tree.find(search));
            }
        }
        anyHost.find(search);
    }
}
