package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.FieldDeclaration;
import io.turnpike.thrift.idl.StructDeclaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives structs their fields: first only the types, which constants need, then all the rest. */
final class StructLinker {

    private record Struct(
            FileScope scope, StructDeclaration declaration, StructSchema schema, List<@Nullable ThriftType> types) {}

    private final List<Struct> structs = new ArrayList<>();
    private final Map<StructSchema, Map<String, ThriftType>> fieldTypes = new HashMap<>();

    StructLinker(List<FileScope> scopes, TypeLinker types) {
        for (FileScope scope : scopes) {
            for (TypeSymbol symbol : scope.types()) {
                if (symbol.declaration instanceof StructDeclaration declaration
                        && symbol.resolved() != null
                        && symbol.resolved().type() instanceof StructSchema schema) {
                    add(new Struct(scope, declaration, schema, types(scope, declaration.fields(), types)));
                }
            }
        }
    }

    private void add(Struct struct) {
        structs.add(struct);
        Map<String, ThriftType> byName = new HashMap<>();
        for (int i = 0; i < struct.types.size(); i++) {
            ThriftType type = struct.types.get(i);
            if (type != null) {
                byName.put(struct.declaration.fields().get(i).name(), type);
            }
        }
        fieldTypes.put(struct.schema, byName);
    }

    /** The resolved type of each field, null after a fault. */
    static List<@Nullable ThriftType> types(FileScope scope, List<FieldDeclaration> fields, TypeLinker types) {
        List<@Nullable ThriftType> resolved = new ArrayList<>(fields.size());
        for (FieldDeclaration field : fields) {
            resolved.add(types.type(scope, field.type()));
        }
        return resolved;
    }

    /** The types of the fields of every struct, by name. */
    Map<StructSchema, Map<String, ThriftType>> fieldTypes() {
        return fieldTypes;
    }

    void complete(FieldLinker fields) {
        for (Struct struct : structs) {
            FieldLinker.Place place = struct.schema.kind() == StructSchema.Kind.UNION
                    ? FieldLinker.Place.UNION
                    : FieldLinker.Place.STRUCT;
            struct.schema.complete(fields.link(struct.scope, struct.declaration.fields(), struct.types, place));
        }
    }

    /** To be called when all structs are complete. */
    void checkDefaults(DefaultSizes defaults) {
        structs.forEach(struct -> defaults.check(struct.scope, struct.declaration.offset(), struct.schema));
    }
}
