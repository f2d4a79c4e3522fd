package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.protocol.ThriftWriter;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.EnumSchema;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.SetType;
import io.turnpike.thrift.schema.StructSchema;
import io.turnpike.thrift.schema.ThriftType;
import java.util.IdentityHashMap;
import java.util.List;

/** Makes plans of schemas; each struct once, however often it is referred to. Not safe for use by several threads at once. */
final class Planner {

    /** Marks an i64 that is text in JSON, by the CloudWeGo Thrift annotation standard. */
    private static final String JS_CONV = "api.js_conv";

    private static final byte[] NONE = {};

    private final boolean int64AsText;
    private final ThriftProtocol protocol;
    private final IdentityHashMap<StructSchema, StructPlan> structs = new IdentityHashMap<>();

    Planner(boolean int64AsText, ThriftProtocol protocol) {
        this.protocol = protocol;
        this.int64AsText = int64AsText;
    }

    StructPlan plan(StructSchema schema) {
        StructPlan known = structs.get(schema);
        if (known != null) {
            return known;
        }
        StructPlan plan = new StructPlan(schema);
        structs.put(schema, plan);
        List<FieldSchema> declared = schema.fields();
        FieldPlan[] fields = new FieldPlan[declared.size()];
        for (int i = 0; i < fields.length; i++) {
            FieldSchema field = declared.get(i);
            boolean asText = int64AsText || field.annotations().containsKey(JS_CONV);
            byte[] defaultValue = plan.union ? NONE : defaultValue(field);
            fields[i] = new FieldPlan(i, field, plan(field.type(), asText), defaultValue);
        }
        plan.complete(fields);
        return plan;
    }

    TypePlan plan(ThriftType type, boolean int64Text) {
        if (type instanceof StructSchema struct) {
            return TypePlan.ofStruct(type, plan(struct));
        }
        if (type instanceof EnumSchema anEnum) {
            return TypePlan.ofEnum(anEnum);
        }
        if (type instanceof ListType list) {
            return TypePlan.ofContainer(TypePlan.Kind.LIST, type, null, plan(list.element(), int64Text));
        }
        if (type instanceof SetType set) {
            return TypePlan.ofContainer(TypePlan.Kind.SET, type, null, plan(set.element(), int64Text));
        }
        if (type instanceof MapType map) {
            return TypePlan.ofContainer(
                    TypePlan.Kind.MAP, type, plan(map.key(), int64Text), plan(map.value(), int64Text));
        }
        BaseType base = (BaseType) type;
        TypePlan.Kind kind = switch (base) {
            case BOOL -> TypePlan.Kind.BOOL;
            case BYTE -> TypePlan.Kind.BYTE;
            case I16 -> TypePlan.Kind.I16;
            case I32 -> TypePlan.Kind.I32;
            case I64 -> TypePlan.Kind.I64;
            case DOUBLE -> TypePlan.Kind.DOUBLE;
            case STRING -> TypePlan.Kind.STRING;
            case BINARY -> TypePlan.Kind.BINARY;
            case UUID -> TypePlan.Kind.UUID;
        };
        return TypePlan.ofBase(kind, base, int64Text);
    }

    private byte[] defaultValue(FieldSchema field) {
        Object value = field.defaultValue();
        if (value == null || field.requiredness() == Requiredness.OPTIONAL) {
            return NONE;
        }
        ByteSink encoded = new ByteSink(16);
        new DefaultValueWriter(ThriftWriter.of(protocol, encoded), field.name()).write(field.type(), value);
        return encoded.toByteArray();
    }
}
