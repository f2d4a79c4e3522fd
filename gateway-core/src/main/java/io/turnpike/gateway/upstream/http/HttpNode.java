package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.routing.rule.NodeAddress;
import io.turnpike.gateway.upstream.io.FaultLog;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One node and what is known of it. Safe for use by several threads at once. */
final class HttpNode {

    /** So many connections to one node may be open at once, those being opened included. */
    static final int MAX_CONNECTIONS = 1024;

    /** nginx's {@code fail_timeout}, with its {@code max_fails=1}. */
    private static final long FAILED_NANOS = 10_000_000_000L;

    private final NodeAddress address;
    private final ClientUsers users;
    private final LongSupplier nanoTime;
    private final FaultLog faults;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean healthy = true;
    private volatile boolean retired;
    private volatile @Nullable Noted lastFailure;
    private volatile @Nullable Noted lastFault;

    /** The last failure, until it has been told that the node answers again. */
    private volatile @Nullable Noted toldFailure;

    private volatile boolean checking;
    private volatile long changedNanos;
    private volatile ProbeRun probeRun;

    /**
     * How its probes go.
     *
     * @param failures the last ones that failed, in a row; 0 if the last has not
     * @param successes the same of those that did not
     * @param dueNanos when the next is to begin
     */
    record ProbeRun(int failures, int successes, long dueNanos) {}

    /** Something that went wrong, in so many words at most. */
    private record Noted(String reason, long nanos) {

        private static final int LONGEST = 200;

        Noted {
            reason = LogText.shortened(reason, LONGEST);
        }
    }

    /**
     * @param users whose node it is, for the log
     * @param probed whether there will be probes of it
     */
    HttpNode(NodeAddress address, ClientUsers users, boolean probed, LongSupplier nanoTime) {
        this.address = address;
        this.users = users;
        this.nanoTime = nanoTime;
        faults = new FaultLog(this::toString, nanoTime);
        checking = probed;
        changedNanos = nanoTime.getAsLong();
        probeRun = new ProbeRun(0, 0, changedNanos);
    }

    /** The same node for another client: what is known of it now is known there; what becomes known later is not. */
    HttpNode of(ClientUsers others) {
        HttpNode copy = new HttpNode(address, others, checking, nanoTime);
        copy.healthy = healthy;
        copy.lastFailure = lastFailure;
        copy.lastFault = lastFault;
        copy.toldFailure = toldFailure;
        copy.changedNanos = changedNanos;
        copy.probeRun = probeRun;
        return copy;
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
        changedNanos = nanoTime.getAsLong();
    }

    /**
     * Notes that a probe has ended.
     *
     * @param fault why it has failed; empty if it has not
     */
    void probed(String fault) {
        if (checking) {
            checking = false;
            changedNanos = nanoTime.getAsLong();
        }
        if (!fault.isEmpty()) {
            lastFault = new Noted(fault, nanoTime.getAsLong());
        }
    }

    /** How its probes go; the probes' own. */
    ProbeRun probeRun() {
        return probeRun;
    }

    void probeRun(ProbeRun now) {
        probeRun = now;
    }

    /** Whether it has left the list: it gets no new requests, and its connections are not kept. */
    boolean retired() {
        return retired;
    }

    void retire() {
        retired = true;
    }

    /**
     * Notes that a request has failed on it; for a while it is tried after all others.
     *
     * @param reason for the operator
     */
    void failed(String reason) {
        Noted now = new Noted(reason, nanoTime.getAsLong());
        lastFault = now;
        lastFailure = now;
        toldFailure = now;
    }

    /**
     * Notes that a request has got a whole answer of it that is no fault. The first one after a failed request and the ten seconds that follow it is
     * told in the log, whoever else has been told of the failure.
     */
    void answered() {
        Noted failure = toldFailure;
        if (failure != null && !failedLately()) {
            toldFailure = null;
            long agoSeconds = (nanoTime.getAsLong() - failure.nanos()) / 1_000_000_000L;
            faults.change(
                    Level.INFO,
                    "answers again, " + Counted.of(agoSeconds, "second") + " after a request failed on it ("
                            + failure.reason() + ")");
        }
    }

    boolean failedLately() {
        Noted failure = lastFailure;
        return failure != null && nanoTime.getAsLong() - failure.nanos() < FAILED_NANOS;
    }

    /** What is known of it now. */
    NodeStatus status(int weight) {
        long now = nanoTime.getAsLong();
        Noted failure = lastFailure;
        Noted fault = lastFault;
        long sinceNanos = now - changedNanos;
        NodeState state = !healthy ? NodeState.UNHEALTHY : checking ? NodeState.CHECKING : NodeState.UP;
        if (healthy && failure != null) {
            long agoNanos = now - failure.nanos();
            state = agoNanos < FAILED_NANOS ? NodeState.UNAVAIL : state;
            sinceNanos = agoNanos < FAILED_NANOS ? agoNanos : Math.min(sinceNanos, agoNanos - FAILED_NANOS);
        }
        return new NodeStatus(
                address,
                weight,
                state,
                Duration.ofNanos(sinceNanos),
                Optional.ofNullable(fault)
                        .map(noted -> new NodeStatus.LastFault(noted.reason(), Duration.ofNanos(now - noted.nanos()))),
                connections.get());
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

    /** What the log calls it. */
    @Override
    public String toString() {
        return "HTTP node " + address + users;
    }
}
