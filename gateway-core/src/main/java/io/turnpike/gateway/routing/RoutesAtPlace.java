package io.turnpike.gateway.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The routes that share host and path, in the order of their precedence; those of a service stand together. Immutable. */
final class RoutesAtPlace {

    private static final Route[] NONE = {};

    private final Route first;
    private final Route[] others;
    private final int topPriority;

    /**
     * @param all one at least
     * @throws IllegalArgumentException if two of a service take the same requests
     */
    RoutesAtPlace(Collection<Route> all) {
        Map<String, Route> byVerb = new HashMap<>();
        for (Route route : all) {
            if (route.ofService()) {
                for (String verb : route.rule().verbs()) {
                    Route earlier = byVerb.putIfAbsent(verb, route);
                    if (earlier != null) {
                        throw new IllegalArgumentException(
                                verb + ' ' + route.path() + " takes the same requests as " + earlier.path());
                    }
                }
            }
        }
        List<Route> sorted =
                all.stream().sorted(Comparator.comparing(Route::rule)).toList();
        first = sorted.get(0);
        others = sorted.size() == 1 ? NONE : sorted.subList(1, sorted.size()).toArray(Route[]::new);
        topPriority = first.priority();
    }

    /** The route that comes first. */
    Route first() {
        return first;
    }

    /** All but the first one, in their order. Not to be changed. */
    Route[] others() {
        return others;
    }

    /** Hands out each route. */
    void forEach(Consumer<Route> found) {
        found.accept(first);
        for (Route other : others) {
            found.accept(other);
        }
    }

    /** The first of the routes that is wanted; null if there is none among the first so many. */
    @Nullable
    Route first(Predicate<Route> wanted, int most) {
        if (wanted.test(first)) {
            return first;
        }
        for (int i = 0; i < others.length && i < most - 1; i++) {
            if (wanted.test(others[i])) {
                return others[i];
            }
        }
        return null;
    }

    /** The highest priority of any route here. */
    int topPriority() {
        return topPriority;
    }

    /** Offers the routes to a search, unless none has a higher priority than what it has found. */
    void offer(RouteSearch search) {
        if (topPriority > search.priority()) {
            search.visit(this);
        }
    }

    /** Each route, and of a service the verbs of each method, such as {@code GET,POST -> queryAsset}. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        Map<String, String> ofService = new LinkedHashMap<>();
        List<Route> routes = new ArrayList<>(List.of(first));
        Collections.addAll(routes, others);
        for (Route route : routes) {
            if (route.ofService()) {
                for (String verb : route.rule().verbs().stream().sorted().toList()) {
                    ofService.merge(route.target(), verb, (former, next) -> former + ',' + next);
                }
            } else {
                lines.add('[' + route.rule().toString() + "] -> " + route.target());
            }
        }
        ofService.forEach((target, verbs) -> lines.add(verbs + " -> " + target));
        return String.join(", ", lines);
    }
}
