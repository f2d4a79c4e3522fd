package io.turnpike.thrift.json;

import java.util.Arrays;

/**
 * Finds values that come twice, by their encoded bytes: equal scalars have equal bytes. It keeps where the bytes are, not
 * the bytes; the array given may grow between calls, its content may not change.
 */
final class EncodedKeys {

    private static final int FIRST_SLOTS = 32;

    /** A larger table is not cleared but left: many small maps after a large one would each pay for it. */
    private static final int KEPT_SLOTS = 128;

    private int[] from = new int[FIRST_SLOTS / 2];
    private int[] to = new int[FIRST_SLOTS / 2];
    private int size;

    /** Open addressing: number of the entry plus one, or 0. */
    private int[] table = new int[FIRST_SLOTS];

    void clear() {
        if (table.length > KEPT_SLOTS) {
            table = new int[FIRST_SLOTS];
        } else if (size > 0) {
            Arrays.fill(table, 0);
        }
        size = 0;
    }

    /** Answers false if the same bytes had been added before. */
    boolean add(byte[] bytes, int begin, int end) {
        if (size * 2 >= table.length) {
            grow(bytes);
        }
        int slot = ByteHash.of(bytes, begin, end) & (table.length - 1);
        while (table[slot] != 0) {
            int entry = table[slot] - 1;
            if (Arrays.equals(bytes, from[entry], to[entry], bytes, begin, end)) {
                return false;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        from[size] = begin;
        to[size] = end;
        table[slot] = ++size;
        return true;
    }

    private void grow(byte[] bytes) {
        if (table.length > from.length) {
            from = Arrays.copyOf(from, table.length);
            to = Arrays.copyOf(to, table.length);
        }
        table = new int[table.length * 2];
        for (int entry = 0; entry < size; entry++) {
            int slot = ByteHash.of(bytes, from[entry], to[entry]) & (table.length - 1);
            while (table[slot] != 0) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = entry + 1;
        }
    }
}
