package io.turnpike.thrift.json;

import org.jspecify.annotations.Nullable;

/** Which fields of one struct have been seen, by their index in the plan. Needs no array up to 64 fields. */
final class SeenFields {

    private long first;
    private final long @Nullable [] rest;

    SeenFields(int fields) {
        rest = fields <= 64 ? null : new long[(fields - 1) / 64];
    }

    /** Answers false if the field had been added before. */
    boolean add(int index) {
        boolean isNew = !contains(index);
        if (rest == null || index < 64) {
            first |= 1L << index;
        } else {
            rest[index / 64 - 1] |= 1L << index;
        }
        return isNew;
    }

    boolean contains(int index) {
        long word = rest == null || index < 64 ? first : rest[index / 64 - 1];
        return ((word >>> index) & 1) != 0;
    }
}
