/**
 * Puts the application together: CDI producers, start and stop in order.
 *
 * <p>No request is handled here.
 */
@NullMarked
package io.turnpike.gateway.bootstrap;

import org.jspecify.annotations.NullMarked;
