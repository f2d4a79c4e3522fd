package io.turnpike.gateway.admin;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Remembers whether the store answers, and tells the log when that changes: a warning when it stops, one error when it has been
 * away for too long, a line when it is back. Safe for use by several threads at once.
 */
final class StoreConnection {

    private static final System.Logger LOG = System.getLogger(StoreConnection.class.getName());

    private static final String AWAY = "The store does not answer; the gateway's log says why";
    private static final String UNUSABLE = "What the store holds cannot be taken over; the gateway's log says why";
    private static final String NOT_READ = "The store has not been read yet";
    private static final String NEVER_READ = "The store has not been read yet; the gateway's log says why";

    private final Duration maxSilence;
    private final LongSupplier nanoTime;
    private String kind = "";
    private boolean everReached;
    private boolean reachable;
    private boolean errorLogged;
    private boolean unusable;
    private long failingSince;

    /** @param maxSilence after so long without an answer the log says ERROR, once */
    StoreConnection(Duration maxSilence, LongSupplier nanoTime) {
        this.maxSilence = maxSilence;
        this.nanoTime = nanoTime;
        this.failingSince = nanoTime.getAsLong();
    }

    synchronized StoreStatus status() {
        return new StoreStatus(reachable, kind, reachable ? "" : detail());
    }

    /** What is the matter with it; refers to the log only where that has a line. */
    private String detail() {
        if (unusable) {
            return UNUSABLE;
        }
        if (everReached) {
            return AWAY;
        }
        return errorLogged ? NEVER_READ : NOT_READ;
    }

    /** Notes that it answers, but with what cannot be used; whoever found that has told the log. */
    synchronized void unusable() {
        if (reachable) {
            failingSince = nanoTime.getAsLong();
        }
        reachable = false;
        unusable = true;
        errorLogged = true;
    }

    /**
     * Notes a sign of life.
     *
     * @param storeKind for everybody
     * @param description for the log
     */
    synchronized void answered(String storeKind, String description) {
        kind = storeKind;
        if (!reachable) {
            LOG.log(Level.INFO, everReached ? "Back in touch with {0}" : "Registrations are kept in {0}", description);
        }
        reachable = true;
        everReached = true;
        errorLogged = false;
        unusable = false;
    }

    /** @param reason for the log, without a full stop; may name hosts and paths */
    synchronized void failed(String reason) {
        if (reachable || unusable) {
            failingSince = nanoTime.getAsLong();
            errorLogged = false;
            LOG.log(
                    Level.WARNING,
                    "{0}. Calls go on with what is loaded; changes are refused until it is back",
                    reason);
        }
        reachable = false;
        unusable = false;
        boolean tooLong = nanoTime.getAsLong() - failingSince >= maxSilence.toNanos();
        if (!errorLogged && (tooLong || !everReached)) {
            errorLogged = true;
            LOG.log(
                    Level.ERROR,
                    everReached
                            ? "{0}. This has been so for " + maxSilence.toSeconds() + " s; the gateway keeps trying"
                            : "{0}. The gateway cannot start without its registrations; it keeps trying",
                    reason);
        }
    }
}
