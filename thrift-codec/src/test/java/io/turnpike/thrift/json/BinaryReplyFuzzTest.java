package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.turnpike.thrift.fuzz.Allocation;
import io.turnpike.thrift.protocol.BinaryMessageScanner;
import io.turnpike.thrift.protocol.BinaryReader;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.MessageHeader;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ProtocolLimits;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes as a reply in the binary protocol. Scanner, reader and libthrift agree on where the message ends; what is taken
 * as a reply is JSON that a call takes too, and from then on nothing changes any more.
 */
class BinaryReplyFuzzTest {

    private static final ProtocolLimits LIMITS = new ProtocolLimits(1 << 20, 1 << 16, 10_000, 64);
    private static final MethodTranscoder READER =
            new MethodTranscoder(FuzzedMessages.METHOD, FuzzedMessages.options(64, LIMITS));
    /** Maps as pairs nest JSON deeper than Thrift. */
    private static final MethodTranscoder WRITER = new MethodTranscoder(
            FuzzedMessages.METHOD, FuzzedMessages.options(200, new ProtocolLimits(1 << 22, 1 << 16, 10_000, 200)));

    @FuzzTest(maxDuration = "10m")
    void readReply_anyBytes_isRefusedOrStable(byte[] bytes) throws Exception {
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

    private static @Nullable Reply replyOrNull(byte[] bytes, ByteSink json) {
        json.truncate(0);
        try {
            return READER.readReply(bytes, 0, bytes.length, sequenceId(bytes), json);
        } catch (ProtocolException e) {
            return null;
        }
    }

    private static void requireStable(byte[] json) throws ProtocolException {
        byte[] call;
        try {
            call = FuzzedMessages.call(WRITER, json);
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
            assertThat(json(FuzzedMessages.call(WRITER, again))).isEqualTo(again);
        } catch (JsonMappingException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] json(byte[] call) throws ProtocolException {
        byte[] reply = FuzzedMessages.echo(call);
        ByteSink json = new ByteSink(16);
        WRITER.readReply(reply, 0, reply.length, FuzzedMessages.SEQUENCE_ID, json);
        return json.toByteArray();
    }

    /** Where the message ends, fed in two parts; -1 if it does not, or is none. */
    private static int scan(byte[] bytes, int first) {
        BinaryMessageScanner scanner = new BinaryMessageScanner(LIMITS);
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

    private static int endByReader(byte[] bytes) {
        try {
            BinaryReader in = new BinaryReader(bytes, 0, bytes.length, LIMITS);
            MessageHeader.read(in);
            in.skip(TType.STRUCT);
            return in.position();
        } catch (ProtocolException e) {
            return -1;
        }
    }

    private static final int UNREADABLE = -2;

    private static int endByLibthrift(byte[] bytes) {
        try {
            TMemoryInputTransport transport = new TMemoryInputTransport(new TConfiguration(), bytes);
            TBinaryProtocol in = new TBinaryProtocol(transport, false, false);
            in.readMessageBegin();
            TProtocolUtil.skip(in, TType.STRUCT);
            return transport.getBufferPosition();
        } catch (TException e) {
            // libthrift 0.25 knows no least size of a uuid in a container.
            if (String.valueOf(e.getMessage()).contains("unrecognized type code")) {
                return UNREADABLE;
            }
            throw new AssertionError("libthrift refuses what we take", e);
        }
    }

    private static int sequenceId(byte[] bytes) {
        try {
            return MessageHeader.read(bytes, 0, bytes.length, LIMITS).sequenceId();
        } catch (ProtocolException e) {
            return 0;
        }
    }
}
