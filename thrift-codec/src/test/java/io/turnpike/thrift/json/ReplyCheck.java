package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.thrift.fuzz.Allocation;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.MessageHeader;
import io.turnpike.thrift.protocol.MessageScanner;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ProtocolLimits;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.protocol.ThriftReader;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes as a reply. Scanner, reader and libthrift agree on where the message ends; what is taken
 * as a reply is JSON that a call takes too, and from then on nothing changes any more.
 */
final class ReplyCheck {

    /** libthrift passes over 64 levels at most, and counts otherwise. */
    private static final ProtocolLimits LIMITS = new ProtocolLimits(1 << 20, 1 << 16, 10_000, 48);

    private static final int UNREADABLE = -2;

    private final ThriftProtocol protocol;
    private final MethodTranscoder reader;
    /** Maps as pairs nest JSON deeper than Thrift. */
    private final MethodTranscoder writer;

    ReplyCheck(ThriftProtocol protocol) {
        this.protocol = protocol;
        reader = FuzzedMessages.transcoder(protocol, 64, LIMITS);
        writer = FuzzedMessages.transcoder(protocol, 200, new ProtocolLimits(1 << 22, 1 << 16, 10_000, 200));
    }

    void check(byte[] bytes) throws Exception {
        int end = scan(bytes, bytes.length);
        assertThat(scan(bytes, bytes.length / 2)).isEqualTo(end);
        assertThat(scan(bytes, Math.min(bytes.length, 3))).isEqualTo(end);
        assertThat(endByReader(bytes)).isEqualTo(end);
        if (end >= 0) {
            assertThat(endByLibthrift(bytes)).isIn(end, UNREADABLE);
        }
        ByteSink json = new ByteSink(16);
        Reply reply = Allocation.bounded(1 << 20, 500, bytes.length, () -> replyOrNull(bytes, json));
        if (reply == null) {
            assertThat(json.size()).isZero();
            return;
        }
        assertThat(end).isEqualTo(bytes.length);
        if (reply.kind() == Reply.Kind.VALUE) {
            requireStable(json.toByteArray());
        }
    }

    private @Nullable Reply replyOrNull(byte[] bytes, ByteSink json) {
        json.truncate(0);
        try {
            return reader.readReply(bytes, 0, bytes.length, sequenceId(bytes), json);
        } catch (ProtocolException e) {
            return null;
        }
    }

    private void requireStable(byte[] json) throws ProtocolException {
        byte[] call;
        try {
            call = FuzzedMessages.call(writer, json);
        } catch (JsonMappingException e) {
            // Replies may have what calls may not: a set with the same element twice, a union without a field.
            assertThat(e.malformed()).isFalse();
            assertThat(e.faults())
                    .allMatch(fault -> fault.message().contains("again")
                            || fault.message().contains("exactly one")
                            || fault.message().contains("union"));
            return;
        }
        byte[] again = json(call);
        try {
            assertThat(json(FuzzedMessages.call(writer, again))).isEqualTo(again);
        } catch (JsonMappingException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] json(byte[] call) throws ProtocolException {
        byte[] reply = FuzzedMessages.echo(protocol, call);
        ByteSink json = new ByteSink(16);
        writer.readReply(reply, 0, reply.length, FuzzedMessages.SEQUENCE_ID, json);
        return json.toByteArray();
    }

    /** Where the message ends, fed in two parts; -1 if it does not, or is none. */
    private int scan(byte[] bytes, int first) {
        MessageScanner scanner = MessageScanner.of(protocol, LIMITS);
        try {
            int end = scanner.scan(bytes, 0, first);
            if (end >= 0) {
                return end;
            }
            int rest = scanner.scan(bytes, first, bytes.length - first);
            return rest < 0 ? -1 : first + rest;
        } catch (ProtocolException e) {
            return -1;
        }
    }

    private int endByReader(byte[] bytes) {
        try {
            ThriftReader in = ThriftReader.of(protocol, bytes, 0, bytes.length, LIMITS);
            in.readMessageBegin();
            in.skip(TType.STRUCT);
            return in.position();
        } catch (ProtocolException e) {
            return -1;
        }
    }

    private int endByLibthrift(byte[] bytes) {
        try {
            TMemoryInputTransport transport = new TMemoryInputTransport(new TConfiguration(), bytes);
            TProtocol in = switch (protocol) {
                case BINARY -> new TBinaryProtocol(transport, false, false);
                case COMPACT -> new TCompactProtocol(transport);
            };
            in.readMessageBegin();
            TProtocolUtil.skip(in, TType.STRUCT);
            return transport.getBufferPosition();
        } catch (TException e) {
            // libthrift 0.25 knows no least size of a uuid in a container, and reads the type code of an empty
            // container.
            String message = String.valueOf(e.getMessage());
            if (message.contains("unrecognized type code") || message.contains("don't know what type")) {
                return UNREADABLE;
            }
            throw new AssertionError("libthrift refuses what we take", e);
        }
    }

    private int sequenceId(byte[] bytes) {
        try {
            return MessageHeader.read(protocol, bytes, 0, bytes.length, LIMITS).sequenceId();
        } catch (ProtocolException e) {
            return 0;
        }
    }
}
