package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.routing.rule.RequestAttributes;
import io.turnpike.gateway.routing.rule.RequestPath;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteRule;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the table. It either looks for the route that answers, or collects the verbs of all that would if
 * the verb were theirs. Places come in the order of their precedence; a later one counts only with a higher priority. For one thread.
 */
final class RouteSearch {

    private final RequestPath path;
    private final Exchange exchange;
    private final int verb;
    private final @Nullable Set<String> verbs;
    private @Nullable RequestAttributes attributes;
    private @Nullable Route best;
    private int priority = Integer.MIN_VALUE;
    private boolean serviceSeen;

    /** @param verbs where verbs are collected; null to look for a route */
    RouteSearch(RequestPath path, Exchange exchange, @Nullable Set<String> verbs) {
        this.path = path;
        this.exchange = exchange;
        this.verb = RouteRule.verb(exchange.method());
        this.verbs = verbs;
    }

    /** The path of the request. */
    RequestPath path() {
        return path;
    }

    /** The priority that a route must exceed in order to count. */
    int priority() {
        return priority;
    }

    /** The route that was found, or null. */
    @Nullable
    Route best() {
        return best;
    }

    /** Looks at the routes of one place, which fits. */
    void visit(RoutesAtPlace place) {
        boolean serviceDone = serviceSeen;
        boolean done = visit(place.first(), serviceDone);
        Route[] others = place.others();
        for (int i = 0; i < others.length && !done; i++) {
            done = visit(others[i], serviceDone);
        }
    }

    /** Looks at the only route of a place, which fits. */
    void visit(Route route) {
        visit(route, serviceSeen);
    }

    /** Whether those that come later at the same place do not count any more. */
    private boolean visit(Route route, boolean serviceDone) {
        if (verbs == null && route.priority() <= priority) {
            return true;
        }
        if (route.ofService()) {
            serviceSeen = true;
            if (serviceDone) {
                return false;
            }
        }
        if (verbs != null) {
            collect(route, verbs);
            return false;
        }
        boolean found = route.takes(verb) && admits(route);
        if (found) {
            best = route;
            priority = route.priority();
        }
        return found;
    }

    private void collect(Route route, Set<String> into) {
        boolean refused = route.ofService() && route.refuses();
        if (!refused && admits(route)) {
            Set<String> some = route.rule().verbs();
            into.addAll(some.isEmpty() ? RouteCompiler.VERBS : some);
        }
    }

    private boolean admits(Route route) {
        if (route.unconditional()) {
            return true;
        }
        RequestAttributes read = attributes;
        if (read == null) {
            read = new RequestAttributes(exchange);
            attributes = read;
        }
        return route.rule().admits(read);
    }
}
