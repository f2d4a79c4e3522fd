package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ProtocolLimits;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.protocol.ThriftWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Translates one request: reads JSON and writes Thrift as it goes. After a fault it reads on, to find the others; what it
 * writes is then worthless and the caller drops it. For one use.
 */
final class CallEncoder {

    private final MappingOptions options;
    private final JsonReader reader;
    private final FaultLog faults;
    private final ByteSink sink;
    private final ThriftWriter out;
    private final ScalarText scalars;
    private final SeenFields seen = new SeenFields();
    private final KeySets keySets = new KeySets();
    private final int mostDepth;
    private final int mostElements;
    private final int mostStringBytes;

    /** The sink may not get larger. */
    private final long mostSize;

    private int depth;

    CallEncoder(CallInput input, MappingOptions options, ThriftProtocol protocol, int messageBegin, ByteSink sink) {
        this.options = options;
        this.sink = sink;
        this.reader = new JsonReader(input.json(), input.offset(), input.length(), options.jsonDepth());
        this.faults = new FaultLog(reader);
        this.out = ThriftWriter.of(protocol, sink);
        this.scalars = new ScalarText(out, reader.number());
        ProtocolLimits limits = options.limits();
        this.mostDepth = limits.depth();
        this.mostElements = limits.containerElements();
        this.mostStringBytes = limits.stringBytes();
        this.mostSize = (long) messageBegin + limits.messageBytes();
    }

    List<JsonFault> faults() {
        return faults.faults();
    }

    /** Writes a struct from the body and what stands beside it. */
    void encode(StructPlan plan, CallInput input) throws JsonSyntaxException, FaultLog.Abort {
        ParameterNode given = ParameterTree.of(plan, input, options.rejectUnknownFields(), faults);
        if (reader.atEnd() || reader.tryNull()) {
            out.beginStruct();
            int set = seen.open(plan.size());
            finishStruct(plan, set, 0, given);
            seen.close(set);
        } else if (reader.peek() == '{') {
            struct(plan, given);
        } else {
            int at = reader.position();
            reader.skipValue();
            faults.add(plan.name, faults.shown(at, reader.position()) + " (expected: " + plan.name + ", an object)");
        }
        reader.requireEnd();
        requireSize();
    }

    private void struct(StructPlan plan, @Nullable ParameterNode given) throws JsonSyntaxException, FaultLog.Abort {
        enter(plan.name);
        out.beginStruct();
        faults.pushStruct(plan);
        int set = seen.open(plan.size());
        int left = seen.open(plan.size());
        FieldPlan[] fields = plan.fields();
        int guess = 0;
        int count = 0;
        for (boolean more = reader.begin('}'); more; more = reader.next('}')) {
            FieldPlan field;
            if (guess < fields.length && reader.tryKey(plan.requestKey(guess))) {
                field = fields[guess];
            } else {
                reader.scanKey();
                field = plan.find(reader.text(), reader.textBegin(), reader.textEnd());
                if (field == null) {
                    unknownField(plan);
                    continue;
                }
            }
            guess = field.index + 1;
            faults.field(field);
            ParameterNode override = given == null ? null : given.child(field);
            byte c = reader.peek();
            if (!seen.add(set, field.index)) {
                faults.add(field.type.idlName, "key " + field.key() + " comes again (expected: each key once)");
                reader.skipValue();
            } else if (override != null && !override.texts().isEmpty()) {
                reader.skipValue();
                seen.add(left, field.index);
            } else if (c == 'n' && reader.tryNull()) {
                seen.add(left, field.index);
            } else {
                count++;
                out.beginField(field.type.wireType, field.id);
                value(field.type, override, c);
                requireSize();
            }
            faults.noField();
        }
        seen.remove(set, left);
        finishStruct(plan, set, count, given);
        seen.close(set);
        faults.pop();
        depth--;
    }

    private void unknownField(StructPlan plan) throws JsonSyntaxException, FaultLog.Abort {
        if (options.rejectUnknownFields()) {
            int keyBegin = reader.tokenBegin();
            int keyEnd = reader.tokenEnd();
            faults.pushKey(keyBegin, keyEnd);
            faults.add(
                    "field of " + plan.name,
                    "key \"" + faults.shownText(keyBegin, keyEnd) + "\" (expected: a field of " + plan.name + ")");
            faults.pop();
        }
        reader.skipValue();
    }

    /** Writes what parameters and defaults add to a struct, and checks that it is complete. */
    private void finishStruct(StructPlan plan, int set, int countInBody, @Nullable ParameterNode given)
            throws FaultLog.Abort {
        int count = countInBody;
        if (given != null) {
            for (ParameterNode child : given.children()) {
                if (seen.add(set, child.field().index)) {
                    count++;
                    parameter(child);
                }
            }
        }
        if (plan.union && count != 1) {
            faults.add(plan.name, count + " fields are set (expected: exactly one field of union " + plan.name + ")");
        }
        for (FieldPlan field : plan.checked()) {
            if (seen.contains(set, field.index)) {
                continue;
            }
            if (field.defaultValue.length > 0) {
                out.beginField(field.type.wireType, field.id);
                out.writeEncoded(field.defaultValue);
            } else if (!plan.union) {
                faults.push(field.key());
                faults.add(
                        field.type.idlName,
                        "required field " + field.key() + " of " + plan.name + " is missing (expected: "
                                + field.expectation() + ")");
                faults.pop();
            }
        }
        out.endStruct();
    }

    private void parameter(ParameterNode node) throws FaultLog.Abort {
        FieldPlan field = node.field();
        TypePlan type = field.type;
        List<String> texts = node.texts();
        faults.push(field.key());
        out.beginField(type.wireType, field.id);
        if (texts.isEmpty()) {
            enter(type.idlName);
            out.beginStruct();
            int set = seen.open(type.struct().size());
            finishStruct(type.struct(), set, 0, node);
            seen.close(set);
            depth--;
        } else if (type.isScalar() && texts.size() == 1) {
            parameterValue(type, texts.get(0), node, null);
        } else if (type.isScalar()) {
            faults.add(
                    type.idlName,
                    node.origin() + " is given " + texts.size() + " times (expected: once, " + type.expectation()
                            + ")");
        } else if ((type.kind == TypePlan.Kind.LIST || type.kind == TypePlan.Kind.SET)
                && type.element().isScalar()) {
            EncodedKeys keys = type.kind == TypePlan.Kind.SET ? new EncodedKeys() : null;
            int mark = out.beginList(type.element().wireType);
            faults.pushIndex();
            for (int i = 0; i < texts.size(); i++) {
                faults.index(i);
                parameterValue(type.element(), texts.get(i), node, keys);
            }
            faults.pop();
            out.endList(mark, texts.size());
        } else {
            faults.add(
                    type.idlName,
                    node.origin() + ": \"" + FaultLog.shorten(texts.get(0)) + "\" (expected: " + type.idlName
                            + ", which a text cannot give)");
        }
        faults.pop();
    }

    private void parameterValue(TypePlan type, String value, ParameterNode node, @Nullable EncodedKeys keys)
            throws FaultLog.Abort {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int at = sink.size();
        if (bytes.length > options.limits().stringBytes()) {
            throw tooLong(type, bytes.length);
        }
        if (!isUnicode(value) || !scalars.write(type, bytes, 0, bytes.length)) {
            faults.add(
                    type.idlName,
                    node.origin() + ": \"" + FaultLog.shorten(value) + "\" (expected: " + type.expectation() + ")");
        } else if (keys != null && !keys.add(sink.array(), at, sink.size())) {
            faults.add(
                    type.idlName,
                    node.origin() + ": \"" + FaultLog.shorten(value)
                            + "\" comes again (expected: a set, each value once)");
        }
        requireSize();
    }

    /** @param c first byte of the value, which the reader is at */
    private void value(TypePlan type, @Nullable ParameterNode given, byte c)
            throws JsonSyntaxException, FaultLog.Abort {
        int at = reader.position();
        boolean valid = switch (type.kind) {
            case BOOL -> {
                boolean isBool = c == 't' || c == 'f';
                if (isBool) {
                    out.writeBool(reader.readBool());
                }
                yield isBool;
            }
            case BYTE, I16, I32, DOUBLE -> isNumber(c) && number(type);
            case I64 -> isNumber(c) ? number(type) : c == '"' && text(type);
            case ENUM -> isNumber(c) ? number(type) : c == '"' && enumName(type);
            case STRING -> c == '"' && string(type);
            case BINARY -> c == '"' && (base64(type) || text(type));
            case UUID -> c == '"' && text(type);
            case STRUCT -> {
                if (c == '{') {
                    struct(type.struct(), given);
                }
                yield c == '{';
            }
            case LIST, SET -> {
                if (c == '[') {
                    list(type);
                }
                yield c == '[';
            }
            case MAP -> {
                boolean isObject = type.key().isScalar();
                if (c == '{' && isObject) {
                    objectMap(type);
                } else if (c == '[' && !isObject) {
                    pairsMap(type);
                }
                yield c == (isObject ? '{' : '[');
            }
        };
        if (!valid) {
            if (reader.position() == at) {
                reader.skipValue();
            }
            faults.addMismatch(type, at, reader.position());
        }
    }

    private static boolean isNumber(byte c) {
        return (c >= '0' && c <= '9') || c == '-';
    }

    private boolean number(TypePlan type) throws JsonSyntaxException {
        reader.scanNumber();
        return scalars.writeNumber(type, reader.number());
    }

    private boolean text(TypePlan type) throws JsonSyntaxException, FaultLog.Abort {
        reader.scanString();
        requireLength(type);
        return !reader.loneSurrogate() && scalars.write(type, reader.text(), reader.textBegin(), reader.textEnd());
    }

    /** A string's text goes straight to the message. */
    private boolean string(TypePlan type) throws JsonSyntaxException, FaultLog.Abort {
        int mark = out.beginBytes();
        int begin = sink.size();
        reader.copyString(sink);
        int length = sink.size() - begin;
        if (length > mostStringBytes) {
            throw tooLong(type, length);
        }
        out.endBytes(mark);
        return !reader.loneSurrogate();
    }

    /** Binary as it is mostly given: without escapes, all of it base64. If not, nothing is taken. */
    private boolean base64(TypePlan type) throws FaultLog.Abort {
        int mark = out.beginBytes();
        if (!reader.tryBase64(sink)) {
            sink.truncate(mark);
            return false;
        }
        int length = reader.tokenEnd() - reader.tokenBegin();
        if (length > mostStringBytes) {
            throw tooLong(type, length);
        }
        out.endBytes(mark);
        return true;
    }

    private boolean enumName(TypePlan type) throws JsonSyntaxException {
        reader.scanString();
        return scalars.writeEnumName(type, reader.text(), reader.textBegin(), reader.textEnd());
    }

    private void list(TypePlan type) throws JsonSyntaxException, FaultLog.Abort {
        enter(type.idlName);
        TypePlan element = type.element();
        EncodedKeys keys = type.kind == TypePlan.Kind.SET && element.isScalar() ? keySets.take() : null;
        int mark = out.beginList(element.wireType);
        int count = 0;
        faults.pushIndex();
        for (boolean more = reader.begin(']'); more; more = reader.next(']')) {
            faults.index(count);
            reader.peek();
            int jsonAt = reader.position();
            int at = sink.size();
            int faultsBefore = faults.size();
            valueNotNull(element);
            if (keys != null && faults.size() == faultsBefore && !keys.add(sink.array(), at, sink.size())) {
                faults.add(
                        element.idlName,
                        faults.shown(jsonAt, reader.position()) + " comes again (expected: a set, each value once)");
            }
            requireCount(++count);
        }
        faults.pop();
        out.endList(mark, count);
        if (keys != null) {
            keySets.release();
        }
        depth--;
    }

    private void objectMap(TypePlan type) throws JsonSyntaxException, FaultLog.Abort {
        enter(type.idlName);
        EncodedKeys keys = keySets.take();
        int mark = out.beginMap(type.key().wireType, type.element().wireType);
        int count = 0;
        for (boolean more = reader.begin('}'); more; more = reader.next('}')) {
            reader.scanKey();
            int keyBegin = reader.tokenBegin();
            int keyEnd = reader.tokenEnd();
            faults.pushKey(keyBegin, keyEnd);
            int at = sink.size();
            requireLength(type.key());
            if (reader.loneSurrogate()
                    || !scalars.write(type.key(), reader.text(), reader.textBegin(), reader.textEnd())) {
                faults.add(
                        type.key().idlName,
                        "key \"" + faults.shownText(keyBegin, keyEnd) + "\" (expected: "
                                + type.key().expectation() + ')');
            } else if (!keys.add(sink.array(), at, sink.size())) {
                faults.add(
                        type.key().idlName,
                        "key \"" + faults.shownText(keyBegin, keyEnd) + "\" comes again (expected: each key once)");
            }
            valueNotNull(type.element());
            faults.pop();
            requireCount(++count);
        }
        out.endMap(mark, count);
        keySets.release();
        depth--;
    }

    private void pairsMap(TypePlan type) throws JsonSyntaxException, FaultLog.Abort {
        enter(type.idlName);
        int mark = out.beginMap(type.key().wireType, type.element().wireType);
        int count = 0;
        faults.pushIndex();
        for (boolean more = reader.begin(']'); more; more = reader.next(']')) {
            faults.index(count);
            pair(type);
            requireCount(++count);
        }
        faults.pop();
        out.endMap(mark, count);
        depth--;
    }

    private void pair(TypePlan type) throws JsonSyntaxException, FaultLog.Abort {
        byte c = reader.peek();
        int at = reader.position();
        int members = 0;
        if (c == '[') {
            faults.pushIndex();
            for (boolean more = reader.begin(']'); more; more = reader.next(']')) {
                faults.index(members);
                if (members < 2) {
                    valueNotNull(members == 0 ? type.key() : type.element());
                } else {
                    reader.skipValue();
                }
                members++;
            }
            faults.pop();
        } else {
            reader.skipValue();
        }
        if (members != 2) {
            String found = c == '[' ? "an array of " + members : faults.shown(at, reader.position());
            faults.add(
                    type.idlName,
                    found + " (expected: a pair [" + type.key().idlName + ", " + type.element().idlName + "])");
        }
    }

    private void valueNotNull(TypePlan type) throws JsonSyntaxException, FaultLog.Abort {
        byte c = reader.peek();
        if (c == 'n' && reader.tryNull()) {
            faults.add(type.idlName, "null (expected: " + type.expectation() + ")");
        } else {
            value(type, null, c);
        }
    }

    private static boolean isUnicode(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                int point = value.codePointAt(i);
                if (!Character.isSupplementaryCodePoint(point)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private void enter(String typeName) throws FaultLog.Abort {
        if (++depth > mostDepth) {
            throw faults.fatal(
                    typeName,
                    "nested deeper than " + options.limits().depth() + " levels (expected: no deeper than that)");
        }
    }

    private void requireLength(TypePlan type) throws FaultLog.Abort {
        if (reader.textEnd() - reader.textBegin() > mostStringBytes) {
            throw tooLong(type, reader.textEnd() - reader.textBegin());
        }
    }

    private FaultLog.Abort tooLong(TypePlan type, int length) {
        return faults.fatal(
                type.idlName,
                "a text of " + length + " bytes (expected: at most "
                        + options.limits().stringBytes() + ")");
    }

    private void requireCount(int count) throws FaultLog.Abort {
        if (count > mostElements) {
            throw faults.fatal(
                    "container",
                    "more than " + options.limits().containerElements() + " elements (expected: no more than that)");
        }
        requireSize();
    }

    private void requireSize() throws FaultLog.Abort {
        if (sink.size() > mostSize) {
            throw faults.fatal(
                    "message",
                    "a Thrift message of more than " + options.limits().messageBytes()
                            + " bytes (expected: no more than that)");
        }
    }
}
