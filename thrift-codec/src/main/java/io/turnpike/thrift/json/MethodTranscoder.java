package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.BinaryReader;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.MessageHeader;
import io.turnpike.thrift.protocol.MessageType;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.StructSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Translates the calls of one method: JSON to a binary-protocol message, and the reply back to JSON. Immutable and safe
 * for use by any number of threads at once.
 *
 * <p>The schema is laid out for speed once, in the constructor; a call then goes from bytes to bytes in one pass. The rules of
 * the mapping are published in {@code docs/json-mapping.md}.
 */
public final class MethodTranscoder {

    private final MethodSchema method;
    private final MappingOptions options;

    /** What calls and strict replies begin with, up to the sequence id. */
    private final byte[] callHeader;

    private final byte[] replyHeader;

    /** What the body stands for: the arguments, or the only one of them. */
    private final StructPlan body;

    /** What stands around the body in the arguments; empty if it is the arguments. */
    private final byte[] beforeBody;

    private final ResultPlan result;

    public MethodTranscoder(MethodSchema method, MappingOptions options) {
        this(method, options, new Planner(options.int64AsText()));
    }

    private MethodTranscoder(MethodSchema method, MappingOptions options, Planner planner) {
        this.method = method;
        this.options = options;
        callHeader = header(method.name(), method.oneway() ? MessageType.ONEWAY : MessageType.CALL);
        replyHeader = header(method.name(), MessageType.REPLY);
        StructPlan arguments = planner.plan(StructSchema.of(
                "arguments of " + method.name(),
                StructSchema.Kind.STRUCT,
                method.arguments().fields()));
        FieldPlan[] fields = arguments.fields();
        if (fields.length == 1 && fields[0].type.kind == TypePlan.Kind.STRUCT) {
            body = fields[0].type.struct();
            ByteSink before = new ByteSink(3);
            before.writeByte(fields[0].type.wireType);
            before.writeShort(fields[0].id);
            beforeBody = before.toByteArray();
        } else {
            body = arguments;
            beforeBody = new byte[0];
        }
        result = new ResultPlan(method, planner);
    }

    /** A transcoder for each method of a service, by name. They share what they know of the structs. */
    public static Map<String, MethodTranscoder> ofAll(ServiceSchema service, MappingOptions options) {
        Planner planner = new Planner(options.int64AsText());
        Map<String, MethodTranscoder> transcoders = new LinkedHashMap<>();
        service.methods()
                .forEach((name, method) -> transcoders.put(name, new MethodTranscoder(method, options, planner)));
        return transcoders;
    }

    public MethodSchema method() {
        return method;
    }

    /**
     * Appends the whole message of a call (header and arguments, no frame).
     *
     * @throws JsonMappingException if the input does not fit the IDL; {@code out} is then as it was before
     */
    public void writeCall(int sequenceId, CallInput input, ByteSink out) throws JsonMappingException {
        int before = out.size();
        boolean complete = false;
        try {
            out.writeBytes(callHeader, 0, callHeader.length);
            out.writeInt(sequenceId);
            out.writeBytes(beforeBody, 0, beforeBody.length);
            encode(input, before, out);
            if (beforeBody.length > 0) {
                out.writeByte(0);
            }
            complete = true;
        } finally {
            if (!complete) {
                out.truncate(before);
            }
        }
    }

    /**
     * Reads a whole reply message (no frame) and appends its JSON.
     *
     * @param sequenceId the one that was sent with the call
     * @throws ProtocolException if it is no answer to this call, breaks the IDL or exceeds a limit; {@code json} is then as
     *     it was before
     */
    public Reply readReply(byte[] bytes, int offset, int length, int sequenceId, ByteSink json)
            throws ProtocolException {
        int before = json.size();
        boolean complete = false;
        try {
            BinaryReader in = new BinaryReader(bytes, offset, length, options.limits());
            Reply reply = readHeader(in, sequenceId) == MessageType.REPLY
                    ? result.read(in, options, json)
                    : ResultPlan.readApplicationError(in);
            complete = true;
            return reply;
        } finally {
            if (!complete) {
                json.truncate(before);
            }
        }
    }

    private void encode(CallInput input, int messageBegin, ByteSink out) throws JsonMappingException {
        CallEncoder encoder = new CallEncoder(input, options, messageBegin, out);
        try {
            encoder.encode(body, input.parameters());
        } catch (JsonSyntaxException e) {
            throw new JsonMappingException(
                    e.malformed(), List.of(new JsonFault("", "JSON", String.valueOf(e.getMessage()))));
        } catch (FaultLog.Abort e) {
            throw new JsonMappingException(false, encoder.faults());
        }
        if (!encoder.faults().isEmpty()) {
            throw new JsonMappingException(false, encoder.faults());
        }
    }

    private MessageType readHeader(BinaryReader in, int sequenceId) throws ProtocolException {
        MessageType type = MessageType.REPLY;
        int gotSequenceId;
        if (in.take(replyHeader)) {
            gotSequenceId = in.readI32();
        } else {
            MessageHeader header = MessageHeader.read(in);
            type = header.type();
            gotSequenceId = header.sequenceId();
            if (type != MessageType.REPLY && type != MessageType.EXCEPTION) {
                throw new ProtocolException("message of type " + type + " (expected: REPLY or EXCEPTION)");
            }
            if (type == MessageType.REPLY && !header.name().equals(method.name())) {
                throw new ProtocolException(
                        "reply to method " + FaultLog.shorten(header.name()) + " (expected: " + method.name() + ")");
            }
        }
        if (gotSequenceId != sequenceId) {
            throw new ProtocolException("sequence id " + gotSequenceId + " (expected: " + sequenceId + ")");
        }
        return type;
    }

    private static byte[] header(String name, MessageType type) {
        ByteSink header = new ByteSink(name.length() + 12);
        MessageHeader.write(header, name, type, 0);
        header.truncate(header.size() - 4);
        return header.toByteArray();
    }
}
