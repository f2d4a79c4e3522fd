/**
 * Thrift upstreams: generic clients, their connection pools, and how an instance's framing is found.
 *
 * <p>The only package that knows Netty. It translates nothing itself: that is the codec's.
 */
@NullMarked
package io.turnpike.gateway.upstream.thrift;

import org.jspecify.annotations.NullMarked;
