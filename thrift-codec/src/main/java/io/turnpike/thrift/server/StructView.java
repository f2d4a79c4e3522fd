package io.turnpike.thrift.server;

import org.jspecify.annotations.Nullable;

/** Read-only view of a struct's fields, by name. */
public interface StructView {

    /**
     * The value of a field, or null if it is not set. By type: {@code Boolean}, {@code Byte}, {@code Short},
     * {@code Integer} (also enums), {@code Long}, {@code Double}, {@code String}, {@code byte[]}, {@code java.util.UUID},
     * {@code List}, {@code Set}, {@code Map}, {@code StructView}.
     *
     * @throws IllegalArgumentException if the struct has no such field
     */
    @Nullable
    Object get(String field);

    /** The text of a string field; the empty text if it is not set. */
    default String text(String field) {
        return get(field) instanceof String text ? text : "";
    }
}
