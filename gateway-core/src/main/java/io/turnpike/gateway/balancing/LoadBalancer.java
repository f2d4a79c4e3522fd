package io.turnpike.gateway.balancing;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among a fixed list of candidates. Safe for use by several threads at once; when the candidates change, a new one
 * is made.
 *
 * @param <T> what is chosen
 */
public interface LoadBalancer<T> {

    /**
     * The candidate whose turn it is among the usable ones. Those that are not lose their turns, and nobody has them in particular.
     *
     * @param usable whether a candidate can be taken at the moment
     * @return null if no candidate is usable
     */
    @Nullable
    T choose(Predicate<? super T> usable);
}
