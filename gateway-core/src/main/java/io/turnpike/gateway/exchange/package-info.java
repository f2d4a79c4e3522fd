/**
 * One request and its answer, free of any server: exchange, response, and every error that the gateway itself answers with.
 *
 * <p>No routing, no Thrift, no Netty and no Jakarta type may show up here.
 */
@NullMarked
package io.turnpike.gateway.exchange;

import org.jspecify.annotations.NullMarked;
