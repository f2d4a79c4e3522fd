package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.routing.rule.PathPattern;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import java.util.ArrayList;
import java.util.List;

/** Finds routes to what is the gateway's own: their requests would never get as far as to a route. Stateless. */
final class OwnPaths {

    private OwnPaths() {}

    /** A fault for each path of a route whose first segment is one of {@link Names#RESERVED}; its pointer is relative to the route's object. */
    static List<Fault> faults(RouteDefinition route) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < route.uris().size(); i++) {
            String first = first(route.uris().get(i));
            if (Names.RESERVED.contains(first)) {
                faults.add(Fault.at(
                        "/Uris/" + i,
                        "Uris: what begins with /" + first
                                + " is the gateway's own, and no route is asked (expected: another first segment)"));
            }
        }
        return faults;
    }

    /** The text that is the first segment; empty if it is none, or the path is none, which others report. */
    private static String first(String uri) {
        try {
            List<PathPattern.Segment> segments = PathPattern.parseUri(uri).segments();
            return segments.isEmpty() || segments.get(0).kind() != PathPattern.Kind.LITERAL
                    ? ""
                    : segments.get(0).text();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
