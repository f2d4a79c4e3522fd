package io.turnpike.thrift.json;

import static io.turnpike.thrift.schema.Requiredness.DEFAULT;
import static io.turnpike.thrift.schema.Requiredness.OPTIONAL;
import static io.turnpike.thrift.schema.Requiredness.REQUIRED;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.MessageHeader;
import io.turnpike.thrift.protocol.MessageType;
import io.turnpike.thrift.protocol.ProtocolLimits;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.StructSchema;
import java.util.List;

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

    /** Thrift may be nested one level deeper than JSON (the arguments), so what was read can always be written. */
    static final MethodTranscoder TRANSCODER =
            new MethodTranscoder(METHOD, options(64, new ProtocolLimits(1 << 20, 1 << 16, 10_000, 70)));

    static final int SEQUENCE_ID = 7;

    private FuzzedMessages() {}

    static MappingOptions options(int jsonDepth, ProtocolLimits limits) {
        return new MappingOptions(false, false, false, jsonDepth, limits);
    }

    /** The message of a call. */
    static byte[] call(MethodTranscoder transcoder, byte[] json) throws JsonMappingException {
        ByteSink out = new ByteSink(16);
        transcoder.writeCall(SEQUENCE_ID, CallInput.ofBody(json), out);
        return out.toByteArray();
    }

    /** The reply of a server that returns what it was called with. */
    static byte[] echo(byte[] call) {
        ByteSink reply = new ByteSink(call.length);
        MessageHeader.write(reply, METHOD.name(), MessageType.REPLY, SEQUENCE_ID);
        int header = reply.size();
        reply.writeBytes(call, header, call.length - header);
        reply.array()[header + 2] = 0;
        return reply.toByteArray();
    }
}
