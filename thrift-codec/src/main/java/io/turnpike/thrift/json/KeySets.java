package io.turnpike.thrift.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sets of keys for maps within maps: those of maps that have ended are used again. */
final class KeySets {

    private static final @Nullable EncodedKeys[] NONE = {};

    private @Nullable EncodedKeys[] sets = NONE;
    private int taken;

    /** An empty set. */
    EncodedKeys take() {
        if (taken == sets.length) {
            sets = Arrays.copyOf(sets, Math.max(2, taken * 2));
        }
        EncodedKeys keys = sets[taken];
        if (keys == null) {
            keys = new EncodedKeys();
            sets[taken] = keys;
        } else {
            keys.clear();
        }
        taken++;
        return keys;
    }

    /** Gives back the set that was taken last. */
    void release() {
        taken--;
    }
}
