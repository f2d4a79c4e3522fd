package io.turnpike.gateway.plugin.trafficsplit;

import io.turnpike.gateway.plugin.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * One of the places of a rule.
 *
 * @param id what it is, the same on all nodes and in all revisions; the empty text is the route's own upstream
 * @param endpoint where it leads; null is the route's own upstream
 * @param weight its share, 1 or more
 */
record Choice(String id, @Nullable Endpoint endpoint, int weight) {}
