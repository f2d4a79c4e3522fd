package io.turnpike.gateway.plugin.chain;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The answer to "may more come at once?", where it may be known only after whoever asked has gone. Then that one was told no, and is called back
 * when it turns out to be yes.
 */
final class Deferred {

    private enum State {
        OPEN,
        FREE,
        LEFT
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final Runnable callBack;

    Deferred(Runnable callBack) {
        this.callBack = callBack;
    }

    /** It is known now; called once at most. */
    void done(boolean free) {
        if (free && !state.compareAndSet(State.OPEN, State.FREE)) {
            callBack.run();
        }
    }

    /** What is known so far. */
    boolean leave() {
        return !state.compareAndSet(State.OPEN, State.LEFT);
    }
}
