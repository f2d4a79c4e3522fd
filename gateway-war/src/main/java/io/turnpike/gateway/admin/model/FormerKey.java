package io.turnpike.gateway.admin.model;

import java.time.Instant;

/**
 * A key that has been replaced and is good for a while yet, so that servers can be given the new one in turn.
 *
 * @param apiKeyHash SHA-256 of the key in lower-case hex
 * @param until it is refused from then on
 */
public record FormerKey(String apiKeyHash, Instant until) {}
