package io.turnpike.gateway.upstream.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of a request's body waits to be sent, and whether more is wanted. One thread adds, the I/O thread takes away.
 *
 * <p>Between the two marks nothing changes, so that the client is not asked for each piece anew.
 */
final class BodyFlow {

    /** With so many bytes waiting no more are wanted for now. */
    static final int HIGH_BYTES = 64 << 10;

    /** With so few bytes waiting more are wanted again. */
    static final int LOW_BYTES = 16 << 10;

    private final AtomicLong waiting = new AtomicLong();
    private final AtomicBoolean held = new AtomicBoolean();

    /** Adds a piece; returns whether more is wanted at once. If not, {@link #sent} will say when. */
    boolean add(int bytes) {
        if (waiting.addAndGet(bytes) <= HIGH_BYTES) {
            return true;
        }
        held.set(true);
        return waiting.get() <= LOW_BYTES && held.compareAndSet(true, false);
    }

    /** A piece has gone; returns whether more is wanted now, after it was not. */
    boolean sent(int bytes) {
        return waiting.addAndGet(-bytes) <= LOW_BYTES && held.compareAndSet(true, false);
    }

    long waiting() {
        return waiting.get();
    }
}
