/**
 * What every upstream that speaks TCP shares: I/O threads and their buffers, the look-up of names, and the words for what goes wrong
 * there.
 *
 * <p>Nothing here knows a protocol.
 */
@NullMarked
package io.turnpike.gateway.upstream.io;

import org.jspecify.annotations.NullMarked;
