package io.turnpike.gateway.routing;

import io.turnpike.thrift.json.FieldBinding;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.StructSchema;
import java.util.Optional;

/** Finds the request field that a path template fills. */
final class RequestFields {

    private RequestFields() {}

    /**
     * The full name of the field that a template fills: the one annotated {@code api.path = "<name>"} or, failing
     * that, the field of this name; empty if there is none that a single text can fill. Dots stand between the names of
     * nested fields. The fields are those of the only argument if it is a struct, otherwise the arguments themselves.
     */
    static Optional<String> find(MethodSchema method, String templateName) {
        StructSchema struct = method.arguments();
        if (struct.fields().size() == 1 && struct.fields().get(0).type() instanceof StructSchema only) {
            struct = only;
        }
        StringBuilder name = new StringBuilder();
        String[] steps = templateName.split("\\.", -1);
        for (int i = 0; i < steps.length; i++) {
            Optional<FieldSchema> field = step(struct, steps[i]);
            if (field.isEmpty()) {
                return Optional.empty();
            }
            name.append(i == 0 ? "" : ".").append(field.get().name());
            boolean last = i == steps.length - 1;
            if (field.get().type() instanceof StructSchema inner) {
                if (last) {
                    return Optional.empty();
                }
                struct = inner;
            } else if (!last || field.get().type() instanceof MapType) {
                return Optional.empty();
            }
        }
        return Optional.of(name.toString());
    }

    private static Optional<FieldSchema> step(StructSchema struct, String name) {
        return struct.fields().stream()
                .filter(field -> name.equals(field.annotations().get(FieldBinding.PATH)))
                .findFirst()
                .or(() -> Optional.ofNullable(struct.field(name)));
    }
}
