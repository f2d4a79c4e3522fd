package io.turnpike.gateway.routing.rule;

import java.util.Collections;
import java.util.Comparator;

/**
 * The order in which routes are to be shown: of two that fit a request, the one that answers it comes first, where each has one host and
 * one path. Of a route with several the most specific host and the most specific path count. Stateless.
 */
public final class RouteOrder implements Comparator<CheckedRoute> {

    private static final Comparator<HostPattern> HOSTS = Comparator.comparing(
                    (HostPattern host) -> host.equals(HostPattern.ANY))
            .thenComparing(HostPattern::below)
            .thenComparing(host -> host.below() ? -host.name().length() : 0);

    @Override
    public int compare(CheckedRoute one, CheckedRoute other) {
        int order = Integer.compare(other.rule().priority(), one.rule().priority());
        order = order != 0
                ? order
                : HOSTS.compare(Collections.min(one.hosts(), HOSTS), Collections.min(other.hosts(), HOSTS));
        order = order != 0
                ? order
                : PathRelation.order(
                        Collections.min(one.paths(), PathRelation::order),
                        Collections.min(other.paths(), PathRelation::order));
        return order != 0 ? order : one.rule().compareTo(other.rule());
    }
}
