package io.turnpike.thrift.json;

import io.turnpike.thrift.schema.StructSchema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a struct is translated. Completed once, before it is shared, as structs may refer to each other in circles; immutable
 * from then on.
 */
final class StructPlan {

    /** Where the struct stands: annotations that bind fields to other parts of HTTP than JSON count at the top only. */
    enum Role {
        NESTED,
        /** What a whole request stands for. */
        REQUEST,
        /** A result or an exception. */
        REPLY,
        /** What holds either. */
        RESULT
    }

    private static final FieldPlan[] NONE = {};

    final String name;
    final boolean union;

    /** In the order of the IDL. */
    private FieldPlan[] fields = NONE;

    /** The fields that something must be done about when they are missing: required, or with a default to write. */
    private FieldPlan[] checked = NONE;

    private FieldPlan[] byId = NONE;

    /** By index of a field: the key that a request's JSON has for it, as we would write it. */
    private JsonKey[] requestKeys = {};

    private NameTable<FieldPlan> byKey = new NameTable<>(Map.of());
    private NameTable<FieldPlan> byName = byKey;

    /** The fields that headers, cookies and named query parameters fill. */
    private FieldPlan[] bound = NONE;

    StructPlan(StructSchema schema) {
        name = schema.name();
        union = schema.kind() == StructSchema.Kind.UNION;
    }

    /** Gives it its fields; where two claim the same key in JSON, the first has it. */
    void complete(FieldPlan[] inOrder, Role role) {
        fields = inOrder;
        byId = inOrder.clone();
        Arrays.sort(byId, (a, b) -> Short.compare(a.id, b.id));
        Map<String, FieldPlan> keys = new LinkedHashMap<>();
        Map<String, FieldPlan> names = new LinkedHashMap<>();
        for (FieldPlan field : inOrder) {
            names.put(field.name, field);
            if (field.inRequestJson) {
                keys.putIfAbsent(field.key(), field);
            }
        }
        byKey = new NameTable<>(keys);
        requestKeys = new JsonKey[inOrder.length];
        for (FieldPlan field : inOrder) {
            requestKeys[field.index] = keys.get(field.key()) == field ? field.jsonKey : JsonKey.NONE;
        }
        byName = keys.equals(names) ? byKey : new NameTable<>(names);
        if (role == Role.REQUEST) {
            bound = Arrays.stream(inOrder)
                    .filter(field -> field.binding.isFilledBesideBody() && !field.binding.hidden())
                    .toArray(FieldPlan[]::new);
        }
        checked = Arrays.stream(inOrder)
                .filter(field -> field.required || field.defaultValue.length > 0)
                .toArray(FieldPlan[]::new);
    }

    int size() {
        return fields.length;
    }

    FieldPlan[] fields() {
        return fields;
    }

    FieldPlan[] checked() {
        return checked;
    }

    FieldPlan[] bound() {
        return bound;
    }

    /** The field of this name in the IDL. */
    @Nullable
    FieldPlan named(String fieldName) {
        byte[] bytes = fieldName.getBytes(StandardCharsets.UTF_8);
        return byName.find(bytes, 0, bytes.length);
    }

    /** The field of this key in JSON. */
    @Nullable
    FieldPlan keyed(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return byKey.find(bytes, 0, bytes.length);
    }

    /** The key with quotes and colon by which a field is likely to stand in a request. */
    JsonKey requestKey(int index) {
        return requestKeys[index];
    }

    /** The field of a key in JSON. */
    @Nullable
    FieldPlan find(byte[] bytes, int from, int to) {
        return byKey.find(bytes, from, to);
    }

    /**
     * The field with an id.
     *
     * @param guess index of the field that is likely; any number is allowed
     */
    @Nullable
    FieldPlan find(short id, int guess) {
        if (guess < fields.length && fields[guess].id == id) {
            return fields[guess];
        }
        int low = 0;
        int high = byId.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Short.compare(byId[middle].id, id);
            if (order == 0) {
                return byId[middle];
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }
}
