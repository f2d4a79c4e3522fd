package io.turnpike.thrift.idl;

import java.util.List;
import java.util.Map;

/** {@code senum name { "text", ... }}: a string of which only these values are meant; on the wire any string. */
public record SenumDeclaration(
        int offset, String name, List<String> values, Map<String, String> annotations, String doc)
        implements Declaration {}
