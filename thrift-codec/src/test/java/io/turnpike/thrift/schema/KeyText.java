package io.turnpike.thrift.schema;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The key of a map as text, the same for a value of ours and for what the compiler wrote. */
final class KeyText {

    private KeyText() {}

    static String of(Object key) {
        if (key instanceof List<?> elements) {
            return elements.stream().map(KeyText::of).collect(Collectors.joining(",", "[", "]"));
        }
        if (key instanceof Map<?, ?> entries) {
            Map<String, String> sorted = new TreeMap<>();
            entries.forEach((name, value) -> sorted.put(of(name), of(value)));
            return sorted.toString();
        }
        return key instanceof Boolean flag ? (flag ? "1" : "0") : key.toString();
    }
}
