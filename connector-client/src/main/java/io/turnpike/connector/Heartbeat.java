package io.turnpike.connector;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server does to be known to the gateway, step by step, without time and threads of its own. One thread steps it;
 * state and ID may be read by any.
 */
final class Heartbeat {

    private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());
    private static final int REFUSED_INTERVALS = 6;

    private final GatewayCalls calls;
    private final String address;
    private final int port;
    private final Duration interval;
    private final Backoff backoff;
    private final ConnectionListener listener;

    private volatile ConnectionState state = ConnectionState.CONNECTING;
    private volatile @Nullable String serverId;
    private String lastDetail = "";
    private int failures;

    /**
     * @param interval time between heartbeats; after a refusal it waits {@value #REFUSED_INTERVALS} of them
     * @param backoff how long to wait when no gateway can be reached
     */
    Heartbeat(
            GatewayCalls calls,
            String address,
            int port,
            Duration interval,
            Backoff backoff,
            ConnectionListener listener) {
        this.calls = calls;
        this.address = address;
        this.port = port;
        this.interval = interval;
        this.backoff = backoff;
        this.listener = listener;
    }

    ConnectionState state() {
        return state;
    }

    @Nullable
    String serverId() {
        return serverId;
    }

    /**
     * Connects, or sends a heartbeat if it has a ServerID. Never throws because of the gateway or the network.
     *
     * @return how long to wait until the next step
     */
    Duration step() {
        String id = serverId;
        try {
            if (id == null) {
                serverId = calls.connect(address, port);
            } else {
                calls.heartbeat(id);
            }
            failures = 0;
            become(ConnectionState.CONNECTED, address + ":" + port + " is connected");
            return interval;
        } catch (GatewayException e) {
            if (id != null && e.status() == 404) {
                serverId = null;
                become(ConnectionState.CONNECTING, e.getMessage());
                return Duration.ZERO;
            }
            return e.isRefusal() ? refused(e) : unreachable(e, e.retryAfter());
        } catch (IOException e) {
            return unreachable(e, Optional.empty());
        }
    }

    /** Leaves the gateway, if it has connected; waits for the answer, but does not insist on one. */
    void leave() {
        String id = serverId;
        serverId = null;
        String detail = address + ":" + port + " has left";
        if (id != null) {
            try {
                calls.leave(id);
            } catch (IOException e) {
                detail = address + ":" + port + " has stopped without telling the gateway: " + e.getMessage();
            }
        }
        become(ConnectionState.CLOSED, detail);
    }

    private Duration refused(IOException e) {
        failures = 0;
        become(ConnectionState.REFUSED, e.getMessage());
        return interval.multipliedBy(REFUSED_INTERVALS);
    }

    /** @param asked what the gateway asks to wait; with jitter added, but no longer than a heartbeat interval */
    private Duration unreachable(IOException e, Optional<Duration> asked) {
        failures++;
        become(ConnectionState.UNREACHABLE, e.getMessage());
        Duration wait = backoff.after(failures);
        if (asked.isEmpty()) {
            return wait;
        }
        Duration longest = asked.get().plus(wait);
        return longest.compareTo(interval) < 0 ? longest : interval;
    }

    private void become(ConnectionState next, @Nullable String why) {
        String detail = String.valueOf(why);
        boolean news = next != state || next == ConnectionState.REFUSED && !detail.equals(lastDetail);
        state = next;
        lastDetail = detail;
        if (!news) {
            return;
        }
        LOG.log(
                switch (next) {
                    case CONNECTED, CONNECTING, CLOSED -> System.Logger.Level.INFO;
                    case UNREACHABLE -> System.Logger.Level.WARNING;
                    case REFUSED -> System.Logger.Level.ERROR;
                },
                "{0}: {1}",
                next,
                detail);
        try {
            listener.stateChanged(next, detail);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A connection listener failed", e);
        }
    }
}
