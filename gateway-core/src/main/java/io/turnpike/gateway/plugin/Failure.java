package io.turnpike.gateway.plugin;

import io.turnpike.gateway.exchange.GatewayException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a request, before its client has seen anything of an answer.
 *
 * @param status the status that the client would get: the upstream's, 500 to 599, or that of {@code problem}
 * @param problem what the gateway would say; null if it is the upstream that has answered
 * @param retries how many places error plugins have sent the request to so far
 */
public record Failure(int status, @Nullable GatewayException problem, int retries) {}
