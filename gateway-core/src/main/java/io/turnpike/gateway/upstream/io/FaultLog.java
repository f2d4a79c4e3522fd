package io.turnpike.gateway.upstream.io;

import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.exchange.LogText;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Writes one line for each fault of one server, but no more than a burst of {@value #BURST} and then one a second, so that
 * a broken server cannot flood the log; the next line says how many were left out. Safe for use by several threads at once.
 */
public final class FaultLog {

    private static final Logger LOG = System.getLogger(FaultLog.class.getName());

    /** So many lines may follow each other at once. */
    public static final int BURST = 20;

    private static final long REFILL_NANOS = 1_000_000_000L;

    private final Supplier<String> server;
    private final LongSupplier nanoTime;
    private int tokens = BURST;
    private long refilledNanos;
    private long leftOut;

    /**
     * @param server what the lines begin with: the service and the server's address
     * @param nanoTime the clock
     */
    public FaultLog(String server, LongSupplier nanoTime) {
        this(() -> server, nanoTime);
    }

    /** The same where what the lines begin with may change; it is asked for each line. */
    public FaultLog(Supplier<String> server, LongSupplier nanoTime) {
        this.server = server;
        this.nanoTime = nanoTime;
        this.refilledNanos = nanoTime.getAsLong();
    }

    /** Notes a fault; returns whether a line was written. */
    public boolean warn(String reason) {
        long before;
        synchronized (this) {
            long refill = (nanoTime.getAsLong() - refilledNanos) / REFILL_NANOS;
            if (refill > 0) {
                refilledNanos += refill * REFILL_NANOS;
                tokens = (int) Math.min(BURST, tokens + refill);
            }
            if (tokens == 0) {
                leftOut++;
                return false;
            }
            tokens--;
            before = leftOut;
            leftOut = 0;
        }
        String more = before == 0 ? "" : " (and " + Counted.of(before, "fault") + " before it, not logged)";
        LOG.log(Level.WARNING, () -> server.get() + ": " + LogText.oneLine(reason) + more);
        return true;
    }

    /** Notes that the state of the server has changed; such lines are not limited, for whoever writes them knows that they are rare. */
    public void change(Level level, String what) {
        LOG.log(level, () -> server.get() + ' ' + LogText.oneLine(what));
    }
}
