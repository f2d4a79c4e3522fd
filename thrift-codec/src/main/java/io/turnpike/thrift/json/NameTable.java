package io.turnpike.thrift.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Immutable hash table from names to values that finds a name by its UTF-8 bytes, without making a String of it. */
final class NameTable<T> {

    private final byte[] @Nullable [] names;
    private final @Nullable Object[] values;

    NameTable(Map<String, T> entries) {
        int capacity = Integer.highestOneBit(Math.max(1, entries.size())) * 4;
        names = new byte[capacity][];
        values = new @Nullable Object[capacity];
        entries.forEach((name, value) -> {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            int slot = ByteHash.of(bytes, 0, bytes.length) & (capacity - 1);
            while (names[slot] != null) {
                slot = (slot + 1) & (capacity - 1);
            }
            names[slot] = bytes;
            values[slot] = value;
        });
    }

    @Nullable
    @SuppressWarnings("unchecked") // only values of T are put in
    T find(byte[] bytes, int from, int to) {
        int slot = ByteHash.of(bytes, from, to) & (names.length - 1);
        byte[] name = names[slot];
        while (name != null) {
            if (Arrays.equals(name, 0, name.length, bytes, from, to)) {
                return (T) values[slot];
            }
            slot = (slot + 1) & (names.length - 1);
            name = names[slot];
        }
        return null;
    }
}
