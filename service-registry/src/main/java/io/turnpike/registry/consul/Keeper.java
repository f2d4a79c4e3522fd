package io.turnpike.registry.consul;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.consul.Availability.Witness;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has to be done now and then, on one thread: asks whether Consul still answers (a frozen one keeps its connections open),
 * lets time pass in the view, and removes from Consul what should be gone.
 *
 * <p>Consul removes a silent instance by itself, but not before a minute in a critical state, and up to half a minute late. So it is
 * removed here, at the agent that has it; other agents are left to their own gateways. An instance that left by another node than the one it
 * is registered at is taken out of the catalog, again and again until its agent gives up.
 */
final class Keeper {

    private static final System.Logger LOG = System.getLogger(Keeper.class.getName());

    private static final long LONGEST_STEP_MILLIS = 1_000;
    private static final long SHORTEST_STEP_MILLIS = 100;
    private static final long LONGEST_PING_MILLIS = 5_000;
    /** Time is short while a Consul that does not answer is asked. */
    private static final int MOST_REMOVALS = 50;

    private static final Duration AGAIN = Duration.ofSeconds(5);
    /** How much later than promised Consul may remove an instance; then its agent is gone for good. */
    private static final Duration CONSULS_DELAY = Duration.ofMinutes(2);

    private final ConsulClient consul;
    private final Discovery.Sink sink;
    private final Care care;
    private final long stepMillis;
    private final long pingNanos;
    private final long overdueNanos;
    private final Thread thread;
    private final Map<Leftover, Long> firstSeen = new HashMap<>();
    private final Map<Leftover, Long> notBefore = new HashMap<>();

    /** Guarded by this. */
    private boolean closed;

    private record Leftover(String node, String serviceId) {}

    /** What the keeper looks after. */
    interface Care {

        /** Time has passed. */
        void pass();

        /** What should not be in Consul any more. */
        List<CatalogEntry> leftovers();

        /** Whether it has left, rather than fallen silent. */
        boolean hasLeft(CatalogEntry entry);
    }

    Keeper(ConsulClient consul, HealthTimings timings, Discovery.Sink sink, Care care) {
        this.consul = consul;
        this.sink = sink;
        this.care = care;
        long quarter = timings.timeToLift().toMillis() / 4;
        this.stepMillis = Math.max(SHORTEST_STEP_MILLIS, Math.min(LONGEST_STEP_MILLIS, quarter));
        this.pingNanos = Duration.ofMillis(Math.max(SHORTEST_STEP_MILLIS, Math.min(LONGEST_PING_MILLIS, quarter)))
                .toNanos();
        this.overdueNanos =
                Registration.criticalTime(timings).plus(CONSULS_DELAY).toNanos();
        this.thread = new Thread(this::run, "turnpike-consul-keeper");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Asks the thread to end; returns whether it has. */
    boolean close(long patienceMillis) throws InterruptedException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.join(patienceMillis);
        return !thread.isAlive();
    }

    private void run() {
        boolean answering = false;
        long pinged = System.nanoTime() - pingNanos;
        do {
            try {
                long now = System.nanoTime();
                if (!answering || now - pinged >= pingNanos) {
                    pinged = now;
                    answering = ping();
                }
                care.pass();
                if (answering) {
                    removeLeftovers();
                }
            } catch (RuntimeException | Error e) {
                // Errors too: a server that deploys closes archives under whoever loads classes just then.
                LOG.log(Level.ERROR, "Looking after Consul failed in a way that was not foreseen; it goes on", e);
            }
        } while (pause());
    }

    private synchronized boolean pause() {
        long end = System.nanoTime() + stepMillis * 1_000_000;
        try {
            for (long left = stepMillis; left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            return false;
        }
        return !closed;
    }

    private synchronized boolean goesOn() {
        return !closed;
    }

    private boolean ping() {
        try {
            consul.ping();
            sink.answered(Witness.PING);
            return true;
        } catch (IOException e) {
            if (goesOn()) {
                sink.failed(Witness.PING, e);
            }
            return false;
        }
    }

    private void removeLeftovers() {
        List<CatalogEntry> leftovers = care.leftovers();
        if (leftovers.isEmpty()) {
            firstSeen.clear();
            notBefore.clear();
            return;
        }
        long now = System.nanoTime();
        Set<Leftover> still = new HashSet<>();
        int removals = 0;
        for (CatalogEntry entry : leftovers) {
            Leftover leftover = new Leftover(entry.node(), entry.serviceId());
            still.add(leftover);
            long seen = firstSeen.computeIfAbsent(leftover, l -> now);
            if (removals < MOST_REMOVALS && now - notBefore.computeIfAbsent(leftover, l -> now) >= 0) {
                removals++;
                notBefore.put(leftover, now + AGAIN.toNanos());
                try {
                    remove(entry, care.hasLeft(entry), now - seen >= overdueNanos);
                } catch (IOException e) {
                    LOG.log(
                            Level.WARNING,
                            "Consul: " + entry.serviceId() + " at " + entry.node() + " cannot be removed: "
                                    + Agents.reason(e));
                }
            }
        }
        firstSeen.keySet().retainAll(still);
        notBefore.keySet().retainAll(still);
    }

    private void remove(CatalogEntry entry, boolean left, boolean overdue) throws IOException {
        boolean found = false;
        IOException failure = null;
        for (URI agent : consul.agents()) {
            try {
                int health = consul.healthAt(agent, entry.serviceId());
                if (health == 503 || left && (health == 200 || health == 429)) {
                    consul.deregisterAt(agent, entry.serviceId());
                }
                // Alive at the agent: a heartbeat has come in by another gateway.
                found |= health != 404;
            } catch (IOException e) {
                failure = e;
            }
        }
        if (left || overdue && !found) {
            consul.deregisterFromCatalog(entry);
        } else if (failure != null && !found) {
            throw failure;
        }
    }
}
