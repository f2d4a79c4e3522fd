package io.turnpike.thrift.idl;

import java.util.Map;

/** {@code typedef type name}. */
public record TypedefDeclaration(
        int offset, String name, TypeReference type, Map<String, String> annotations, String doc)
        implements Declaration {}
