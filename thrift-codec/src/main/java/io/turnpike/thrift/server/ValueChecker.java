package io.turnpike.thrift.server;

import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.EnumSchema;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.SetType;
import io.turnpike.thrift.schema.StructSchema;
import io.turnpike.thrift.schema.ThriftType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings what a handler gave into exactly the Java types that {@link StructView#get} names, or says what does not fit. */
final class ValueChecker {

    private ValueChecker() {}

    /**
     * @param at where the value stands, for messages
     * @throws IllegalArgumentException if the value is not of the type
     */
    static Object check(ThriftType type, @Nullable Object value, String at) {
        if (type instanceof StructSchema struct) {
            return struct(struct, value, at);
        }
        if (type instanceof EnumSchema anEnum) {
            Integer number = value instanceof String name ? anEnum.number(name) : null;
            return number != null
                    ? number
                    : (Object) (int) whole(type, value, at, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type instanceof ListType list) {
            return elements(list.element(), as(Collection.class, type, value, at), at, new ArrayList<>());
        }
        if (type instanceof SetType set) {
            return elements(set.element(), as(Collection.class, type, value, at), at, new LinkedHashSet<>());
        }
        if (type instanceof MapType map) {
            Map<Object, Object> checked = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) as(Map.class, type, value, at)).entrySet()) {
                checked.put(check(map.key(), entry.getKey(), at), check(map.value(), entry.getValue(), at));
            }
            return checked;
        }
        return switch ((BaseType) type) {
            case BOOL -> as(Boolean.class, type, value, at);
            case BYTE -> (byte) whole(type, value, at, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case I16 -> (short) whole(type, value, at, Short.MIN_VALUE, Short.MAX_VALUE);
            case I32 -> (int) whole(type, value, at, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case I64 -> whole(type, value, at, Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE -> as(Number.class, type, value, at).doubleValue();
            case STRING -> as(String.class, type, value, at);
            case BINARY -> as(byte[].class, type, value, at);
            case UUID -> as(UUID.class, type, value, at);
        };
    }

    private static FieldValues struct(StructSchema schema, @Nullable Object value, String at) {
        if (value instanceof FieldValues same && same.schema() == schema) {
            return same;
        }
        Map<?, ?> given = as(Map.class, schema, value, at);
        for (Object name : given.keySet()) {
            if (!(name instanceof String text) || schema.field(text) == null) {
                throw new IllegalArgumentException(
                        at + " has " + name + " (expected: a field of " + schema.name() + ")");
            }
        }
        Map<String, Object> checked = new HashMap<>();
        for (FieldSchema field : schema.fields()) {
            String place = at + '.' + field.name();
            Object fieldValue = given.get(field.name());
            if (fieldValue == null && schema.kind() != StructSchema.Kind.UNION) {
                fieldValue = field.requiredness() == Requiredness.OPTIONAL ? null : field.defaultValue();
                if (fieldValue == null && field.requiredness() == Requiredness.REQUIRED) {
                    throw new IllegalArgumentException(place + " is missing (expected: it is required)");
                }
            }
            if (fieldValue != null) {
                checked.put(field.name(), check(field.type(), fieldValue, place));
            }
        }
        if (schema.kind() == StructSchema.Kind.UNION && checked.size() != 1) {
            throw new IllegalArgumentException(
                    at + " sets " + checked.size() + " fields (expected: one, it is a union)");
        }
        return new FieldValues(schema, checked);
    }

    private static Collection<Object> elements(
            ThriftType element, Collection<?> values, String at, Collection<Object> checked) {
        for (Object value : values) {
            checked.add(check(element, value, at));
        }
        return checked;
    }

    private static long whole(ThriftType type, @Nullable Object value, String at, long least, long most) {
        Number number = as(Number.class, type, value, at);
        boolean isWhole =
                List.of(Byte.class, Short.class, Integer.class, Long.class).contains(number.getClass());
        if (!isWhole || number.longValue() < least || number.longValue() > most) {
            throw unexpected(type, value, at);
        }
        return number.longValue();
    }

    private static <T> T as(Class<T> expected, ThriftType type, @Nullable Object value, String at) {
        if (!expected.isInstance(value)) {
            throw unexpected(type, value, at);
        }
        return expected.cast(value);
    }

    private static IllegalArgumentException unexpected(ThriftType type, @Nullable Object value, String at) {
        String found = value == null ? "null" : value + " (" + value.getClass().getSimpleName() + ")";
        return new IllegalArgumentException(at + ": " + found + " (expected: " + type.idlName() + ")");
    }
}
