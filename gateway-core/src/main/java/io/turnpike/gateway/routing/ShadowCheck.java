package io.turnpike.gateway.routing;

import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.HostPattern;
import io.turnpike.gateway.routing.rule.PathPattern;
import io.turnpike.gateway.routing.rule.PathRelation;
import io.turnpike.gateway.routing.rule.RouteRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds routes that are never reached, one route against another and place by place (host and path). What it tells is true for sure. A
 * route that only several others together hide, one whose conditions rule each other out, and what follows only from the meaning of two
 * regular expressions is not found. Of the routes of one place it looks at {@value #MOST_LOOKED_AT}, and it tells of {@value #MOST_TOLD}.
 */
final class ShadowCheck {

    static final int MOST_LOOKED_AT = 1_000;
    static final int MOST_TOLD = 1_000;

    private final RouteTable table;
    private final Function<String, List<Route>> services;

    /** @param services the routes of a service, by its name */
    ShadowCheck(RouteTable table, Function<String, List<Route>> services) {
        this.table = table;
        this.services = services;
    }

    /**
     * Those of the routes that are never reached.
     *
     * @param routes with a route of no service all its places
     */
    List<ShadowedRoute> of(Collection<Route> routes) {
        Set<RouteRule> reached = Collections.newSetFromMap(new IdentityHashMap<>());
        Map<Route, Route> hidden = new LinkedHashMap<>();
        for (Route route : routes) {
            Route before = before(route);
            if (before == null) {
                reached.add(route.rule());
            } else {
                hidden.put(route, before);
            }
        }
        List<ShadowedRoute> shadowed = new ArrayList<>();
        hidden.forEach((route, before) -> {
            if (shadowed.size() < MOST_TOLD) {
                shadowed.add(new ShadowedRoute(
                        route.rule().id(),
                        route.ofService(),
                        route.host().toString(),
                        "/" + route.path(),
                        before.rule().id(),
                        !reached.contains(route.rule())));
            }
        });
        return shadowed;
    }

    /** Whether one route alone may hide another one from view at a place; false is for sure. */
    static boolean mayHide(CheckedRoute first, Route second) {
        RouteRule rule = first.rule();
        if (rule.id().equals(second.rule().id()) || rule.compareTo(second.rule()) >= 0 || !rule.covers(second.rule())) {
            return false;
        }
        boolean higher = rule.priority() > second.priority();
        return anyHost(first.hosts(), second.host(), higher) && anyPath(first.paths(), second.path(), higher);
    }

    private static boolean anyHost(List<HostPattern> hosts, HostPattern other, boolean below) {
        for (HostPattern host : hosts) {
            if (below ? host.covers(other) : host.equals(other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyPath(List<PathPattern> paths, PathPattern other, boolean below) {
        for (PathPattern path : paths) {
            if (below ? PathRelation.covers(path, other) : PathRelation.same(path, other)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Route before(Route route) {
        List<Route> found = new ArrayList<>(1);
        table.cover(route, place -> {
            if (found.isEmpty()) {
                boolean samePlace = place.first().host().equals(route.host())
                        && PathRelation.same(place.first().path(), route.path());
                Route before = place.first(each -> hides(each, route, samePlace), MOST_LOOKED_AT);
                if (before != null) {
                    found.add(before);
                }
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    private boolean hides(Route first, Route second, boolean samePlace) {
        RouteRule rule = first.rule();
        if (rule == second.rule()) {
            return false;
        }
        boolean before = samePlace
                ? rule.compareTo(second.rule()) < 0
                : rule.priority() > second.rule().priority();
        return before && rule.covers(second.rule()) && !(first.ofService() && passedOver(first, second));
    }

    /**
     * Whether a path of a service is passed over for some requests of another route, because a more specific path of the same service
     * is the one that counts, which need not take the verb.
     */
    private boolean passedOver(Route ofService, Route other) {
        String name = ofService.path().segments().get(0).text();
        for (Route sibling : services.apply(name)) {
            if (PathRelation.overlap(sibling.path(), other.path())
                    && PathRelation.order(sibling.path(), ofService.path()) < 0) {
                return true;
            }
        }
        return false;
    }
}
