package io.turnpike.registry.consul;

import java.time.Duration;

/** Waits for a condition. */
final class Eventually {

    private static final Duration USUAL = Duration.ofSeconds(20);

    private Eventually() {}

    /** Returns when an assertion holds; fails as it does after 20 seconds. */
    static void eventually(Runnable assertion) {
        within(USUAL, assertion);
    }

    /** Returns when an assertion holds; fails as it does when the time is up. */
    static void within(Duration time, Runnable assertion) {
        long end = System.nanoTime() + time.toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() - end >= 0) {
                    throw e;
                }
            }
            pass(Duration.ofMillis(20));
        }
    }

    /** Lets time pass that somebody else counts. */
    static void pass(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
