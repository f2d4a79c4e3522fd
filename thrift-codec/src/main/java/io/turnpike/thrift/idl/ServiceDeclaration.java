package io.turnpike.thrift.idl;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service.
 *
 * @param parent the service it extends, or null
 */
public record ServiceDeclaration(
        int offset,
        String name,
        TypeReference.@Nullable Named parent,
        List<FunctionDeclaration> functions,
        Map<String, String> annotations,
        String doc)
        implements Declaration {}
