package io.turnpike.gateway.upstream.thrift;

import io.turnpike.thrift.protocol.ProtocolLimits;
import java.time.Duration;

/**
 * How a generic client behaves.
 *
 * @param dialect how the service's servers speak
 * @param callTimeout longest time from the call's arrival to its answer, waiting for a connection included
 * @param connectTimeout longest time for a TCP connect
 * @param maxConnectionsPerInstance most connections to one instance; a Thrift connection carries one call at a time
 * @param maxPendingCalls most calls per service that wait for a connection; beyond it calls are refused at once
 * @param idleTimeout a pooled connection unused for so long is closed
 * @param probeInterval how often an instance that cannot be reached is tried again
 * @param limits what a reply may cost at most
 */
public record ThriftClientOptions(
        Dialect dialect,
        Duration callTimeout,
        Duration connectTimeout,
        int maxConnectionsPerInstance,
        int maxPendingCalls,
        Duration idleTimeout,
        Duration probeInterval,
        ProtocolLimits limits) {

    /** @throws IllegalArgumentException if a number or a duration is not positive */
    public ThriftClientOptions {
        requirePositive("callTimeout", callTimeout);
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("maxConnectionsPerInstance", maxConnectionsPerInstance);
        requirePositive("maxPendingCalls", maxPendingCalls);
        requirePositive("idleTimeout", idleTimeout);
        requirePositive("probeInterval", probeInterval);
    }

    public static final ThriftClientOptions DEFAULTS = new ThriftClientOptions(
            Dialect.DEFAULT,
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            8192,
            16_384,
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            ProtocolLimits.DEFAULTS);

    /** How the service's servers frame messages. */
    public Framing framing() {
        return dialect.framing();
    }

    /** The same with another framing. */
    public ThriftClientOptions withFraming(Framing newFraming) {
        return withDialect(dialect.withFraming(newFraming));
    }

    /** The same for servers that speak otherwise. */
    public ThriftClientOptions withDialect(Dialect newDialect) {
        return new ThriftClientOptions(
                newDialect,
                callTimeout,
                connectTimeout,
                maxConnectionsPerInstance,
                maxPendingCalls,
                idleTimeout,
                probeInterval,
                limits);
    }

    /** The same with another call timeout. */
    public ThriftClientOptions withCallTimeout(Duration newTimeout) {
        return new ThriftClientOptions(
                dialect,
                newTimeout,
                connectTimeout,
                maxConnectionsPerInstance,
                maxPendingCalls,
                idleTimeout,
                probeInterval,
                limits);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }
}
