package io.turnpike.gateway.plugin.common;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Objects that several share by a key, each as long as somebody holds it. Safe for use by several threads at once. */
public final class RefCounted<K, V> {

    private final Map<K, Held<V>> all = new HashMap<>();

    /** The object of a key, for one more holder; made if there is none. */
    public synchronized V acquire(K key, Function<? super K, ? extends V> maker) {
        Held<V> held = all.get(key);
        if (held == null) {
            held = new Held<>(maker.apply(key));
            all.put(key, held);
        }
        held.holders++;
        return held.object;
    }

    /** One holder less. Returns the object if that was the last one. */
    public synchronized Optional<V> release(K key) {
        Held<V> held = all.get(key);
        if (held == null || --held.holders > 0) {
            return Optional.empty();
        }
        all.remove(key);
        return Optional.of(held.object);
    }

    /** How many objects are held. */
    public synchronized int size() {
        return all.size();
    }

    private static final class Held<V> {
        private final V object;
        private int holders;

        private Held(V object) {
            this.object = object;
        }
    }
}
