package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ThriftReader;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.StructSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.thrift.protocol.TType;
import org.jspecify.annotations.Nullable;

/** How the result of a method is translated: field 0 is what it returned, the others what it has thrown. */
final class ResultPlan {

    private static final int MOST_MESSAGE_BYTES = 4096;

    private final String method;
    private final boolean isVoid;
    private final StructPlan struct;

    /** By index of the field: what JSON stands before an exception. */
    private final byte[][] prefixes;

    /** By index of the field: the HTTP status that the IDL names; 0: none. */
    private final int[] statuses;

    /** By index of the field: the HTTP status that counts more than what the reply says; 0: none. */
    private final int[] forced;

    ResultPlan(MethodSchema schema, Planner planner) {
        method = schema.name();
        isVoid = schema.returnType().isEmpty();
        List<FieldSchema> fields = new ArrayList<>();
        schema.returnType()
                .ifPresent(type -> fields.add(new FieldSchema(
                        (short) 0, "success", Requiredness.OPTIONAL, type, null, schema.annotations(), "")));
        fields.addAll(schema.exceptions());
        struct = planner.planResult(StructSchema.of(method + " result", StructSchema.Kind.STRUCT, fields));
        prefixes = new byte[struct.size()][];
        statuses = new int[struct.size()];
        forced = new int[struct.size()];
        for (FieldPlan field : struct.fields()) {
            String name = JsonKey.of(field.type.idlName).toString();
            prefixes[field.index] = ("{\"exception\":" + name.substring(0, name.length() - 1) + ",\"value\":")
                    .getBytes(StandardCharsets.UTF_8);
            statuses[field.index] = field.id == 0 ? 0 : ExceptionStatus.of(field.schema);
        }
    }

    private ResultPlan(ResultPlan other, Map<String, Integer> exceptionStatus) {
        method = other.method;
        isVoid = other.isVoid;
        struct = other.struct;
        prefixes = other.prefixes;
        statuses = other.statuses;
        forced = new int[struct.size()];
        for (FieldPlan field : struct.fields()) {
            forced[field.index] = field.id == 0 ? 0 : exceptionStatus.getOrDefault(field.type.idlName, 0);
        }
    }

    /** The same with other statuses for exceptions, by the name of their type. */
    ResultPlan with(Map<String, Integer> exceptionStatus) {
        return new ResultPlan(this, exceptionStatus);
    }

    /** Reads the result struct, to the end of the message. */
    Reply read(ThriftReader in, MappingOptions options, ByteSink out) throws ProtocolException {
        ReplyDecoder values = new ReplyDecoder(in, options, out);
        FieldPlan answer = null;
        in.beginStruct();
        for (byte wireType = in.readFieldBegin(); wireType != TType.STOP; wireType = in.readFieldBegin()) {
            FieldPlan field = struct.find(in.fieldId(), 0);
            if (field == null) {
                in.skip(wireType);
                continue;
            }
            if (answer != null) {
                throw in.fault("both " + answer.name + " and " + field.name + " in the result of " + method
                        + " (expected: one)");
            }
            answer = field;
            if (field.id == 0) {
                values.value(field.type, wireType, struct, field);
            } else {
                byte[] prefix = prefixes[field.index];
                out.writeBytes(prefix, 0, prefix.length);
                values.value(field.type, wireType, struct, field);
                out.writeByte('}');
            }
        }
        in.endStruct();
        requireEnd(in);
        if (answer == null) {
            if (!isVoid) {
                throw new ProtocolException(
                        "missing result: the reply to " + method + " has neither a value nor a declared exception");
            }
            return Reply.VOID;
        }
        return reply(answer, values.beside());
    }

    private Reply reply(FieldPlan answer, @Nullable ReplyText beside) {
        if (answer.id == 0) {
            return beside == null
                    ? Reply.VALUE
                    : new Reply(Reply.Kind.VALUE, null, beside.status(), beside.headers(), 0, "");
        }
        int status = forced[answer.index];
        if (status == 0 && beside != null) {
            status = beside.status();
        }
        if (status == 0) {
            status = statuses[answer.index];
        }
        List<Parameter> headers = beside == null ? List.of() : beside.headers();
        return new Reply(Reply.Kind.EXCEPTION, answer.schema, status, headers, 0, "");
    }

    /** Reads a {@code TApplicationException}, to the end of the message. */
    static Reply readApplicationError(ThriftReader in) throws ProtocolException {
        int type = 0;
        String message = "";
        in.beginStruct();
        for (byte wireType = in.readFieldBegin(); wireType != TType.STOP; wireType = in.readFieldBegin()) {
            short id = in.fieldId();
            if (id == 1 && wireType == TType.STRING) {
                int length = in.readBytes();
                message = new String(
                        in.array(),
                        in.position() - length,
                        Math.min(length, MOST_MESSAGE_BYTES),
                        StandardCharsets.UTF_8);
            } else if (id == 2 && wireType == TType.I32) {
                type = in.readI32();
            } else {
                in.skip(wireType);
            }
        }
        in.endStruct();
        requireEnd(in);
        return new Reply(Reply.Kind.APPLICATION_ERROR, null, 0, List.of(), type, message);
    }

    private static void requireEnd(ThriftReader in) throws ProtocolException {
        if (in.remaining() > 0) {
            throw in.fault(in.remaining() + " bytes after the end of the message");
        }
    }
}
