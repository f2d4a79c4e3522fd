package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ThriftReader;
import io.turnpike.thrift.protocol.WireType;
import org.apache.thrift.protocol.TType;
import org.jspecify.annotations.Nullable;

/** Translates the values of one reply: reads Thrift and writes JSON as it goes. For one use. */
final class ReplyDecoder {

    private final ThriftReader in;
    private final MappingOptions options;
    private final ByteSink out;
    private final SeenFields seen = new SeenFields();
    private final KeySets keySets = new KeySets();
    private final long mostBytes;

    /** What annotated fields of the result become beside JSON. */
    private @Nullable ReplyText beside;

    ReplyDecoder(ThriftReader in, MappingOptions options, ByteSink out) {
        this.in = in;
        this.options = options;
        this.out = out;
        this.mostBytes = (long) out.size() + options.jsonBytes();
    }

    /** What the annotated fields that were read become beside JSON; null if there were none. */
    @Nullable
    ReplyText beside() {
        return beside;
    }

    /** Reads the value of a field whose header has been read. */
    void value(TypePlan type, byte wireType, StructPlan owner, FieldPlan field) throws ProtocolException {
        requireType(type, wireType, owner, field);
        value(type, owner, field);
    }

    private void value(TypePlan type, StructPlan owner, FieldPlan field) throws ProtocolException {
        switch (type.kind) {
            case BOOL -> writeBool(in.readBool());
            case BYTE -> JsonText.writeLong(in.readByte(), out);
            case I16 -> JsonText.writeLong(in.readI16(), out);
            case I32 -> JsonText.writeLong(in.readI32(), out);
            case I64 -> {
                if (type.asText) {
                    quoted(type, owner, field);
                } else {
                    JsonText.writeLong(in.readI64(), out);
                }
            }
            case DOUBLE -> writeDouble(in.readDouble(), options.nonFiniteAsNull(), owner, field);
            case ENUM -> {
                int number = in.readI32();
                byte[] name = type.enumPlan().json(number);
                if (name == null) {
                    JsonText.writeLong(number, out);
                } else {
                    out.writeBytes(name, 0, name.length);
                }
            }
            case STRING, BINARY, UUID -> quoted(type, owner, field);
            case STRUCT -> struct(type.struct());
            case LIST, SET -> list(type, owner, field);
            case MAP -> map(type, owner, field);
        }
    }

    void struct(StructPlan plan) throws ProtocolException {
        in.beginStruct();
        int set = seen.open(plan.size());
        int guess = 0;
        int count = 0;
        out.writeByte('{');
        int open = out.size();
        for (byte wireType = in.readFieldBegin(); wireType != TType.STOP; wireType = in.readFieldBegin()) {
            FieldPlan field = plan.find(in.fieldId(), guess);
            if (field == null) {
                in.skip(wireType);
                continue;
            }
            guess = field.index + 1;
            if (!seen.add(set, field.index)) {
                throw in.fault("field " + plan.name + '.' + field.name + " comes again");
            }
            count++;
            if (field.plainInReply) {
                member(wireType, plan, field, open);
            } else {
                annotated(wireType, plan, field, open);
            }
            requireSize();
        }
        out.writeByte('}');
        if (plan.union && count > 1) {
            throw in.fault(count + " fields of union " + plan.name + " (expected: one)");
        }
        for (FieldPlan field : plan.checked()) {
            if (field.required && !seen.contains(set, field.index)) {
                throw in.fault("required field " + plan.name + '.' + field.name + " is missing");
            }
        }
        seen.close(set);
        in.endStruct();
    }

    private void member(byte wireType, StructPlan plan, FieldPlan field, int open) throws ProtocolException {
        if (out.size() > open) {
            out.writeByte(',');
        }
        field.jsonKey.writeTo(out);
        value(field.type, wireType, plan, field);
    }

    /** A field that is no JSON, or not only: its value is written and taken from there. */
    private void annotated(byte wireType, StructPlan plan, FieldPlan field, int open) throws ProtocolException {
        if (field.binding.hidden()) {
            requireType(field.type, wireType, plan, field);
            in.skip(wireType);
            return;
        }
        int before = out.size();
        member(wireType, plan, field, open);
        ReplyText texts = beside == null ? new ReplyText() : beside;
        beside = texts;
        texts.take(plan, field, out.array(), before + (before > open ? 1 : 0) + field.jsonKey.length(), out.size());
        if (!field.inReplyJson()) {
            out.truncate(before);
        }
    }

    private void list(TypePlan type, StructPlan owner, FieldPlan field) throws ProtocolException {
        TypePlan element = type.element();
        int count = in.beginList();
        if (count > 0) {
            requireType(element, in.elementType(), owner, field);
        }
        out.writeByte('[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.writeByte(',');
            }
            value(element, owner, field);
            requireSize();
        }
        out.writeByte(']');
        in.endContainer();
    }

    private void map(TypePlan type, StructPlan owner, FieldPlan field) throws ProtocolException {
        int count = in.beginMap();
        if (count > 0) {
            requireType(type.key(), in.keyType(), owner, field);
            requireType(type.element(), in.elementType(), owner, field);
        }
        if (type.key().isScalar()) {
            objectMap(type, count, owner, field);
        } else {
            pairsMap(type, count, owner, field);
        }
        in.endContainer();
    }

    private void objectMap(TypePlan type, int count, StructPlan owner, FieldPlan field) throws ProtocolException {
        EncodedKeys keys = count > 1 ? keySets.take() : null;
        out.writeByte('{');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.writeByte(',');
            }
            int at = out.size();
            key(type.key(), owner, field);
            // Compared as text: not every protocol has only one encoding for a value.
            if (keys != null && !keys.add(out.array(), at, out.size())) {
                throw in.fault("a key of " + describe(owner, field) + " comes again");
            }
            out.writeByte(':');
            value(type.element(), owner, field);
            requireSize();
        }
        if (keys != null) {
            keySets.release();
        }
        out.writeByte('}');
    }

    private void pairsMap(TypePlan type, int count, StructPlan owner, FieldPlan field) throws ProtocolException {
        out.writeByte('[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.writeByte(',');
            }
            out.writeByte('[');
            value(type.key(), owner, field);
            out.writeByte(',');
            value(type.element(), owner, field);
            out.writeByte(']');
            requireSize();
        }
        out.writeByte(']');
    }

    /** A key of an object: what the value would be, as text. */
    private void key(TypePlan type, StructPlan owner, FieldPlan field) throws ProtocolException {
        if (type.kind != TypePlan.Kind.ENUM) {
            quoted(type, owner, field);
            return;
        }
        int number = in.readI32();
        byte[] name = type.enumPlan().json(number);
        if (name == null) {
            out.writeByte('"');
            JsonText.writeLong(number, out);
            out.writeByte('"');
        } else {
            out.writeBytes(name, 0, name.length);
        }
    }

    /** A scalar other than an enum, in quotes. */
    private void quoted(TypePlan type, StructPlan owner, FieldPlan field) throws ProtocolException {
        out.writeByte('"');
        switch (type.kind) {
            case BOOL -> writeBool(in.readBool());
            case BYTE -> JsonText.writeLong(in.readByte(), out);
            case I16 -> JsonText.writeLong(in.readI16(), out);
            case I32 -> JsonText.writeLong(in.readI32(), out);
            case I64 -> JsonText.writeLong(in.readI64(), out);
            case DOUBLE -> writeDouble(in.readDouble(), false, owner, field);
            case STRING -> {
                int length = in.readBytes();
                if (JsonText.writeEscaped(in.array(), in.position() - length, in.position(), out) >= 0) {
                    throw in.fault("string " + describe(owner, field) + " is not valid UTF-8");
                }
            }
            case BINARY -> {
                int length = in.readBytes();
                Base64Text.encode(in.array(), in.position() - length, in.position(), out);
            }
            case UUID -> JsonText.writeUuid(in.readUuidHalf(), in.readUuidHalf(), out);
            case ENUM, STRUCT, LIST, SET, MAP ->
                throw new IllegalStateException(type.idlName + " is not put in quotes");
        }
        out.writeByte('"');
    }

    private void writeBool(boolean value) {
        byte[] word = value ? JsonText.TRUE : JsonText.FALSE;
        out.writeBytes(word, 0, word.length);
    }

    private void writeDouble(double value, boolean asNull, StructPlan owner, FieldPlan field) throws ProtocolException {
        if (Double.isFinite(value)) {
            DoubleText.write(value, out);
        } else if (asNull) {
            out.writeBytes(JsonText.NULL, 0, JsonText.NULL.length);
        } else {
            throw in.fault(describe(owner, field) + " is " + value + " (expected: a finite number)");
        }
    }

    private void requireType(TypePlan type, byte wireType, StructPlan owner, FieldPlan field) throws ProtocolException {
        if (wireType != type.wireType) {
            throw in.fault(describe(owner, field) + " holds " + WireType.nameOf(wireType) + " (expected: "
                    + type.idlName + ")");
        }
    }

    private static String describe(StructPlan owner, FieldPlan field) {
        return owner.name + '.' + field.name;
    }

    private void requireSize() throws ProtocolException {
        if (out.size() > mostBytes) {
            throw in.fault("JSON of more than " + options.jsonBytes() + " bytes");
        }
    }
}
