package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.ConstValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns written constants into values of a type, as {@link FieldSchema#defaultValue} has them. Returns null after a fault.
 * What it makes is unmodifiable, except for {@code byte[]}.
 */
final class ValueFitter {

    private static final Pattern CANONICAL_UUID =
            Pattern.compile("\\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}}?");

    private final Map<StructSchema, Map<String, ThriftType>> structFields;
    private final long budget;
    private long spent;

    /**
     * @param structFields the fields of every struct whose type is known
     * @param budget how many values, and characters of texts, all constants together may expand to
     */
    ValueFitter(Map<StructSchema, Map<String, ThriftType>> structFields, long budget) {
        this.structFields = structFields;
        this.budget = budget;
    }

    /** How many values all constants together expanded to so far. */
    long spent() {
        return spent;
    }

    /** The value as one of this type, or null after a fault. */
    @Nullable
    Object fit(FileScope scope, ConstValue value, ThriftType type) {
        if (value instanceof ConstValue.Name name) {
            return reference(scope, name, type);
        }
        if (!spend(
                scope,
                value,
                value instanceof ConstValue.Text text ? 1L + text.value().length() : 1)) {
            return null;
        }
        if (value instanceof ConstValue.Whole whole) {
            return whole(scope, whole.offset(), whole.value(), type);
        }
        if (value instanceof ConstValue.Decimal decimal) {
            return type == BaseType.DOUBLE
                    ? (Object) decimal.value()
                    : mismatch(scope, value.offset(), String.valueOf(decimal.value()), type);
        }
        if (value instanceof ConstValue.Text text) {
            return text(scope, text.offset(), text.value(), type);
        }
        if (value instanceof ConstValue.Items items) {
            return items(scope, items, type);
        }
        return entries(scope, (ConstValue.Entries) value, type);
    }

    private boolean spend(FileScope scope, ConstValue at, long values) {
        if (spent > budget) {
            return false;
        }
        spent += values;
        if (spent > budget) {
            scope.fault(
                    at.offset(),
                    "constants expand to too many values (expected: at most " + budget
                            + " values and characters in all texts)");
            return false;
        }
        return true;
    }

    private @Nullable Object reference(FileScope scope, ConstValue.Name name, ThriftType type) {
        ConstSymbol constant = scope.constant(name.name());
        if (constant != null) {
            if (constant.type() == null || constant.value() == null) {
                return null;
            }
            return shared(scope, name, constant.type(), constant.value(), constant.expandedValues(), type);
        }
        if (!spend(scope, name, 1)) {
            return null;
        }
        if (type instanceof EnumSchema enumeration) {
            Integer number =
                    enumeration.number(name.name().substring(name.name().lastIndexOf('.') + 1));
            if (number != null) {
                return number;
            }
        }
        Integer number = scope.enumValue(name.name());
        if (number != null) {
            return whole(scope, name.offset(), number, type);
        }
        scope.unknown(name.offset(), "constant or enum value", name.name());
        return null;
    }

    private @Nullable Object shared(
            FileScope scope, ConstValue.Name name, ThriftType from, Object value, long expanded, ThriftType type) {
        if (from == type || from.equals(type)) {
            return spend(scope, name, expanded) ? value : null;
        }
        if (!spend(scope, name, 1)) {
            return null;
        }
        if (value instanceof Boolean flag) {
            return whole(scope, name.offset(), flag ? 1 : 0, type);
        }
        if (value instanceof Integer || value instanceof Long) {
            return whole(scope, name.offset(), ((Number) value).longValue(), type);
        }
        if (value instanceof String text && spend(scope, name, text.length())) {
            return text(scope, name.offset(), text, type);
        }
        return mismatch(scope, name.offset(), "constant '" + name.name() + "' of type " + from.idlName(), type);
    }

    private static @Nullable Object whole(FileScope scope, int offset, long value, ThriftType type) {
        if (type instanceof EnumSchema enumeration) {
            if (value == (int) value && enumeration.nameOf((int) value) != null) {
                return (int) value;
            }
            scope.fault(offset, "value " + value + " (expected: a value of enum " + enumeration.name() + ')');
            return null;
        }
        if (type instanceof BaseType base) {
            switch (base) {
                case BOOL -> {
                    return value > 0;
                }
                case BYTE -> {
                    return inRange(scope, offset, value, type, Byte.MIN_VALUE, Byte.MAX_VALUE);
                }
                case I16 -> {
                    return inRange(scope, offset, value, type, Short.MIN_VALUE, Short.MAX_VALUE);
                }
                case I32 -> {
                    return inRange(scope, offset, value, type, Integer.MIN_VALUE, Integer.MAX_VALUE);
                }
                case I64 -> {
                    return value;
                }
                case DOUBLE -> {
                    return (double) value;
                }
                case STRING, BINARY, UUID -> {}
            }
        }
        return mismatch(scope, offset, String.valueOf(value), type);
    }

    private static @Nullable Object inRange(
            FileScope scope, int offset, long value, ThriftType type, int least, int most) {
        if (value >= least && value <= most) {
            return (int) value;
        }
        scope.fault(
                offset,
                "value " + value + " does not fit " + type.idlName() + " (expected: " + least + " to " + most + ')');
        return null;
    }

    private static @Nullable Object text(FileScope scope, int offset, String value, ThriftType type) {
        if (type == BaseType.STRING) {
            return value;
        }
        if (type == BaseType.BINARY) {
            return value.getBytes(StandardCharsets.UTF_8);
        }
        if (type == BaseType.UUID) {
            boolean braced = value.startsWith("{");
            if (value.length() <= 38 && CANONICAL_UUID.matcher(value).matches() && braced == value.endsWith("}")) {
                return UUID.fromString(braced ? value.substring(1, value.length() - 1) : value);
            }
            scope.fault(offset, "text is no uuid (expected: like \"00112233-4455-6677-8899-aabbccddeeff\")");
            return null;
        }
        return mismatch(scope, offset, "text", type);
    }

    private @Nullable Object items(FileScope scope, ConstValue.Items items, ThriftType type) {
        if (items.values().isEmpty() && type instanceof MapType) {
            return Map.of();
        }
        ThriftType element;
        Collection<Object> values;
        if (type instanceof ListType list) {
            element = list.element();
            values = new ArrayList<>();
        } else if (type instanceof SetType set) {
            element = set.element();
            values = new LinkedHashSet<>();
        } else {
            return mismatch(scope, items.offset(), "a list", type);
        }
        boolean sound = true;
        for (ConstValue item : items.values()) {
            Object value = fit(scope, item, element);
            if (value == null) {
                sound = false;
            } else {
                values.add(value);
            }
        }
        return sound ? Collections.unmodifiableList(new ArrayList<>(values)) : null;
    }

    private @Nullable Object entries(FileScope scope, ConstValue.Entries entries, ThriftType type) {
        if (entries.entries().isEmpty() && (type instanceof ListType || type instanceof SetType)) {
            return List.of();
        }
        if (type instanceof StructSchema struct) {
            return fields(scope, entries, struct);
        }
        if (!(type instanceof MapType map)) {
            return mismatch(scope, entries.offset(), "a map", type);
        }
        Map<Object, Object> values = new LinkedHashMap<>();
        boolean sound = true;
        for (ConstValue.Entry entry : entries.entries()) {
            Object key = fit(scope, entry.key(), map.key());
            Object value = fit(scope, entry.value(), map.value());
            if (key == null || value == null) {
                sound = false;
            } else {
                values.put(key, value);
            }
        }
        return sound ? Collections.unmodifiableMap(values) : null;
    }

    private @Nullable Object fields(FileScope scope, ConstValue.Entries entries, StructSchema struct) {
        Map<String, ThriftType> types = structFields.getOrDefault(struct, Map.of());
        Map<String, Object> values = new LinkedHashMap<>();
        boolean sound = true;
        for (ConstValue.Entry entry : entries.entries()) {
            Object value = null;
            if (!(entry.key() instanceof ConstValue.Text name)) {
                scope.fault(entry.key().offset(), "key of a struct constant (expected: a field name in quotes)");
            } else if (!types.containsKey(name.value())) {
                scope.fault(
                        name.offset(),
                        struct.name() + " has no such field (expected: the name of a field of " + struct.name() + ')');
            } else {
                value = fit(scope, entry.value(), types.get(name.value()));
                if (value != null) {
                    values.put(name.value(), value);
                }
            }
            sound &= value != null;
        }
        if (sound && struct.kind() == StructSchema.Kind.UNION && values.size() > 1) {
            scope.fault(entries.offset(), values.size() + " fields for union " + struct.name() + " (expected: one)");
            return null;
        }
        return sound ? Collections.unmodifiableMap(values) : null;
    }

    private static @Nullable Object mismatch(FileScope scope, int offset, String found, ThriftType type) {
        scope.fault(offset, found + " does not fit (expected: a value of type " + type.idlName() + ')');
        return null;
    }
}
