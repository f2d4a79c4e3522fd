package io.turnpike.gateway.routing.rule;

/**
 * Nowhere: the route as it is stored cannot be used, and all that its requests get is that.
 *
 * @param reason what is wrong with it
 */
public record UnusableTarget(String reason) implements RouteTarget {}
