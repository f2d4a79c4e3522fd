package io.turnpike.thrift.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Strings whose length is filled in after their bytes. */
class UnknownLengthTest {

    @ParameterizedTest
    @EnumSource
    void endBytes_ofAnyLength_isAsIfItHadBeenKnown(ThriftProtocol protocol) {
        for (int length : new int[] {0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152}) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (i * 7);
            }
            ByteSink expected = new ByteSink(0);
            ThriftWriter.of(protocol, expected).writeBytes(bytes, 0, length);
            ByteSink sink = new ByteSink(0);
            ThriftWriter writer = ThriftWriter.of(protocol, sink);
            int mark = writer.beginBytes();
            sink.writeBytes(bytes, 0, length);
            writer.endBytes(mark);
            assertThat(sink.toByteArray()).isEqualTo(expected.toByteArray());
        }
    }
}
