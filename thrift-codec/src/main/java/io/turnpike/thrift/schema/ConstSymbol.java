package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.ConstDeclaration;
import org.jspecify.annotations.Nullable;

/** A constant while it is being linked. Identity counts. */
final class ConstSymbol {

    final FileScope file;
    final ConstDeclaration declaration;
    private @Nullable ThriftType type;
    private @Nullable Object value;
    private long expandedValues;

    ConstSymbol(FileScope file, ConstDeclaration declaration) {
        this.file = file;
        this.declaration = declaration;
    }

    /** Its type, or null if that is faulty or not yet known. */
    @Nullable
    ThriftType type() {
        return type;
    }

    /** Its value as {@link FieldSchema#defaultValue} has it, or null if that is faulty or not yet known. */
    @Nullable
    Object value() {
        return value;
    }

    /** How many values it consists of when every reference is followed. */
    long expandedValues() {
        return expandedValues;
    }

    void resolve(ThriftType resolvedType, @Nullable Object resolvedValue, long expanded) {
        type = resolvedType;
        value = resolvedValue;
        expandedValues = expanded;
    }
}
