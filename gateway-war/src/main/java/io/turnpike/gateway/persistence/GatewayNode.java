package io.turnpike.gateway.persistence;

import java.time.Instant;

/**
 * A gateway on a database, as it says of itself.
 *
 * @param id made anew at each start
 * @param host name of its machine
 * @param port the port that it is meant to be reached at
 * @param version of the software
 * @param started since when it runs
 * @param revision the revision that it answers requests by
 * @param since since when it does
 * @param seen when it said so, by its own clock
 */
public record GatewayNode(
        String id,
        String host,
        int port,
        String version,
        Instant started,
        long revision,
        Instant since,
        Instant seen) {}
