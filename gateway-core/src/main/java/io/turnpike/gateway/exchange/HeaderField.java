package io.turnpike.gateway.exchange;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the header section of an HTTP message (RFC 9110, section 6.3).
 *
 * @param name as it was sent; names are compared regardless of case
 * @param value without white space around it
 */
public record HeaderField(String name, String value) {

    /** Whether this is a field of that name. */
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** The value of the first field of a name in a header section; null if there is none. */
    public static @Nullable String first(List<HeaderField> fields, String name) {
        for (HeaderField field : fields) {
            if (field.is(name)) {
                return field.value();
            }
        }
        return null;
    }

    /** The values of all fields of a name in a header section, in their order. */
    public static List<String> values(List<HeaderField> fields, String name) {
        List<String> values = List.of();
        for (HeaderField field : fields) {
            if (field.is(name)) {
                values = values.isEmpty() ? new ArrayList<>(1) : values;
                values.add(field.value());
            }
        }
        return Collections.unmodifiableList(values);
    }
}
