package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.ServiceSchema;
import java.util.Map;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of calls and replies: multiplexed names, sequence ids. */
class MethodTranscoderTest {

    private static final MethodSchema METHOD = Schemas.method("get", BaseType.I32);

    @ParameterizedTest
    @EnumSource
    void call_multiplexed_carriesThePrefixedName(ThriftProtocol protocol) throws Exception {
        MethodTranscoder transcoder = new MethodTranscoder(METHOD, MappingOptions.DEFAULTS, protocol, "Assets");
        ByteSink call = new ByteSink(1);

        transcoder.writeCall(-3, Schemas.json("{}"), call);

        Wire.Message read = Wire.read(protocol, call.toByteArray());
        assertThat(read.header().name).isEqualTo("Assets:get");
        assertThat(read.header().seqid).isEqualTo(-3);
        assertThat(transcoder.calledName()).isEqualTo("Assets:get");
        assertThat(transcoder.protocol()).isEqualTo(protocol);
    }

    @ParameterizedTest
    @EnumSource
    void reply_multiplexed_carriesEitherName(ThriftProtocol protocol) throws Exception {
        MethodTranscoder transcoder = new MethodTranscoder(METHOD, MappingOptions.DEFAULTS, protocol, "Assets");

        assertThat(read(transcoder, "get", 300)).isEqualTo(Reply.VALUE);
        assertThat(read(transcoder, "Assets:get", 300)).isEqualTo(Reply.VALUE);
        assertThatThrownBy(() -> read(transcoder, "Users:get", 300))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("reply to method Users:get (expected: get)");
        assertThatThrownBy(() -> read(transcoder, "get", 301))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("sequence id 301 (expected: 300)");
    }

    @Test
    void reply_notMultiplexed_carriesThePlainName() {
        MethodTranscoder transcoder = new MethodTranscoder(METHOD, MappingOptions.DEFAULTS);

        assertThatThrownBy(() -> read(transcoder, "Assets:get", 300)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a:b"})
    void multiplexedName_thatNoServerFinds_isRefused(String name) {
        ServiceSchema service = new ServiceSchema("S", Map.of("get", METHOD), Map.of(), "");

        assertThatThrownBy(() -> MethodTranscoder.ofAll(service, MappingOptions.DEFAULTS, ThriftProtocol.BINARY, name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("multiplexedName: \"" + name + '"');
    }

    private static Reply read(MethodTranscoder transcoder, String name, int sequenceId) throws ProtocolException {
        byte[] reply =
                Wire.write(transcoder.protocol(), name, TMessageType.REPLY, sequenceId, Wire.Struct.of(0, Wire.i32(5)));
        return transcoder.readReply(reply, 0, reply.length, 300, new ByteSink(1));
    }
}
