package io.turnpike.thrift.idl;

import java.util.List;
import java.util.Map;

/** A struct, union or exception. */
public record StructDeclaration(
        int offset, String name, Kind kind, List<FieldDeclaration> fields, Map<String, String> annotations, String doc)
        implements Declaration {

    /** Which word declared it. */
    public enum Kind {
        STRUCT,
        UNION,
        EXCEPTION
    }
}
