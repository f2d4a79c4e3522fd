package io.turnpike.thrift.json;

import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.Requiredness;
import java.nio.charset.StandardCharsets;

/** One field of a {@link StructPlan}. */
final class FieldPlan {

    /** Position in the plan, from 0. */
    final int index;

    final short id;
    final String name;
    final boolean required;
    final TypePlan type;
    final FieldSchema schema;

    /** The field's name in UTF-8. */
    final byte[] nameBytes;

    /** The name as a JSON key: quotes, colon. */
    final byte[] jsonKey;

    /** The value, encoded, that is written when there is none; empty: nothing is. */
    final byte[] defaultValue;

    FieldPlan(int index, FieldSchema schema, TypePlan type, byte[] defaultValue) {
        this.index = index;
        this.id = schema.id();
        this.name = schema.name();
        this.required = schema.requiredness() == Requiredness.REQUIRED;
        this.type = type;
        this.schema = schema;
        this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
        this.defaultValue = defaultValue;
        this.jsonKey = JsonText.keyOf(name);
    }
}
