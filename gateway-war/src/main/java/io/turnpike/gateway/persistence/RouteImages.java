package io.turnpike.gateway.persistence;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.UnusableTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * What a revision has of the routes that it touched. It need not be what a route may be today: rules change, and history does not.
 *
 * @param changed the touched routes as they are from then on, each id once
 * @param removed ids of routes that are gone from then on
 */
public record RouteImages(List<RouteDefinition> changed, List<String> removed) {

    /** No route is touched. */
    public static final RouteImages NONE = new RouteImages(List.of(), List.of());

    public RouteImages {
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /** What a revision is to have of a change. */
    public static RouteImages of(RouteChanges changes) {
        return new RouteImages(
                changes.changed().stream().map(CheckedRoute::definition).toList(), changes.removed());
    }

    /**
     * The change, for whoever puts it into force. A route that cannot be used by the rules of today refuses all requests at its places, so
     * that neither do they go elsewhere nor is what comes after held up.
     *
     * @param revision the number of the revision
     * @param unusable is told of such a route and what is wrong with it
     * @throws UnreadableRevisionException if it cannot be told where a route stands
     */
    public RouteChanges checked(long revision, BiConsumer<String, String> unusable) {
        List<CheckedRoute> checked = new ArrayList<>();
        for (RouteDefinition route : changed) {
            try {
                checked.add(checked(route, unusable));
            } catch (GatewayException e) {
                throw new UnreadableRevisionException("Revision " + revision + " cannot be taken over: the route "
                        + route.id() + " cannot be used: " + reason(e));
            }
        }
        return new RouteChanges(checked, removed);
    }

    /**
     * A stored route by the rules of today, or what refuses all requests at its places.
     *
     * @param unusable is told of one that cannot be used, and of what is wrong with it
     * @throws GatewayException if it cannot be told where it stands
     */
    static CheckedRoute checked(RouteDefinition route, BiConsumer<String, String> unusable) throws GatewayException {
        String reason;
        if (route.target() instanceof UnusableTarget target) {
            reason = target.reason();
        } else {
            try {
                return RouteCompiler.compile(route);
            } catch (GatewayException e) {
                reason = reason(e);
            }
        }
        int priority = Math.max(-RouteCompiler.MAX_PRIORITY, Math.min(RouteCompiler.MAX_PRIORITY, route.priority()));
        CheckedRoute refusing = RouteCompiler.refusing(route.id(), priority, route.uris(), route.hosts(), reason);
        unusable.accept(route.id(), reason);
        return refusing;
    }

    /** What the log says of a route that cannot be used, on one line; {@code where} is what has it. */
    public static String unusable(String id, String where, String reason) {
        return LogText.oneLine("The route " + id + " of " + where
                + " cannot be used, and its requests are answered by 503 until it is mended: " + reason);
    }

    /** All that is wrong with a route, on one line. */
    static String reason(GatewayException problem) {
        return problem.faults().stream().map(Fault::detail).collect(Collectors.joining("; "));
    }

    boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty();
    }
}
