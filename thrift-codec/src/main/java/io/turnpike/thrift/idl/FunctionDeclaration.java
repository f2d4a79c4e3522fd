package io.turnpike.thrift.idl;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function of a service.
 *
 * @param returnType what it returns, or null for {@code void}
 * @param exceptions its {@code throws} clause
 */
public record FunctionDeclaration(
        int offset,
        String name,
        boolean oneway,
        @Nullable TypeReference returnType,
        List<FieldDeclaration> arguments,
        List<FieldDeclaration> exceptions,
        Map<String, String> annotations,
        String doc) {}
