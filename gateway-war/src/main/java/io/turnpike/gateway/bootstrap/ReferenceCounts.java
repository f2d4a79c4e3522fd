package io.turnpike.gateway.bootstrap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Shares expensive values by key: made when first acquired, disposed of when everybody has released them. Safe for use by
 * several threads at once; values are made under the lock and disposed of outside it.
 *
 * @param <K> what two users must agree on to share a value
 * @param <V> the value; told apart by identity
 */
final class ReferenceCounts<K, V> {

    private final Consumer<V> dispose;
    private final Map<K, Held<K, V>> byKey = new HashMap<>();
    private final IdentityHashMap<V, Held<K, V>> byValue = new IdentityHashMap<>();

    private static final class Held<K, V> {
        private final K key;
        private final V value;
        private int holders;

        Held(K key, V value) {
            this.key = key;
            this.value = value;
        }
    }

    ReferenceCounts(Consumer<V> dispose) {
        this.dispose = dispose;
    }

    /** @param make makes the value if nobody has it */
    synchronized V acquire(K key, Function<K, V> make) {
        Held<K, V> held = byKey.get(key);
        if (held == null) {
            held = new Held<>(key, make.apply(key));
            byKey.put(key, held);
            byValue.put(held.value, held);
        }
        held.holders++;
        return held.value;
    }

    /** Ends one {@link #acquire}; does nothing if the value is not, or no longer, shared here. */
    void release(V value) {
        synchronized (this) {
            Held<K, V> held = byValue.get(value);
            if (held == null || --held.holders > 0) {
                return;
            }
            byValue.remove(value);
            byKey.remove(held.key);
        }
        dispose.accept(value);
    }

    /** Disposes of every value, whoever holds it. */
    void clear() {
        List<V> values;
        synchronized (this) {
            values = new ArrayList<>(byValue.keySet());
            byKey.clear();
            byValue.clear();
        }
        values.forEach(dispose);
    }

    synchronized int size() {
        return byKey.size();
    }
}
