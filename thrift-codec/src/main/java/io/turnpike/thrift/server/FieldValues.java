package io.turnpike.thrift.server;

import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.StructSchema;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A struct's values, by field name; they have been checked against the schema. */
final class FieldValues implements StructView {

    private final StructSchema schema;
    private final Map<String, Object> values;

    FieldValues(StructSchema schema, Map<String, Object> values) {
        this.schema = schema;
        this.values = values;
    }

    StructSchema schema() {
        return schema;
    }

    @Override
    public @Nullable Object get(String field) {
        if (schema.field(field) == null) {
            throw new IllegalArgumentException("field " + field + " (expected: one of "
                    + schema.fields().stream().map(FieldSchema::name).toList() + " of " + schema.name() + ")");
        }
        return values.get(field);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldValues that && schema == that.schema && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(System.identityHashCode(schema), values);
    }

    @Override
    public String toString() {
        return schema.name() + values;
    }
}
