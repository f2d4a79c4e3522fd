/**
 * MicroProfile Health: the checks, and the resource that answers them on the gateway's own port.
 *
 * <p>Checks look at state that others keep; they never do I/O of their own.
 */
@NullMarked
package io.turnpike.gateway.health;

import org.jspecify.annotations.NullMarked;
