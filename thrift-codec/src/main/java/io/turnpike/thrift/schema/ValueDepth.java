package io.turnpike.thrift.schema;

import java.util.Collection;
import java.util.Map;

/** How deep a constant is nested with every reference followed. */
final class ValueDepth {

    private ValueDepth() {}

    /** 1 for a scalar, one more for each list, set, map or struct around it. Recurses as deep as the value is. */
    static int of(Object value) {
        int deepest = 0;
        if (value instanceof Collection<?> elements) {
            for (Object element : elements) {
                deepest = Math.max(deepest, of(element));
            }
        } else if (value instanceof Map<?, ?> entries) {
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                deepest = Math.max(deepest, Math.max(of(entry.getKey()), of(entry.getValue())));
            }
        }
        return deepest + 1;
    }
}
