package io.turnpike.thrift.json;

import java.util.Arrays;

/**
 * Finds values that come twice, by their encoded bytes: equal scalars have equal bytes. It keeps where the bytes are, not
 * the bytes; the array given may grow between calls, its content may not change.
 */
final class EncodedKeys {

    private int[] from = new int[8];
    private int[] to = new int[8];
    private int size;

    /** Open addressing: number of the entry plus one, or 0. */
    private int[] table = new int[16];

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
        from = Arrays.copyOf(from, from.length * 2);
        to = Arrays.copyOf(to, to.length * 2);
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
