package io.turnpike.thrift.idl;

/** A type as written: nothing is resolved. Nested at most {@link IdlParser#MAX_DEPTH} deep. */
public sealed interface TypeReference {

    /** Where it starts, in UTF-16 code units from the start of the text. */
    int offset();

    /** One of the words of the language: {@code i32}, {@code string}, ... */
    record Base(int offset, String word) implements TypeReference {}

    /** A declared type, perhaps of an include: {@code Asset}, {@code shared.Asset}. */
    record Named(int offset, String name) implements TypeReference {}

    record ListOf(int offset, TypeReference element) implements TypeReference {}

    record SetOf(int offset, TypeReference element) implements TypeReference {}

    record MapOf(int offset, TypeReference key, TypeReference value) implements TypeReference {}
}
