package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.turnpike.thrift.fuzz.Allocation;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.MessageScanner;
import io.turnpike.thrift.protocol.ProtocolLimits;
import io.turnpike.thrift.protocol.ThriftProtocol;
import java.util.Arrays;

/**
 * Any bytes as the body of a call. What is taken is a message whose end is found, and comes back as JSON that makes the
 * same message again; what is refused has faults and leaves nothing behind.
 */
class JsonCallFuzzTest {

    /** Thrift may be nested one level deeper than JSON (the arguments), so that what was written can always be read. */
    private static final ProtocolLimits LIMITS = new ProtocolLimits(1 << 20, 1 << 16, 10_000, 70);

    private static final MethodTranscoder BINARY = FuzzedMessages.transcoder(ThriftProtocol.BINARY, 64, LIMITS);
    private static final MethodTranscoder COMPACT = FuzzedMessages.transcoder(ThriftProtocol.COMPACT, 64, LIMITS);

    @FuzzTest(maxDuration = "10m")
    void writeCall_anyBody_isRefusedOrComesBack(byte[] body) throws Exception {
        boolean taken = check(ThriftProtocol.BINARY, BINARY, body);
        assertThat(check(ThriftProtocol.COMPACT, COMPACT, body)).isEqualTo(taken);
    }

    private static boolean check(ThriftProtocol protocol, MethodTranscoder transcoder, byte[] body) throws Exception {
        byte[] call = Allocation.bounded(1 << 20, 500, body.length, () -> callOrFaults(transcoder, body));
        if (call.length == 0) {
            return false;
        }
        assertThat(MessageScanner.of(protocol, LIMITS).scan(call, 0, call.length))
                .isEqualTo(call.length);
        byte[] reply = FuzzedMessages.echo(protocol, call);
        ByteSink json = new ByteSink(16);
        transcoder.readReply(reply, 0, reply.length, FuzzedMessages.SEQUENCE_ID, json);
        assertThat(FuzzedMessages.call(transcoder, json.toByteArray())).isEqualTo(call);
        return true;
    }

    /** The message; empty if the body is refused. */
    private static byte[] callOrFaults(MethodTranscoder transcoder, byte[] body) {
        ByteSink out = new ByteSink(16);
        out.writeByte(1);
        try {
            transcoder.writeCall(FuzzedMessages.SEQUENCE_ID, CallInput.ofBody(body), out);
        } catch (JsonMappingException e) {
            assertThat(e.faults()).hasSizeBetween(1, JsonMappingException.MAX_FAULTS);
            assertThat(out.size()).isEqualTo(1);
            return new byte[0];
        }
        return Arrays.copyOfRange(out.array(), 1, out.size());
    }
}
