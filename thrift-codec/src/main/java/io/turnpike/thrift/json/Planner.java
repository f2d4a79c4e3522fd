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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Makes plans of schemas; each struct once, however often it is referred to. Not safe for use by several threads at once. */
final class Planner {

    private static final byte[] NONE = {};

    /** A plan that still has no fields. */
    private record Incomplete(StructSchema schema, StructPlan plan, StructPlan.Role role) {}

    private final MappingOptions options;
    private final ThriftProtocol protocol;

    /** By role, because annotations may make the plans of one struct differ. */
    private final Map<StructPlan.Role, IdentityHashMap<StructSchema, StructPlan>> structs =
            new EnumMap<>(StructPlan.Role.class);

    private final IdentityHashMap<StructSchema, Boolean> filledBesideBody = new IdentityHashMap<>();
    private final IdentityHashMap<StructSchema, Boolean> moreThanJson = new IdentityHashMap<>();
    private final Deque<Incomplete> incomplete = new ArrayDeque<>();

    Planner(MappingOptions options, ThriftProtocol protocol) {
        this.protocol = protocol;
        this.options = options;
    }

    /** To be called when a plan could not be made, for want of memory, so that nobody gets a half of one. */
    void forget() {
        structs.clear();
        incomplete.clear();
    }

    /** The plan of the struct that stands for a whole request; another one than elsewhere if annotations make it differ. */
    StructPlan planRequest(StructSchema schema) {
        return has(schema, FieldBinding::isFilledBesideBody, filledBesideBody)
                ? plan(schema, StructPlan.Role.REQUEST)
                : plan(schema);
    }

    /** The plan of the struct that holds a result or an exception. */
    StructPlan planResult(StructSchema schema) {
        return plan(schema, StructPlan.Role.RESULT);
    }

    /** The plan of a whole result or exception; another one than elsewhere if annotations make it differ. */
    private TypePlan planReply(ThriftType type, boolean int64Text) {
        return type instanceof StructSchema schema && has(schema, FieldBinding::isMoreThanJson, moreThanJson)
                ? TypePlan.ofStruct(type, plan(schema, StructPlan.Role.REPLY))
                : plan(type, int64Text);
    }

    /** Looks at the fields of a struct once, however many methods take it. */
    private static boolean has(
            StructSchema schema, Predicate<FieldBinding> binding, IdentityHashMap<StructSchema, Boolean> known) {
        return known.computeIfAbsent(
                schema, struct -> struct.fields().stream().map(FieldBinding::of).anyMatch(binding));
    }

    StructPlan plan(StructSchema schema) {
        return plan(schema, StructPlan.Role.NESTED);
    }

    private StructPlan plan(StructSchema schema, StructPlan.Role role) {
        IdentityHashMap<StructSchema, StructPlan> ofRole =
                structs.computeIfAbsent(role, any -> new IdentityHashMap<>());
        StructPlan known = ofRole.get(schema);
        if (known != null) {
            return known;
        }
        StructPlan plan = new StructPlan(schema);
        ofRole.put(schema, plan);
        incomplete.add(new Incomplete(schema, plan, role));
        if (incomplete.size() == 1) {
            // One after the other, because structs may refer to each other in chains of any length.
            for (Incomplete next = incomplete.peek(); next != null; next = incomplete.peek()) {
                complete(next.schema(), next.plan(), next.role());
                incomplete.remove();
            }
        }
        return plan;
    }

    private void complete(StructSchema schema, StructPlan plan, StructPlan.Role role) {
        List<FieldSchema> declared = schema.fields();
        FieldPlan[] fields = new FieldPlan[declared.size()];
        for (int i = 0; i < fields.length; i++) {
            FieldSchema field = declared.get(i);
            FieldBinding binding = FieldBinding.of(field);
            boolean asText = options.int64AsText() || binding.textual();
            byte[] defaultValue = plan.union ? NONE : defaultValue(field);
            TypePlan type =
                    role == StructPlan.Role.RESULT ? planReply(field.type(), asText) : plan(field.type(), asText);
            fields[i] = new FieldPlan(i, field, binding, role, type, defaultValue);
        }
        plan.complete(fields, role);
    }

    TypePlan plan(ThriftType type, boolean int64Text) {
        if (type instanceof StructSchema struct) {
            return TypePlan.ofStruct(type, plan(struct));
        }
        if (type instanceof EnumSchema anEnum) {
            return TypePlan.ofEnum(anEnum, options.enumAsNumber());
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
