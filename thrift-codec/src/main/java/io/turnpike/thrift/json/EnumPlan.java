package io.turnpike.thrift.json;

import io.turnpike.thrift.schema.EnumSchema;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and numbers of an enum, found by the bytes of a name and by a number. */
final class EnumPlan {

    private static final int NAMES_SHOWN = 10;
    private static final int DENSE_NUMBERS = 256;

    private final NameTable<Integer> numbers;
    private final String expectation;

    /** JSON text, quotes included, by number. */
    private final byte[] @Nullable [] dense = new byte[DENSE_NUMBERS][];

    private final Map<Integer, byte[]> others = new HashMap<>();

    /** @param asNumber whether names are only read and never written */
    EnumPlan(EnumSchema schema, boolean asNumber) {
        Map<String, Integer> byName = new LinkedHashMap<>();
        StringBuilder shown = new StringBuilder("one of ");
        for (String name : schema.names()) {
            Integer number = schema.number(name);
            if (number == null) {
                continue;
            }
            if (byName.size() < NAMES_SHOWN) {
                shown.append(byName.isEmpty() ? "" : ", ").append(name);
            }
            byName.put(name, number);
            if (asNumber || !name.equals(schema.nameOf(number))) {
                continue;
            }
            byte[] text = ('"' + name + '"').getBytes(StandardCharsets.UTF_8);
            if (number >= 0 && number < DENSE_NUMBERS) {
                dense[number] = text;
            } else {
                others.put(number, text);
            }
        }
        numbers = new NameTable<>(byName);
        expectation = shown + (byName.size() > NAMES_SHOWN ? ", …" : "") + " or a number";
    }

    @Nullable
    Integer number(byte[] name, int from, int to) {
        return numbers.find(name, from, to);
    }

    /** The JSON text of a number's name, or null if it is written as a number. */
    byte @Nullable [] json(int number) {
        return number >= 0 && number < DENSE_NUMBERS ? dense[number] : others.get(number);
    }

    String expectation() {
        return expectation;
    }
}
