/**
 * The mapping between JSON and Thrift, in both directions, bytes to bytes in one pass.
 *
 * <p>Every rule of the mapping stands here and nowhere else. No HTTP and no sockets here.
 */
@NullMarked
package io.turnpike.thrift.json;

import org.jspecify.annotations.NullMarked;
