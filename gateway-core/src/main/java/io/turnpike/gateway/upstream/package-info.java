/**
 * What a route leads to.
 *
 * <p>One package below for each kind of upstream.
 */
@NullMarked
package io.turnpike.gateway.upstream;

import org.jspecify.annotations.NullMarked;
