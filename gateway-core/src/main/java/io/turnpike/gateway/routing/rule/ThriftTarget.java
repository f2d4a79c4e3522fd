package io.turnpike.gateway.routing.rule;

/**
 * A method of a registered Thrift service.
 *
 * @param service the name of the service
 * @param method the name of one of its methods
 */
public record ThriftTarget(String service, String method) implements RouteTarget {}
