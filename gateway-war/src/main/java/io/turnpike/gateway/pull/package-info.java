/**
 * Pull mode: configurations of plugins for all requests that come from a directory, an HTTP server or S3, in BloomGateway's layout.
 *
 * <p>Here is what is pulled, when it is taken, and the copy of it on this machine. What requests are answered by is elsewhere, and is told
 * by a {@link io.turnpike.gateway.pull.Target}; so is what administrators see of it.
 */
@NullMarked
package io.turnpike.gateway.pull;

import org.jspecify.annotations.NullMarked;
