package io.turnpike.thrift.idl;

import java.util.Map;

/**
 * The texts that make up one IDL.
 *
 * @param mainFile name of the main text, used in diagnostics only
 * @param mainText the main text
 * @param includes what {@code include "name"} statements may refer to: file name to text
 */
public record IdlSources(String mainFile, String mainText, Map<String, String> includes) {

    public IdlSources {
        includes = Map.copyOf(includes);
    }

    /** A single text without includes, called {@code main.thrift} in diagnostics. */
    public static IdlSources of(String text) {
        return new IdlSources("main.thrift", text, Map.of());
    }
}
