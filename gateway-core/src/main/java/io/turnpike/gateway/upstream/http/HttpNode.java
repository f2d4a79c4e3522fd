package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.routing.rule.NodeAddress;
import io.turnpike.gateway.upstream.io.FaultLog;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** One node and what is known of it. Safe for use by several threads at once. */
final class HttpNode {

    /** So many connections to one node may be open at once, those being opened included. */
    static final int MAX_CONNECTIONS = 1024;

    /** nginx's {@code fail_timeout}, with its {@code max_fails=1}. */
    private static final long FAILED_NANOS = 10_000_000_000L;

    private final NodeAddress address;
    private final LongSupplier nanoTime;
    private final FaultLog faults;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean healthy = true;
    private volatile boolean retired;
    private volatile boolean failed;
    private volatile long failedNanos;

    HttpNode(NodeAddress address, LongSupplier nanoTime) {
        this.address = address;
        this.nanoTime = nanoTime;
        faults = new FaultLog("HTTP node " + address, nanoTime);
    }

    NodeAddress address() {
        return address;
    }

    FaultLog faults() {
        return faults;
    }

    /** Whether its probes say that it takes requests; true as long as they have said nothing. */
    boolean healthy() {
        return healthy;
    }

    void healthy(boolean now) {
        healthy = now;
    }

    /** Whether it has left the list: it gets no new requests, and its connections are not kept. */
    boolean retired() {
        return retired;
    }

    void retire() {
        retired = true;
    }

    /** Notes that a request has failed on it; for a while it is tried after all others. */
    void failed() {
        failedNanos = nanoTime.getAsLong();
        failed = true;
    }

    boolean failedLately() {
        return failed && nanoTime.getAsLong() - failedNanos < FAILED_NANOS;
    }

    /** Takes the right to open one more connection; false if there are too many. */
    boolean mayConnect() {
        if (connections.incrementAndGet() <= MAX_CONNECTIONS) {
            return true;
        }
        connections.decrementAndGet();
        return false;
    }

    boolean isFull() {
        return connections.get() >= MAX_CONNECTIONS;
    }

    /** A connection has been closed, or never opened. */
    void disconnected() {
        connections.decrementAndGet();
    }

    int connections() {
        return connections.get();
    }
}
