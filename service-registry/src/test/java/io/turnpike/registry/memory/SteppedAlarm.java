package io.turnpike.registry.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when a test says so. */
final class SteppedAlarm implements Alarm {

    private record Wake(Runnable task, long atNanos) {}

    // Close to the overflow, as System.nanoTime may be.
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(20).toNanos();
    private Instant wall;
    private final List<Wake> wakes = new ArrayList<>();

    SteppedAlarm(Instant start) {
        this.wall = start;
    }

    /** Moves from wake-up to wake-up, as a real timer would. */
    void pass(Duration time) {
        long end = nanos + time.toNanos();
        while (true) {
            long from = nanos;
            Wake next = pending().stream()
                    .filter(wake -> wake.atNanos - end <= 0)
                    .min(Comparator.comparingLong(wake -> wake.atNanos - from))
                    .orElse(null);
            if (next == null) {
                break;
            }
            synchronized (this) {
                wakes.remove(next);
                moveTo(next.atNanos);
            }
            next.task.run();
        }
        moveTo(end);
    }

    synchronized List<Wake> pending() {
        return List.copyOf(wakes);
    }

    private synchronized void moveTo(long atNanos) {
        wall = wall.plusNanos(atNanos - nanos);
        nanos = atNanos;
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized InstantSource wallClock() {
        return InstantSource.fixed(wall);
    }

    @Override
    public synchronized void wake(Runnable task, long delayNanos) {
        wakes.add(new Wake(task, nanos + delayNanos));
    }

    @Override
    public synchronized void close() {
        wakes.clear();
    }
}
