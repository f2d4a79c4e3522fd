package io.turnpike.gateway.upstream;

import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs tasks one after the other, each seeing what the one before did. A task runs on the thread that hands it in, or, if another one is
 * running, on the thread of that: nobody waits, and no lock is held while a task runs. Safe for use by several threads at once.
 */
public final class Serial implements Executor {

    private static final System.Logger LOGGER = System.getLogger(Serial.class.getName());

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger();
    private final Consumer<Throwable> failed;

    /** @param failed is told what a task has thrown; the next one runs all the same, even if this throws, too */
    public Serial(Consumer<Throwable> failed) {
        this.failed = failed;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (left.getAndIncrement() > 0) {
            return;
        }
        do {
            try {
                tasks.remove().run();
            } catch (Throwable e) {
                // Whatever it is, sneakily thrown checked ones of others' code included: the next task must run.
                tell(e);
            }
        } while (left.decrementAndGet() > 0);
    }

    private void tell(Throwable failure) {
        try {
            failed.accept(failure);
        } catch (RuntimeException | Error again) {
            again.addSuppressed(failure);
            LOGGER.log(Level.ERROR, "A failure cannot be told", again);
        }
    }
}
