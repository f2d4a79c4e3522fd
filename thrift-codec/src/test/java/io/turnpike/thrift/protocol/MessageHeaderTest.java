package io.turnpike.thrift.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TMemoryBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Headers against libthrift, in every protocol. */
class MessageHeaderTest {

    private static final int[] SEQUENCE_IDS = {0, 1, 127, 128, 65_536, Integer.MAX_VALUE, -1, Integer.MIN_VALUE};

    @ParameterizedTest
    @EnumSource
    void header_everyTypeAndSequenceId_isThatOfLibthrift(ThriftProtocol protocol) throws Exception {
        for (MessageType type : MessageType.values()) {
            for (int sequenceId : SEQUENCE_IDS) {
                ByteSink ours = new ByteSink(1);
                MessageHeader.write(protocol, ours, "m\u00e9thod", type, sequenceId);
                ByteSink laidOut = new ByteSink(1);
                HeaderTemplate template = new HeaderTemplate(protocol, "m\u00e9thod", type);
                template.write(sequenceId, laidOut);
                TMemoryBuffer theirs = new TMemoryBuffer(32);
                of(protocol, theirs).writeMessageBegin(new TMessage("m\u00e9thod", (byte) type.code(), sequenceId));
                byte[] bytes = Arrays.copyOf(theirs.getArray(), theirs.length());

                assertThat(ours.toByteArray()).isEqualTo(bytes);
                assertThat(laidOut.toByteArray()).isEqualTo(bytes);
                assertThat(MessageHeader.read(protocol, bytes, 0, bytes.length, ProtocolLimits.DEFAULTS))
                        .isEqualTo(new MessageHeader("m\u00e9thod", type, sequenceId, bytes.length));
                ThriftReader in = ThriftReader.of(protocol, bytes, 0, bytes.length, ProtocolLimits.DEFAULTS);
                assertThat(template.take(in, sequenceId + 1)).isFalse();
                assertThat(in.position()).isZero();
                assertThat(template.take(in, sequenceId)).isTrue();
                assertThat(in.remaining()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void header_cutOffAnywhere_isRefused(ThriftProtocol protocol) {
        ByteSink out = new ByteSink(1);
        MessageHeader.write(protocol, out, "method", MessageType.REPLY, 300);
        for (int length = 0; length < out.size(); length++) {
            int cut = length;
            assertThatThrownBy(() -> MessageHeader.read(protocol, out.array(), 0, cut, ProtocolLimits.DEFAULTS))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("too early");
        }
    }

    private static TProtocol of(ThriftProtocol protocol, TMemoryBuffer buffer) {
        return switch (protocol) {
            case BINARY -> new TBinaryProtocol(buffer, true, true);
            case COMPACT -> new TCompactProtocol(buffer);
        };
    }
}
