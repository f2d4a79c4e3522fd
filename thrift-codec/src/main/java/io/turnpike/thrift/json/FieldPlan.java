package io.turnpike.thrift.json;

import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.Requiredness;
import java.nio.charset.StandardCharsets;

/** One field of a {@link StructPlan}. */
final class FieldPlan {

    /** The key of a field that JSON does not hold: no text in UTF-8 has these bytes, so that no key is ever equal to it. */
    private static final byte[] NO_KEY = {(byte) 0xff, (byte) 0xff};

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

    /** Its key in JSON, in UTF-8. */
    final byte[] keyBytes;

    /** The same as JSON: quotes, colon. */
    final byte[] jsonKey;

    /** What a request's JSON has for it if it is written as we would: the same, unless JSON must not hold it. */
    final byte[] requestKey;

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
        this.keyBytes = inRequestJson ? binding.key().getBytes(StandardCharsets.UTF_8) : NO_KEY;
        this.defaultValue = defaultValue;
        this.jsonKey = JsonText.keyOf(binding.key());
        this.requestKey = inRequestJson ? jsonKey : NO_KEY;
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
