package io.turnpike.thrift.idl;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field of a struct, an argument of a function, or an exception it throws.
 *
 * @param offset where its name stands
 * @param id its number, given or counted down from -1; may be out of range
 * @param idOffset where the number stands; where the field starts when it has none
 * @param defaultValue the value after {@code =}, or null
 */
public record FieldDeclaration(
        int offset,
        long id,
        int idOffset,
        Presence presence,
        TypeReference type,
        String name,
        @Nullable ConstValue defaultValue,
        Map<String, String> annotations,
        String doc) {

    /** The word before the type. */
    public enum Presence {
        REQUIRED,
        OPTIONAL,
        UNSAID
    }
}
