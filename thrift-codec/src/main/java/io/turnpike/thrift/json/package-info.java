/**
 * The mapping between JSON and Thrift, in both directions, bytes to bytes in one pass.
 *
 * <p>Every rule of the mapping stands here and nowhere else. Of HTTP it knows names only: which field is bound to
 * which header, cookie, query parameter or status. No sockets here.
 */
@NullMarked
package io.turnpike.thrift.json;

import org.jspecify.annotations.NullMarked;
