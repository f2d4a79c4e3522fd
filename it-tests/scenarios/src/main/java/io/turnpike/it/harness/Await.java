package io.turnpike.it.harness;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for a condition, never for a time: looks often, and fails with what was seen last. */
public final class Await {

    private static final long STEP_MILLIS = 50;

    /** Something that is looked at; may fail while it is not yet there. */
    @FunctionalInterface
    public interface Look<T> {
        T look() throws Exception;
    }

    private Await() {}

    /**
     * Looks until {@code look} returns without an exception or an assertion error, or the process it looks at has ended.
     *
     * @param what what is awaited, for the message
     * @return what it returned
     * @throws AssertionError after {@code deadline}, or when the process has ended; tells the last failure
     */
    public static <T extends @Nullable Object> T until(String what, Duration deadline, Look<T> look) {
        return until(() -> what, deadline, look);
    }

    /** As {@link #until(String, Duration, Look)}, with a message made when it is needed. */
    public static <T extends @Nullable Object> T until(Supplier<String> what, Duration deadline, Look<T> look) {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            try {
                return look.look();
            } catch (ProcessEndedException e) {
                throw new AssertionError("not any more: " + what.get() + ": " + e.getMessage(), e);
            } catch (Exception | AssertionError e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted while waiting: " + what.get(), e);
                }
                if (System.nanoTime() - end > 0) {
                    throw new AssertionError("not within " + deadline.toMillis() + " ms: " + what.get() + ": " + e, e);
                }
            }
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting: " + what.get(), e);
            }
        }
    }
}
