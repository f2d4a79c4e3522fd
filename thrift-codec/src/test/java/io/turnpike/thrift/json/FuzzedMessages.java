package io.turnpike.thrift.json;

import static io.turnpike.thrift.schema.Requiredness.DEFAULT;
import static io.turnpike.thrift.schema.Requiredness.OPTIONAL;
import static io.turnpike.thrift.schema.Requiredness.REQUIRED;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.MessageHeader;
import io.turnpike.thrift.protocol.MessageType;
import io.turnpike.thrift.protocol.ProtocolLimits;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.StructSchema;
import java.util.List;
import org.apache.thrift.protocol.TType;

/** The method that the fuzz tests call, which takes and returns one struct with everything in it, and its messages. */
final class FuzzedMessages {

    static final StructSchema RICH = Schemas.struct(
            "Rich",
            Schemas.field(1, "id", REQUIRED, BaseType.I16),
            Schemas.field(2, "all", OPTIONAL, Schemas.EVERYTHING),
            Schemas.field(3, "node", DEFAULT, Schemas.NODE),
            Schemas.withDefault(4, "count", DEFAULT, BaseType.I32, 5),
            Schemas.withDefault(5, "tags", REQUIRED, new ListType(BaseType.STRING), List.of("a", "b")),
            Schemas.field(
                    6,
                    "deep",
                    DEFAULT,
                    new MapType(new ListType(BaseType.I32), new MapType(BaseType.UUID, Schemas.CHOICE))));

    static final MethodSchema METHOD = Schemas.method("call", RICH, Schemas.field(1, "request", DEFAULT, RICH));

    static final int SEQUENCE_ID = 7;

    private FuzzedMessages() {}

    static MethodTranscoder transcoder(ThriftProtocol protocol, int jsonDepth, ProtocolLimits limits) {
        MappingOptions options = new MappingOptions(false, false, false, jsonDepth, limits);
        return new MethodTranscoder(METHOD, options, protocol, null);
    }

    /** The message of a call. */
    static byte[] call(MethodTranscoder transcoder, byte[] json) throws JsonMappingException {
        ByteSink out = new ByteSink(16);
        transcoder.writeCall(SEQUENCE_ID, CallInput.ofBody(json), out);
        return out.toByteArray();
    }

    /** The reply of a server that returns what it was called with. */
    static byte[] echo(ThriftProtocol protocol, byte[] call) {
        ByteSink reply = new ByteSink(call.length);
        MessageHeader.write(protocol, reply, METHOD.name(), MessageType.REPLY, SEQUENCE_ID);
        // The struct is field 1 of the arguments and field 0 of the result.
        int arguments = reply.size();
        int fieldHeader = switch (protocol) {
            case BINARY -> 3;
            case COMPACT -> 1;
        };
        reply.writeByte(TType.STRUCT);
        reply.writeByte(0);
        if (protocol == ThriftProtocol.BINARY) {
            reply.writeByte(0);
        }
        reply.writeBytes(call, arguments + fieldHeader, call.length - arguments - fieldHeader);
        return reply.toByteArray();
    }
}
