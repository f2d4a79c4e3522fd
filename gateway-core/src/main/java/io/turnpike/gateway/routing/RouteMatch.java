package io.turnpike.gateway.routing;

import io.turnpike.gateway.upstream.Upstream;
import io.turnpike.thrift.json.Parameter;
import java.util.List;

/**
 * A route that fits a request.
 *
 * @param upstream what answers
 * @param pathParameters values of the template segments, decoded
 * @param routeId the id of the operator's route; empty if it is a service's own path, or there is none
 */
public record RouteMatch(Upstream upstream, List<Parameter> pathParameters, String routeId) {

    /** What answers where there is no route. */
    RouteMatch(Upstream upstream) {
        this(upstream, List.of(), "");
    }
}
