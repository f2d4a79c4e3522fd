/**
 * Thrift messages as bytes: protocols, message boundaries, and the limits that a hostile peer runs into.
 *
 * <p>No JSON and no sockets here.
 */
@NullMarked
package io.turnpike.thrift.protocol;

import org.jspecify.annotations.NullMarked;
