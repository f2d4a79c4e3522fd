/**
 * HTTP/1.1 nodes: requests and answers are passed on as they come, whatever their length.
 *
 * <p>A {@link io.turnpike.gateway.upstream.http.HttpUpstream} turns a client's request into the one that nodes get; its
 * {@link io.turnpike.gateway.upstream.http.HttpClient} has the nodes and their connections. A call stays on one I/O thread, with the
 * connections that it uses, so nothing here needs a lock.
 */
@NullMarked
package io.turnpike.gateway.upstream.http;

import org.jspecify.annotations.NullMarked;
