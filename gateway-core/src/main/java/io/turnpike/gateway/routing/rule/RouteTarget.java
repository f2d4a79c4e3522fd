package io.turnpike.gateway.routing.rule;

/** Where a route leads. */
public sealed interface RouteTarget permits ThriftTarget, HttpTarget, UnusableTarget {}
