package io.turnpike.registry.consul;

import io.turnpike.registry.RegistryUnavailableException;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether Consul answers. Tells the log when that changes, and keeps requests of many servers from waiting all at once for a Consul
 * that does not answer: a few may try, the others are told at once. Safe for use by several threads at once.
 */
final class Availability {

    private static final System.Logger LOG = System.getLogger(Availability.class.getName());
    private static final int MOST_WRITES = 64;
    private static final int MOST_TRIES = 4;
    private static final long PATIENCE_MILLIS = 500;

    private static final String DETAIL_AWAY = "Consul does not answer";

    private final String where;
    private final Semaphore writes = new Semaphore(MOST_WRITES);
    private final Semaphore tries = new Semaphore(MOST_TRIES);
    /** Those who say that it does not answer, or have not yet said that it does. */
    private final Set<Witness> silent = EnumSet.of(Witness.PING, Witness.CHECKS);

    private boolean everAnswered;
    private boolean everBack;
    private volatile boolean answering;
    private boolean failureLogged;

    /** @param where the agents, for the log */
    Availability(String where) {
        this.where = where;
    }

    boolean isAnswering() {
        return answering;
    }

    /** What is wrong, for everybody; empty if nothing is. */
    synchronized String detail() {
        if (answering) {
            return "";
        }
        return everAnswered
                ? DETAIL_AWAY + "; the gateway's log says why"
                : "Consul has not answered yet; the gateway's log says why";
    }

    /** Who can tell. */
    enum Witness {
        /** The question whether it is there, and every write. */
        PING,
        /** The query for checks. */
        CHECKS,
        /** The query for services. */
        SERVICES
    }

    /** What an answer has changed. */
    enum Change {
        NOTHING,
        /** This witness had said that it does not answer; others still do. */
        WITNESS,
        /** Nobody says any more that it does not answer. */
        BACK
    }

    synchronized Change answered(Witness witness) {
        everAnswered |= witness == Witness.CHECKS;
        if (!silent.remove(witness)) {
            return Change.NOTHING;
        }
        if (!silent.isEmpty()) {
            return Change.WITNESS;
        }
        LOG.log(
                Level.INFO,
                everBack ? "Back in touch with Consul at {0}" : "Instances are kept in Consul at {0}",
                where);
        answering = true;
        everBack = true;
        failureLogged = false;
        return Change.BACK;
    }

    /** @param reason for the log, without a full stop */
    synchronized void failed(Witness witness, String reason) {
        if (!failureLogged) {
            failureLogged = true;
            LOG.log(
                    Level.WARNING,
                    everAnswered
                            ? "Consul at {0} does not answer: {1}. Calls go on to the instances that are known;"
                                    + " heartbeats and connects are refused until it is back"
                            : "Waiting for Consul at {0}: {1}. The gateway is not ready before it has read"
                                    + " the instances there; it keeps trying",
                    where,
                    reason);
        }
        silent.add(witness);
        answering = false;
    }

    /** A write, or an attempt at one. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for a turn to write, half a second at most.
     *
     * @throws RegistryUnavailableException if too many wait already
     */
    Turn turn() throws RegistryUnavailableException {
        Semaphore gate = answering ? writes : tries;
        try {
            if (gate.tryAcquire() || answering && gate.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return gate::release;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RegistryUnavailableException(
                answering ? "Too many requests wait for Consul already" : DETAIL_AWAY, new TimeoutException());
    }
}
