package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.turnpike.thrift.fuzz.Allocation;
import io.turnpike.thrift.protocol.BinaryMessageScanner;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ProtocolLimits;
import java.util.Arrays;

/**
 * Any bytes as the body of a call. What is taken is a message that libthrift reads, and comes back as JSON that makes the
 * same message again; what is refused has faults and leaves nothing behind.
 */
class JsonCallFuzzTest {

    @FuzzTest(maxDuration = "10m")
    void writeCall_anyBody_isRefusedOrComesBack(byte[] body) throws Exception {
        byte[] call = Allocation.bounded(1 << 20, 500, body.length, () -> callOrFaults(body));
        if (call.length == 0) {
            return;
        }
        assertThat(new BinaryMessageScanner(ProtocolLimits.DEFAULTS).scan(call, 0, call.length))
                .isEqualTo(call.length);

        byte[] reply = FuzzedMessages.echo(call);
        ByteSink json = new ByteSink(16);
        FuzzedMessages.TRANSCODER.readReply(reply, 0, reply.length, FuzzedMessages.SEQUENCE_ID, json);
        assertThat(FuzzedMessages.call(FuzzedMessages.TRANSCODER, json.toByteArray()))
                .isEqualTo(call);
    }

    /** The message; empty if the body is refused. */
    private static byte[] callOrFaults(byte[] body) {
        ByteSink out = new ByteSink(16);
        out.writeByte(1);
        try {
            FuzzedMessages.TRANSCODER.writeCall(FuzzedMessages.SEQUENCE_ID, CallInput.ofBody(body), out);
        } catch (JsonMappingException e) {
            assertThat(e.faults()).hasSizeBetween(1, JsonMappingException.MAX_FAULTS);
            assertThat(out.size()).isEqualTo(1);
            return new byte[0];
        }
        return Arrays.copyOfRange(out.array(), 1, out.size());
    }
}
