package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.FaultLine;
import io.turnpike.gateway.routing.FaultLog;
import io.turnpike.gateway.routing.GatewaySnapshot;
import io.turnpike.gateway.routing.SnapshotHolder;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The calls that wait for a backend, or whose answers the server has not sent yet, so that the end of the application can wait for them. Safe for several threads.
 */
@ApplicationScoped
public class CallsInFlight {

    private static final System.Logger LOGGER = System.getLogger(CallsInFlight.class.getName());

    private static final int UNANSWERED = -1;

    /** From one look at what has been sent to the next, at the end. */
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    /** The last call, by queue, whose answer the server has taken and not sent. Those before it are sent by then, too. */
    private final Map<Object, Call> unsent = new ConcurrentHashMap<>();

    private final CountDownLatch none = new CountDownLatch(1);
    private volatile boolean ending;

    @Inject
    @SuppressWarnings("NullAway.Init")
    SlowClients slowClients;

    @Inject
    @SuppressWarnings("NullAway.Init")
    SnapshotHolder snapshots;

    @Inject
    @SuppressWarnings("NullAway.Init")
    GatewaySettings settings;

    /** As long as a call may take now. */
    Duration longest() {
        return snapshots.current().map(GatewaySnapshot::longestCall).orElse(settings.callTimeout());
    }

    /** One begins, whose {@link Call#answered} is to be called once. */
    Call began(Exchange exchange, ClientConnection connection) {
        return began(exchange, connection.outgoing());
    }

    /** @param outgoing what the server holds of the answer */
    Call began(Exchange exchange, ClientConnection.Outgoing outgoing) {
        Call call = new Call(exchange.method(), exchange.path(), exchange.client(), outgoing);
        calls.add(call);
        outgoing.begin();
        return call;
    }

    /** Waits for the end of the calls, the first time it is asked as long as a call may take; returns those that there still are, in words. */
    public List<String> awaitEnd() {
        return awaitNone(ending ? Duration.ZERO : longest());
    }

    /**
     * Waits until there is a moment without any call.
     *
     * @return those that there still are, in words; none unless {@code patience} is over or the thread is interrupted
     */
    List<String> awaitNone(Duration patience) {
        ending = true;
        lookAtSent();
        int waiting = calls.size();
        if (waiting == 0) {
            return List.of();
        }
        if (!patience.isZero()) {
            LOGGER.log(
                    Level.INFO,
                    "Turnpike stops, and waits for the end of " + Counted.of(waiting, "call") + ", at most "
                            + patience.toSeconds() + " s");
        }
        try {
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < patience.toNanos()) {
                if (none.await(INTERVAL.toNanos(), TimeUnit.NANOSECONDS)) {
                    return List.of();
                }
                lookAtSent();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<String> left = new ArrayList<>();
        calls.forEach(call -> left.add(call.inWords()));
        return left;
    }

    private void lookAtSent() {
        calls.forEach(Call::endIfSent);
    }

    /** One call. */
    final class Call implements SlowClients.Watched {

        private final String method;
        private final String path;
        private final Exchange.Client client;
        private final ClientConnection.Outgoing outgoing;
        private final AtomicBoolean isOver = new AtomicBoolean();
        private final Patience patience = new Patience();
        private volatile int status = UNANSWERED;
        private volatile boolean isWatched;

        Call(String method, String path, Exchange.Client client, ClientConnection.Outgoing outgoing) {
            this.method = method;
            this.path = path;
            this.client = client;
            this.outgoing = outgoing;
        }

        /**
         * The server has taken all of the answer, or will have no more of it. The call ends when the last of it has been sent.
         *
         * @param answer its status, 0 or more; that of one which the client has seen nothing of does not matter
         */
        void answered(int answer) {
            status = answer;
            endIfSent();
            if (!isOver.get()) {
                isWatched = true;
                slowClients.began(this);
                Call before = unsent.put(outgoing.queue(), this);
                if (before != null) {
                    before.end();
                }
                endIfSent();
                if (isOver.get()) {
                    unwatch();
                }
            }
        }

        private void endIfSent() {
            if (status != UNANSWERED && outgoing.unsent() == 0) {
                end();
            }
        }

        @Override
        public void look() {
            long unsent = outgoing.unsent();
            if (unsent == 0) {
                end();
            } else if (patience.isOver(unsent, true)) {
                RequestFaults.brokenOff(
                        method, path, status, RequestFaults.leavesTheEnd(unsent), FaultLog.note("", client.address()));
                cut();
            }
        }

        @Override
        public void cut() {
            outgoing.cut();
            end();
        }

        /** Which call it is, and where it stands. */
        private String inWords() {
            return FaultLine.request(method, RequestFaults.shown(path)) + " from " + client.address()
                    + (status == UNANSWERED ? "" : " (answered, and not all taken)");
        }

        private void end() {
            if (isOver.compareAndSet(false, true)) {
                calls.remove(this);
                outgoing.end();
                if (isWatched) {
                    unwatch();
                }
                if (ending && calls.isEmpty()) {
                    none.countDown();
                }
            }
        }

        private void unwatch() {
            slowClients.ended(this);
            unsent.remove(outgoing.queue(), this);
        }
    }
}
