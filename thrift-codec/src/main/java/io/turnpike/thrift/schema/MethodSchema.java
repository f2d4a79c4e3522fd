package io.turnpike.thrift.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One method of a service.
 *
 * @param name the method's name on the wire
 * @param arguments the arguments as a struct, in the order of the IDL
 * @param returnType what it returns; empty for {@code void}
 * @param exceptions the {@code throws} clause: field id and exception type each
 * @param oneway whether no reply is sent
 * @param annotations annotations of the method
 * @param doc the doc comment, or the empty text
 */
public record MethodSchema(
        String name,
        StructSchema arguments,
        Optional<ThriftType> returnType,
        List<FieldSchema> exceptions,
        boolean oneway,
        Map<String, String> annotations,
        String doc) {

    public MethodSchema {
        exceptions = List.copyOf(exceptions);
        annotations = Map.copyOf(annotations);
    }
}
