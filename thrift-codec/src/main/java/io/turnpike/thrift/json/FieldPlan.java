package io.turnpike.thrift.json;

import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.Requiredness;

/** One field of a {@link StructPlan}. */
final class FieldPlan {

    /** Position in the plan, from 0. */
    final int index;

    final short id;

    /** The field's name in the IDL. */
    final String name;

    final boolean required;
    final TypePlan type;
    final FieldSchema schema;
    final FieldBinding binding;

    /** Whether JSON of a request may hold it. */
    final boolean inRequestJson;

    /** Whether the JSON of a reply holds it as it is. */
    final boolean plainInReply;

    /** The same as JSON: quotes, colon. */
    final JsonKey jsonKey;

    /** The value, encoded, that is written when there is none; empty: nothing is. */
    final byte[] defaultValue;

    FieldPlan(
            int index,
            FieldSchema schema,
            FieldBinding binding,
            StructPlan.Role role,
            TypePlan type,
            byte[] defaultValue) {
        this.index = index;
        this.id = schema.id();
        this.name = schema.name();
        this.required = schema.requiredness() == Requiredness.REQUIRED;
        this.type = type;
        this.schema = schema;
        this.binding = binding;
        this.inRequestJson = !binding.hidden()
                && (role != StructPlan.Role.REQUEST || binding.body() || !binding.isFilledBesideBody());
        this.plainInReply = !binding.hidden() && (role != StructPlan.Role.REPLY || !binding.isMoreThanJson());
        this.defaultValue = defaultValue;
        this.jsonKey = JsonKey.of(binding.key());
    }

    /** Its key in JSON, which pointers are made of. */
    String key() {
        return binding.key();
    }

    /** What a request should hold for it, for messages: where, unless it is JSON, and of what type. */
    String expectation() {
        StringBuilder places = new StringBuilder();
        if (inRequestJson) {
            return type.expectation();
        }
        place(places, "query ", binding.query());
        place(places, "cookie ", binding.cookie());
        place(places, "header ", binding.header());
        return places + (places.isEmpty() ? "" : ", ") + type.expectation();
    }

    private static void place(StringBuilder places, String source, String name) {
        if (!name.isEmpty()) {
            places.append(places.isEmpty() ? "" : " or ").append(source).append(name);
        }
    }

    /** Whether the JSON of a reply holds it, beside what else becomes of it. */
    boolean inReplyJson() {
        return plainInReply || (binding.body() && !binding.hidden());
    }
}
