package io.turnpike.gateway.upstream.io;

import io.turnpike.thrift.protocol.ByteSink;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a bounded number of buffers for reuse by any thread, without locks and without ThreadLocals, which would outlive a
 * deployment in the container's threads. A miss costs one allocation, nothing else. A message is begun on one of the container's many
 * threads and given back by one of the few of the I/O, and an answer now and then the other way round, so a buffer may lie in any slot, and all
 * are looked at: their references fill a few cache lines, a buffer that grows anew costs more.
 */
public final class ByteSinkPool {

    /** A buffer that has grown beyond that is left to the garbage collector. */
    public static final int LARGEST_KEPT_BYTES = 64 << 10;

    private static final int SLOTS = 64;
    private static final int INITIAL_BYTES = 512;

    private final AtomicReferenceArray<@Nullable ByteSink> slots = new AtomicReferenceArray<>(SLOTS);

    /** An empty buffer. */
    public ByteSink acquire() {
        return acquire(INITIAL_BYTES);
    }

    /** An empty buffer, and if a new one, of that size; what it has room for is not said. */
    public ByteSink acquire(int newBytes) {
        int start = firstSlot();
        for (int i = 0; i < SLOTS; i++) {
            int slot = (start + i) & (SLOTS - 1);
            if (slots.getPlain(slot) != null) {
                ByteSink sink = slots.getAndSet(slot, null);
                if (sink != null) {
                    return sink;
                }
            }
        }
        return new ByteSink(newBytes);
    }

    /** Takes back a buffer that nobody uses any more. */
    public void release(ByteSink sink) {
        if (sink.array().length > LARGEST_KEPT_BYTES) {
            return;
        }
        sink.truncate(0);
        int start = firstSlot();
        for (int i = 0; i < SLOTS; i++) {
            int slot = (start + i) & (SLOTS - 1);
            if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, sink)) {
                return;
            }
        }
    }

    /** Spreads threads over the slots; the multiplier is 2^32 divided by the golden ratio. */
    private static int firstSlot() {
        return ((int) Thread.currentThread().getId() * 0x9E3779B9) >>> 26;
    }
}
