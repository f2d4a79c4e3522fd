package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.HeaderTemplate;
import io.turnpike.thrift.protocol.MessageHeader;
import io.turnpike.thrift.protocol.MessageType;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.protocol.ThriftReader;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.ServiceSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.thrift.protocol.TMultiplexedProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Translates the calls of one method in one protocol: JSON to a message, and the reply back to JSON. Immutable and safe
 * for use by any number of threads at once.
 *
 * <p>The schema is laid out for speed once, for the first call; a call then goes from bytes to bytes in one pass. The rules of
 * the mapping are published in {@code docs/json-mapping.md}.
 */
public final class MethodTranscoder {

    private final MethodSchema method;
    private final MappingOptions options;

    private final ThriftProtocol protocol;

    /** The name that a call carries; a reply carries it too, or the method's own. */
    private final String calledName;

    /** Shared by the methods of a service; guarded by itself. */
    private final Planner planner;

    private final Map<String, Integer> exceptionStatus;

    /** Null until the first call. */
    private volatile @Nullable MethodPlan plan;

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
        this(
                method,
                options,
                protocol,
                multiplexedName == null ? method.name() : prefix(multiplexedName) + method.name(),
                planner,
                Map.of());
    }

    private MethodTranscoder(
            MethodSchema method,
            MappingOptions options,
            ThriftProtocol protocol,
            String calledName,
            Planner planner,
            Map<String, Integer> exceptionStatus) {
        this.method = method;
        this.options = options;
        this.protocol = protocol;
        this.calledName = calledName;
        this.planner = planner;
        this.exceptionStatus = exceptionStatus;
    }

    private MethodPlan plan() {
        MethodPlan made = plan;
        return made == null ? makePlan() : made;
    }

    private MethodPlan makePlan() {
        synchronized (planner) {
            MethodPlan made = plan;
            if (made == null) {
                boolean complete = false;
                try {
                    made = MethodPlan.of(method, protocol, calledName, exceptionStatus, planner);
                    complete = true;
                } finally {
                    if (!complete) {
                        planner.forget();
                    }
                }
                plan = made;
            }
            return made;
        }
    }

    /** The same with statuses for declared exceptions, by the name of their type, that count more than annotations and replies. */
    public MethodTranscoder withExceptionStatus(Map<String, Integer> statuses) {
        return statuses.isEmpty()
                ? this
                : new MethodTranscoder(method, options, protocol, calledName, planner, Map.copyOf(statuses));
    }

    /** Whether fields are bound to parameters of the query, which then count beside a body too. */
    public boolean bindsQuery() {
        for (FieldPlan field : plan().body().bound()) {
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
        MethodPlan now = plan();
        byte[] beforeBody = now.beforeBody();
        boolean complete = false;
        try {
            now.callHeader().write(sequenceId, out);
            out.writeBytes(beforeBody, 0, beforeBody.length);
            encode(now.body(), input, before, out);
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
        MethodPlan now = plan();
        boolean complete = false;
        try {
            ThriftReader in = ThriftReader.of(protocol, bytes, offset, length, options.limits());
            Reply reply = readHeader(now.replyHeader(), in, sequenceId) == MessageType.REPLY
                    ? now.result().read(in, options, json)
                    : ResultPlan.readApplicationError(in);
            complete = true;
            return reply;
        } finally {
            if (!complete) {
                json.truncate(before);
            }
        }
    }

    private void encode(StructPlan body, CallInput input, int messageBegin, ByteSink out) throws JsonMappingException {
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

    private MessageType readHeader(HeaderTemplate replyHeader, ThriftReader in, int sequenceId)
            throws ProtocolException {
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
