package io.turnpike.gateway.routing;

import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.StructSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hand-made schemas: routing is tested without the IDL compiler. */
final class Schemas {

    private Schemas() {}

    /** A method that takes one struct with the string fields ID and Name, and Inner with the field Key. */
    static MethodSchema method(String name, Map<String, String> annotations) {
        FieldSchema key = FieldSchema.of(1, "Key", Requiredness.DEFAULT, BaseType.STRING);
        StructSchema inner = StructSchema.of("Inner", StructSchema.Kind.STRUCT, List.of(key));
        StructSchema request = StructSchema.of(
                "Request",
                StructSchema.Kind.STRUCT,
                List.of(
                        FieldSchema.of(1, "ID", Requiredness.DEFAULT, BaseType.STRING),
                        FieldSchema.of(2, "Name", Requiredness.DEFAULT, BaseType.STRING),
                        FieldSchema.of(3, "Inner", Requiredness.DEFAULT, inner)));
        StructSchema arguments = StructSchema.of(
                name + "_args",
                StructSchema.Kind.STRUCT,
                List.of(FieldSchema.of(1, "req", Requiredness.DEFAULT, request)));
        return new MethodSchema(name, arguments, Optional.empty(), List.of(), false, annotations, "");
    }

    static ServiceSchema service(MethodSchema... methods) {
        Map<String, MethodSchema> byName = new LinkedHashMap<>();
        for (MethodSchema method : methods) {
            byName.put(method.name(), method);
        }
        return new ServiceSchema("Assets", byName, Map.of(), "");
    }
}
