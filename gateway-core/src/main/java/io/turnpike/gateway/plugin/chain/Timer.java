package io.turnpike.gateway.plugin.chain;

import org.jspecify.annotations.Nullable;

/** Something to do later, which can be taken back: it holds nothing then, however long whoever is to run it keeps it. */
final class Timer implements Runnable {

    private volatile @Nullable Runnable task;

    /** What {@link #run} does. */
    void set(Runnable next) {
        task = next;
    }

    /** Nothing is to be done any more. */
    void clear() {
        task = null;
    }

    @Override
    public void run() {
        Runnable due = task;
        if (due != null) {
            due.run();
        }
    }
}
