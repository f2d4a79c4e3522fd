package io.turnpike.gateway.routing;

import io.turnpike.gateway.upstream.Upstream;
import io.turnpike.thrift.json.Parameter;
import java.util.List;

/**
 * A route that fits a request.
 *
 * @param upstream what answers
 * @param pathParameters values of the template segments, decoded
 */
public record RouteMatch(Upstream upstream, List<Parameter> pathParameters) {}
