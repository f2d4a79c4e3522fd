package io.turnpike.thrift.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

/** Holds what the current thread allocates against the size of its input. */
public final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /**
     * Does it; fails if it allocated more than this. It is done once more in that case, because the first time classes are
     * loaded.
     *
     * @param base bytes for any input
     * @param perByte bytes for each byte of the input
     */
    public static <T> T bounded(long base, long perByte, int inputBytes, Callable<T> action) throws Exception {
        long bound = base + perByte * inputBytes;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        T result = action.call();
        if (THREADS.getCurrentThreadAllocatedBytes() - before > bound) {
            before = THREADS.getCurrentThreadAllocatedBytes();
            result = action.call();
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (allocated > bound) {
                throw new AssertionError("allocated " + allocated + " bytes for an input of " + inputBytes
                        + " (expected: at most " + bound + ")");
            }
        }
        return result;
    }
}
