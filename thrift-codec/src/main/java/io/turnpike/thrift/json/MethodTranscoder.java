package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.HeaderTemplate;
import io.turnpike.thrift.protocol.MessageHeader;
import io.turnpike.thrift.protocol.MessageType;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.protocol.ThriftReader;
import io.turnpike.thrift.protocol.ThriftWriter;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.StructSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.thrift.protocol.TMultiplexedProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Translates the calls of one method in one protocol: JSON to a message, and the reply back to JSON. Immutable and safe
 * for use by any number of threads at once.
 *
 * <p>The schema is laid out for speed once, when it is made; a call then goes from bytes to bytes in one pass. The rules of
 * the mapping are published in {@code docs/json-mapping.md}.
 */
public final class MethodTranscoder {

    private final MethodSchema method;
    private final MappingOptions options;

    private final ThriftProtocol protocol;
    private final HeaderTemplate callHeader;
    private final HeaderTemplate replyHeader;

    /** The name that a call carries; a reply carries it too, or the method's own. */
    private final String calledName;

    /** What the body stands for: the arguments, or the only one of them. */
    private final StructPlan body;

    /** What stands around the body in the arguments; empty if it is the arguments. */
    private final byte[] beforeBody;

    private final ResultPlan result;

    /** A transcoder for the binary protocol. */
    public MethodTranscoder(MethodSchema method, MappingOptions options) {
        this(method, options, ThriftProtocol.BINARY, null);
    }

    /**
     * @param multiplexedName the service's name on a server that serves several on one port, by {@code
     *     TMultiplexedProcessor}; null: the server serves only this one
     * @throws IllegalArgumentException if the multiplexed name is blank or has a colon
     */
    public MethodTranscoder(
            MethodSchema method, MappingOptions options, ThriftProtocol protocol, @Nullable String multiplexedName) {
        this(method, options, protocol, multiplexedName, new Planner(options, protocol));
    }

    private MethodTranscoder(
            MethodSchema method,
            MappingOptions options,
            ThriftProtocol protocol,
            @Nullable String multiplexedName,
            Planner planner) {
        this.method = method;
        this.options = options;
        this.protocol = protocol;
        calledName = multiplexedName == null ? method.name() : prefix(multiplexedName) + method.name();
        callHeader = new HeaderTemplate(protocol, calledName, method.oneway() ? MessageType.ONEWAY : MessageType.CALL);
        replyHeader = new HeaderTemplate(protocol, method.name(), MessageType.REPLY);
        List<FieldSchema> arguments = method.arguments().fields();
        if (arguments.size() == 1 && arguments.get(0).type() instanceof StructSchema only) {
            body = planner.planRequest(only);
            ByteSink before = new ByteSink(3);
            ThriftWriter writer = ThriftWriter.of(protocol, before);
            writer.beginStruct();
            writer.beginField(only.wireType(), arguments.get(0).id());
            beforeBody = before.toByteArray();
        } else {
            body = planner.planRequest(
                    StructSchema.of("arguments of " + method.name(), StructSchema.Kind.STRUCT, arguments));
            beforeBody = new byte[0];
        }
        result = new ResultPlan(method, planner);
    }

    private MethodTranscoder(MethodTranscoder other, Map<String, Integer> exceptionStatus) {
        method = other.method;
        options = other.options;
        protocol = other.protocol;
        calledName = other.calledName;
        callHeader = other.callHeader;
        replyHeader = other.replyHeader;
        body = other.body;
        beforeBody = other.beforeBody;
        result = other.result.with(exceptionStatus);
    }

    /** The same with statuses for declared exceptions, by the name of their type, that count more than annotations and replies. */
    public MethodTranscoder withExceptionStatus(Map<String, Integer> statuses) {
        return statuses.isEmpty() ? this : new MethodTranscoder(this, statuses);
    }

    /** Whether fields are bound to parameters of the query, which then count beside a body too. */
    public boolean bindsQuery() {
        for (FieldPlan field : body.bound()) {
            if (!field.binding.query().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** A transcoder for each method of a service, by name, for the binary protocol. They share what they know of the structs. */
    public static Map<String, MethodTranscoder> ofAll(ServiceSchema service, MappingOptions options) {
        return ofAll(service, options, ThriftProtocol.BINARY, null);
    }

    /**
     * A transcoder for each method of a service, by the method's name. They share what they know of the structs.
     *
     * @param multiplexedName the service's name on a server that serves several on one port, by {@code
     *     TMultiplexedProcessor}; null: the server serves only this one
     * @throws IllegalArgumentException if the multiplexed name is blank or has a colon
     */
    public static Map<String, MethodTranscoder> ofAll(
            ServiceSchema service, MappingOptions options, ThriftProtocol protocol, @Nullable String multiplexedName) {
        Planner planner = new Planner(options, protocol);
        Map<String, MethodTranscoder> transcoders = new LinkedHashMap<>();
        service.methods()
                .forEach((name, method) -> transcoders.put(
                        name, new MethodTranscoder(method, options, protocol, multiplexedName, planner)));
        return transcoders;
    }

    public MethodSchema method() {
        return method;
    }

    /** The protocol of the messages that it writes and reads. */
    public ThriftProtocol protocol() {
        return protocol;
    }

    /** The name that a call carries: the method's, after the multiplexed name and a colon if there is one. */
    public String calledName() {
        return calledName;
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
            callHeader.write(sequenceId, out);
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
            ThriftReader in = ThriftReader.of(protocol, bytes, offset, length, options.limits());
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
        if (input.length() > options.jsonBytes()) {
            throw new JsonMappingException(
                    false,
                    List.of(new JsonFault(
                            "",
                            "JSON",
                            "a body of " + input.length() + " bytes (expected: at most " + options.jsonBytes() + ")")));
        }
        CallEncoder encoder = new CallEncoder(input, options, protocol, messageBegin, out);
        try {
            encoder.encode(body, input);
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

    private MessageType readHeader(ThriftReader in, int sequenceId) throws ProtocolException {
        if (replyHeader.take(in, sequenceId)) {
            return MessageType.REPLY;
        }
        MessageHeader header = in.readMessageBegin();
        MessageType type = header.type();
        if (type != MessageType.REPLY && type != MessageType.EXCEPTION) {
            throw new ProtocolException("message of type " + type + " (expected: REPLY or EXCEPTION)");
        }
        String name = header.name();
        if (type == MessageType.REPLY && !name.equals(method.name()) && !name.equals(calledName)) {
            throw new ProtocolException(
                    "reply to method " + FaultLog.shorten(name) + " (expected: " + method.name() + ")");
        }
        if (header.sequenceId() != sequenceId) {
            throw new ProtocolException("sequence id " + header.sequenceId() + " (expected: " + sequenceId + ")");
        }
        return type;
    }

    private static String prefix(String multiplexedName) {
        if (multiplexedName.isBlank() || multiplexedName.contains(TMultiplexedProtocol.SEPARATOR)) {
            throw new IllegalArgumentException(
                    "multiplexedName: \"" + multiplexedName + "\" (expected: a name without a colon)");
        }
        return multiplexedName + TMultiplexedProtocol.SEPARATOR;
    }
}
