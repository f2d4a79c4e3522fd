package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.upstream.io.FaultLog;
import io.turnpike.registry.ServiceInstance;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the pool knows of one instance, and its connections. Guarded by the pool's lock, except for {@link #faults}.
 *
 * <p>Many servers serve as many connections at a time as they have threads (one in {@code TSimpleServer}, ten in Python's
 * {@code TThreadPoolServer}), each until it is closed. A further connection is accepted by the kernel, but nobody reads it, so
 * its call would starve while served connections idle in the pool. Such a call cannot be moved: the server finds it in the
 * queue later. Therefore a connection that has never answered, and is silent for longer than calls take here, is made room
 * for by closing an idle or newly free connection of the same instance; see {@link #mayStarve}.
 */
final class Endpoint {

    /** Connects under way at once; a burst of more overflows the listen queue of many servers, which then look dead. */
    static final int MAX_CONNECTING = 128;

    /** A first call is never taken for starving before. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int MAX_BACKOFF_SHIFT = 5;

    /** After so many faster answers, as a power of two, a slow one is mostly forgotten. */
    private static final int FORGET_SHIFT = 6;

    final Chain<ThriftConnection> idle = new Chain<>();
    EndpointState state = EndpointState.PROBING;
    Framing framing;

    /** Whether the framing is known from an answer of the server, rather than assumed or doubted. */
    boolean framingProven;

    /** Where it was reached; set as long as it is reachable. */
    @Nullable
    InetSocketAddress address;

    /** Established connections, idle ones included. */
    int open;

    int connecting;

    /** Whether no connection is opened for a moment because the last try failed for a reason that passes. */
    boolean paused;

    /** Whether it is no longer registered. */
    boolean retired;

    boolean probing;
    long lastProbeNanos;
    long nextProbeNanos;

    /** How many probes in a row have not found the framing. */
    int unprovenProbes;

    /** The connections that carry a call and have never answered one, in the order in which they got it. */
    private final Chain<ThriftConnection> untried = new Chain<>();

    private int served;
    private int mostServed;
    private long slowNanos;
    private boolean madeRoom;
    private long madeRoomNanos;
    private ServiceInstance instance;
    private final int maxConnections;
    private final FaultLog faults;

    Endpoint(ServiceInstance instance, ThriftClientOptions options, FaultLog faults) {
        this.instance = instance;
        this.maxConnections = options.maxConnectionsPerInstance();
        this.framing = options.framing();
        this.faults = faults;
    }

    ServiceInstance instance() {
        return instance;
    }

    /** Takes over what the registry says anew of the same server. */
    void refresh(ServiceInstance newer) {
        instance = newer;
    }

    FaultLog faults() {
        return faults;
    }

    boolean reachable() {
        return state == EndpointState.REACHABLE;
    }

    /** Whether a call can be given to it now, or a connection opened for one. */
    boolean usable() {
        return !idle.isEmpty() || canGrow();
    }

    boolean canGrow() {
        return reachable() && !paused && !retired && connecting < MAX_CONNECTING && open + connecting < maxConnections;
    }

    /** How long to wait until the framing is asked for again: each time twice as long, up to 32 times the interval. */
    long nextBackoff(Duration interval) {
        return interval.toNanos() << Math.min(unprovenProbes++, MAX_BACKOFF_SHIFT);
    }

    /** A connection of this instance is given a call. */
    void given(ThriftConnection connection, long now) {
        connection.busySinceNanos = now;
        if (!connection.served) {
            untried.addLast(connection.untried);
        }
    }

    /** A connection has carried its call to the end; {@code answered} unless there was no answer to wait for. */
    void done(ThriftConnection connection, boolean answered, long now) {
        untried.remove(connection.untried);
        if (!answered) {
            return;
        }
        framingProven = true;
        unprovenProbes = 0;
        long took = now - connection.busySinceNanos;
        boolean roomWasMade = !connection.served && served < mostServed;
        if (!roomWasMade) {
            // Otherwise it is the time of starving, and would make the next ones starve for longer.
            slowNanos = took > slowNanos ? took : slowNanos - ((slowNanos - took) >> FORGET_SHIFT);
        }
        if (!connection.served) {
            connection.served = true;
            served++;
            mostServed = Math.max(mostServed, served);
        }
    }

    /** A connection is no longer this instance's. */
    void gone(ThriftConnection connection) {
        open--;
        idle.remove(connection.idle);
        untried.remove(connection.untried);
        unserve(connection);
    }

    /** The server may be another one now, with other limits. */
    void forgetService() {
        mostServed = served;
        slowNanos = 0;
    }

    /**
     * Whether a connection may be waiting for a thread of the server: it has never answered, is silent for twice as long as a
     * slow call takes here, and the server has never been seen to serve more connections at a time than it serves now. One
     * closed connection makes this false until the server has answered on another one, or for as long again, so that a wrong
     * guess costs little.
     */
    boolean mayStarve(long now) {
        ThriftConnection longest = untried.peekFirst();
        long patience = Math.max(PATIENCE_NANOS, 2 * slowNanos);
        return longest != null
                && now - longest.busySinceNanos > patience
                && (served >= mostServed || !madeRoom || now - madeRoomNanos > patience);
    }

    /** Closes a connection that carries no call and is not in the pool, to make room at the server. */
    void makeRoom(ThriftConnection unneeded, long now) {
        madeRoom = true;
        madeRoomNanos = now;
        unserve(unneeded);
        unneeded.requestClose();
    }

    /** Closes idle connections that have been unused too long, and one that another may be waiting for. */
    void closeUnneeded(long now, long idleNanos) {
        for (ThriftConnection oldest = idle.peekFirst();
                oldest != null && now - oldest.idleSinceNanos >= idleNanos;
                oldest = idle.peekFirst()) {
            idle.remove(oldest.idle);
            oldest.requestClose();
        }
        if (!idle.isEmpty() && mayStarve(now)) {
            ThriftConnection oldest = idle.pollFirst();
            if (oldest != null) {
                makeRoom(oldest, now);
            }
        }
    }

    void closeIdle() {
        for (ThriftConnection each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
            each.requestClose();
        }
    }

    EndpointStatus status() {
        return new EndpointStatus(instance, state, framing);
    }

    private void unserve(ThriftConnection connection) {
        if (connection.served) {
            connection.served = false;
            served--;
        }
    }
}
