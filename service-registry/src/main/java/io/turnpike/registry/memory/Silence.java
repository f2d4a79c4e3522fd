package io.turnpike.registry.memory;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.InstanceHealth;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who has been silent for how long. Not safe for use by several threads at once.
 *
 * <p>All entries share the same two periods, so each set kept in the order of the last heartbeat is also in the order of
 * the deadlines: a heartbeat moves its entry to the end, and only the first one of a set can be due. Every step is O(1),
 * without a heap and without a timer per entry.
 */
final class Silence {

    private final long liftNanos;
    private final long dieNanos;
    private final Set<Entry> passing = new LinkedHashSet<>();
    private final Set<Entry> critical = new LinkedHashSet<>();

    Silence(HealthTimings timings) {
        this.liftNanos = timings.timeToLift().toNanos();
        this.dieNanos = timings.timeToDie().toNanos();
    }

    /** The entry, new or known, has just been heard of: it is passing, and the last one due. */
    void heard(Entry entry) {
        remove(entry);
        entry.health = InstanceHealth.PASSING;
        passing.add(entry);
    }

    void remove(Entry entry) {
        (entry.health == InstanceHealth.PASSING ? passing : critical).remove(entry);
    }

    /**
     * Applies both periods.
     *
     * @param lifted is given each entry that has become critical
     * @param dead is given each entry that has been removed
     */
    void expire(long nowNanos, Consumer<Entry> lifted, Consumer<Entry> dead) {
        for (Iterator<Entry> oldest = passing.iterator(); oldest.hasNext(); ) {
            Entry entry = oldest.next();
            if (nowNanos - entry.heardAtNanos < liftNanos) {
                break;
            }
            oldest.remove();
            entry.health = InstanceHealth.CRITICAL;
            critical.add(entry);
            lifted.accept(entry);
        }
        for (Iterator<Entry> oldest = critical.iterator(); oldest.hasNext(); ) {
            Entry entry = oldest.next();
            if (nowNanos - entry.heardAtNanos < dieNanos) {
                break;
            }
            oldest.remove();
            dead.accept(entry);
        }
    }

    /** Nanoseconds until {@link #expire} has something to do; empty if there is no entry. */
    OptionalLong untilNext(long nowNanos) {
        long next = Long.MAX_VALUE;
        if (!passing.isEmpty()) {
            next = liftNanos - (nowNanos - passing.iterator().next().heardAtNanos);
        }
        if (!critical.isEmpty()) {
            next = Math.min(next, dieNanos - (nowNanos - critical.iterator().next().heardAtNanos));
        }
        return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(Math.max(0, next));
    }
}
