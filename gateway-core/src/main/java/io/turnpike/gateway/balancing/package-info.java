/**
 * Which of the live instances of a service takes the next call.
 *
 * <p>Pure choice: nothing here opens a connection.
 */
@NullMarked
package io.turnpike.gateway.balancing;

import org.jspecify.annotations.NullMarked;
