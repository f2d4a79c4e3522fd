package io.turnpike.gateway.routing;

import io.turnpike.gateway.upstream.Upstream;

/**
 * A path of a service, with all that answering its requests takes.
 *
 * @param binding the path, its verbs and its method
 * @param upstream what answers
 */
record Route(PathBinding binding, Upstream upstream) {}
