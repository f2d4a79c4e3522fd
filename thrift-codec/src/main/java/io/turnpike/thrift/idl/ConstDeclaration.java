package io.turnpike.thrift.idl;

/** {@code const type name = value}. */
public record ConstDeclaration(int offset, String name, TypeReference type, ConstValue value, String doc)
        implements Declaration {}
