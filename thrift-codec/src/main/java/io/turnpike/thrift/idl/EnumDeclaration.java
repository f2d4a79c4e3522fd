package io.turnpike.thrift.idl;

import java.util.List;
import java.util.Map;

/** {@code enum name { values }}. */
public record EnumDeclaration(
        int offset, String name, List<EnumValueDeclaration> values, Map<String, String> annotations, String doc)
        implements Declaration {}
