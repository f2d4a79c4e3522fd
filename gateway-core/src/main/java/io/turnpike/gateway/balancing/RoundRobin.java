package io.turnpike.gateway.balancing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes the candidates in turn, each as often as its weight says, and spreads the turns of a heavy one instead of taking
 * them in a row.
 *
 * <p>The order is computed once, by the smooth weighted round robin of nginx ({@code ngx_http_upstream_round_robin.c}): at
 * every step each candidate's score grows by its weight, the highest score gets the turn and pays the sum of all weights.
 * The turns of who is not usable are passed over, so that the others have shares by their weights among each other.
 * Choosing is one compare-and-set of the place in that order, and never waits.
 *
 * @param <T> what is chosen
 */
public final class RoundRobin<T> implements LoadBalancer<T> {

    /** Weights are scaled down, to 1 at least, so that the order is not longer than about this many turns. */
    private static final int MAX_TURNS = 4096;

    private final List<T> turns;

    /** The place in the order whose turn is the next. */
    private final AtomicInteger next = new AtomicInteger();

    private RoundRobin(List<T> turns) {
        this.turns = turns;
    }

    /**
     * @param candidates those to choose from; may be empty
     * @param weight each one's share, 1 or more
     */
    public static <T> RoundRobin<T> of(List<? extends T> candidates, ToIntFunction<? super T> weight) {
        int[] weights = scaled(candidates, weight);
        long total = 0;
        for (int each : weights) {
            total += each;
        }
        long[] scores = new long[weights.length];
        List<T> turns = new ArrayList<>((int) total);
        for (long turn = 0; turn < total; turn++) {
            int highest = 0;
            for (int i = 0; i < scores.length; i++) {
                scores[i] += weights[i];
                if (scores[i] > scores[highest]) {
                    highest = i;
                }
            }
            scores[highest] -= total;
            turns.add(candidates.get(highest));
        }
        return new RoundRobin<>(turns);
    }

    @Override
    public @Nullable T choose(Predicate<? super T> usable) {
        int count = turns.size();
        if (count == 0) {
            return null;
        }
        while (true) {
            int start = next.get();
            int at = firstUsable(start, usable);
            if (at < 0) {
                return null;
            }
            // Otherwise somebody else has had that turn.
            if (next.compareAndSet(start, at + 1 < count ? at + 1 : 0)) {
                return turns.get(at);
            }
        }
    }

    /** The place of the first turn from {@code start} on, around, of who is usable; -1 if nobody is. */
    private int firstUsable(int start, Predicate<? super T> usable) {
        int count = turns.size();
        T refused = null;
        for (int i = 0; i < count; i++) {
            int at = start + i < count ? start + i : start + i - count;
            T candidate = turns.get(at);
            // A heavy one has many turns in a row.
            if (candidate != refused) {
                if (usable.test(candidate)) {
                    return at;
                }
                refused = candidate;
            }
        }
        return -1;
    }

    private static <T> int[] scaled(List<? extends T> candidates, ToIntFunction<? super T> weight) {
        int[] weights = new int[candidates.size()];
        long total = 0;
        int divisor = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weight.applyAsInt(candidates.get(i));
            if (weights[i] < 1) {
                throw new IllegalArgumentException("weight: " + weights[i] + " (expected: >= 1)");
            }
            total += weights[i];
            divisor = greatestCommonDivisor(weights[i], divisor);
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = total / divisor > MAX_TURNS
                    ? (int) Math.max(1, (long) weights[i] * MAX_TURNS / total)
                    : weights[i] / divisor;
        }
        return weights;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
