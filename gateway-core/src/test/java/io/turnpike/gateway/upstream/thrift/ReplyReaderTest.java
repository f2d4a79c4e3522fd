package io.turnpike.gateway.upstream.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.MessageHeader;
import io.turnpike.thrift.protocol.MessageType;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ProtocolLimits;
import io.turnpike.thrift.protocol.ThriftProtocol;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplyReaderTest {

    private static final byte[] MESSAGE = message();

    @ParameterizedTest
    @EnumSource(names = {"FRAMED", "BUFFERED"})
    void feed_everyByteAlone_messageAfterMessageIsFound(Framing framing) throws Exception {
        ReplyReader reader =
                ReplyReader.of("Echo", framing, Dialect.DEFAULT, ProtocolLimits.DEFAULTS, new ByteSinkPool());
        byte[] wire = wire(framing);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < wire.length; i++) {
                assertThat(reader.feed(new byte[] {9, wire[i], 9}, 1, 1)).isEqualTo(i == wire.length - 1);
            }
            assertThat(found(reader)).isEqualTo(MESSAGE);
            assertThat(reader.extraBytes()).isZero();
            reader.reset();
            assertThat(reader.receivedBytes()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FRAMED", "BUFFERED"})
    void feed_everySplit_messageAndExtraBytesAreFound(Framing framing) throws Exception {
        byte[] wire = Arrays.copyOf(wire(framing), wire(framing).length + 2);
        for (int split = 1; split < wire.length - 2; split++) {
            ReplyReader reader =
                    ReplyReader.of("Echo", framing, Dialect.DEFAULT, ProtocolLimits.DEFAULTS, new ByteSinkPool());
            assertThat(reader.feed(wire, 0, split)).isFalse();
            assertThat(reader.feed(wire, split, wire.length - split)).isTrue();
            assertThat(found(reader)).isEqualTo(MESSAGE);
            assertThat(reader.extraBytes()).isEqualTo(2);
        }
    }

    @Test
    void feed_noLength_refusedWithWhatItIs() {
        ReplyReader reader =
                ReplyReader.of("Echo", Framing.FRAMED, Dialect.DEFAULT, ProtocolLimits.DEFAULTS, new ByteSinkPool());
        assertThatThrownBy(() -> reader.feed(MESSAGE, 0, MESSAGE.length))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("a message without a frame");
    }

    private static byte[] found(ReplyReader reader) {
        return Arrays.copyOfRange(reader.array(), reader.offset(), reader.offset() + reader.length());
    }

    private static byte[] wire(Framing framing) {
        ByteSink sink = new ByteSink(64);
        if (framing == Framing.FRAMED) {
            sink.writeInt(MESSAGE.length);
        }
        sink.writeBytes(MESSAGE, 0, MESSAGE.length);
        return sink.toByteArray();
    }

    private static byte[] message() {
        ByteSink sink = new ByteSink(64);
        MessageHeader.write(ThriftProtocol.BINARY, sink, "echo", MessageType.REPLY, 7);
        sink.writeByte(11);
        sink.writeShort(0);
        sink.writeInt(3);
        sink.writeBytes(new byte[] {'a', 'b', 'c'}, 0, 3);
        sink.writeByte(0);
        return sink.toByteArray();
    }
}
