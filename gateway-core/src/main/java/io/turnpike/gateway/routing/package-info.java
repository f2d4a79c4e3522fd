/**
 * Which request goes where: services as registered, routes, the route table, and the immutable snapshot of them all.
 *
 * <p>A request reads one snapshot, once. Nothing here does I/O.
 */
@NullMarked
package io.turnpike.gateway.routing;

import org.jspecify.annotations.NullMarked;
