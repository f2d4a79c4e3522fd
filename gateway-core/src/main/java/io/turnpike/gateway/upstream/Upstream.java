package io.turnpike.gateway.upstream;

/** What answers the requests of a route. Safe for use by several threads at once. */
public sealed interface Upstream permits BufferedUpstream, StreamedUpstream {}
