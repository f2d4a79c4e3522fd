package io.turnpike.thrift.schema;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One field of a struct, or one argument of a method.
 *
 * @param id the field id; negative when the IDL gave none
 * @param name the field's name
 * @param requiredness required, optional or neither
 * @param type the resolved type
 * @param defaultValue the default of the IDL, or null. By type: {@code Boolean}; {@code Integer} for byte, i16, i32 and
 *     enums (their number); {@code Long}; {@code Double}; {@code String}; {@code byte[]} for binary; {@code java.util.UUID};
 *     {@code List<Object>} for list and set; {@code Map<Object, Object>} for map; {@code Map<String, Object>} (field name to
 *     value) for a struct
 * @param annotations annotations of the field, by name; an annotation without value is {@code "1"}
 * @param doc the doc comment, or the empty text
 */
public record FieldSchema(
        short id,
        String name,
        Requiredness requiredness,
        ThriftType type,
        @Nullable Object defaultValue,
        Map<String, String> annotations,
        String doc) {

    public FieldSchema {
        annotations = Map.copyOf(annotations);
    }

    /** A field without default, annotations and doc comment. */
    public static FieldSchema of(int id, String name, Requiredness requiredness, ThriftType type) {
        return new FieldSchema((short) id, name, requiredness, type, null, Map.of(), "");
    }
}
