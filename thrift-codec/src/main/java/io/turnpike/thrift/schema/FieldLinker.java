package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.FieldDeclaration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Links lists of fields: of structs, of arguments, of exceptions. */
final class FieldLinker {

    /** Where a list of fields stands decides what the words before the type mean. */
    enum Place {
        STRUCT,
        UNION,
        ARGUMENTS,
        THROWS
    }

    private final ValueFitter fitter;

    FieldLinker(ValueFitter fitter) {
        this.fitter = fitter;
    }

    /** @param types the resolved type of each field, null where that failed */
    List<FieldSchema> link(
            FileScope scope, List<FieldDeclaration> declared, List<@Nullable ThriftType> types, Place place) {
        List<FieldSchema> fields = new ArrayList<>(declared.size());
        Set<String> names = new HashSet<>();
        Set<Long> ids = new HashSet<>();
        boolean defaulted = false;
        for (int i = 0; i < declared.size(); i++) {
            FieldDeclaration field = declared.get(i);
            checkUnique(scope, field, names, ids);
            ThriftType type = types.get(i);
            Object value = null;
            if (field.defaultValue() != null && type != null) {
                value = fitter.fit(scope, field.defaultValue(), type);
                if (defaulted && place == Place.UNION) {
                    scope.fault(field.offset(), "second default value of a union (expected: at most one)");
                }
                defaulted = true;
            }
            if (place == Place.THROWS && type != null && !isException(type)) {
                scope.fault(field.type().offset(), "type " + type.idlName() + " in 'throws' (expected: an exception)");
            }
            if (type != null) {
                fields.add(new FieldSchema(
                        (short) field.id(),
                        field.name(),
                        requiredness(field.presence(), place),
                        type,
                        value,
                        field.annotations(),
                        field.doc()));
            }
        }
        return fields;
    }

    private static void checkUnique(FileScope scope, FieldDeclaration field, Set<String> names, Set<Long> ids) {
        if (!names.add(field.name())) {
            scope.fault(field.offset(), "field name '" + field.name() + "' is already used");
        }
        if (field.id() != (short) field.id()) {
            scope.fault(field.idOffset(), "field number " + field.id() + " (expected: 1 to 32767)");
        } else if (!ids.add(field.id())) {
            scope.fault(field.idOffset(), "field number " + field.id() + " is already used");
        }
    }

    private static boolean isException(ThriftType type) {
        return type instanceof StructSchema struct && struct.kind() == StructSchema.Kind.EXCEPTION;
    }

    private static Requiredness requiredness(FieldDeclaration.Presence presence, Place place) {
        if (place == Place.UNION) {
            return Requiredness.OPTIONAL;
        }
        return switch (presence) {
            case REQUIRED -> Requiredness.REQUIRED;
            case OPTIONAL -> place == Place.STRUCT ? Requiredness.OPTIONAL : Requiredness.DEFAULT;
            case UNSAID -> Requiredness.DEFAULT;
        };
    }
}
