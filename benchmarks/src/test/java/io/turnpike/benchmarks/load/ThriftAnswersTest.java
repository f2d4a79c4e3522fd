package io.turnpike.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.junit.jupiter.api.Test;

class ThriftAnswersTest {

    private static TBinaryProtocol answer(String method) throws TException {
        TMemoryBuffer call = new TMemoryBuffer(64);
        TBinaryProtocol out = new TBinaryProtocol(call);
        out.writeMessageBegin(new TMessage(method, TMessageType.CALL, 42));
        out.writeFieldBegin(new TField("", TType.STRUCT, (short) 1));
        out.writeFieldBegin(new TField("", TType.STRING, (short) 1));
        out.writeString("the id");
        out.writeFieldStop();
        out.writeFieldStop();
        ByteBuffer reply = ByteBuffer.allocate(1024);
        ThriftAnswers.answer(ByteBuffer.wrap(call.getArray(), 0, call.length()), reply);
        return new TBinaryProtocol(new TMemoryInputTransport(reply.array(), 0, reply.position()));
    }

    @Test
    void answer_toEcho_hasTheArgumentAsResult() throws TException {
        TBinaryProtocol reply = answer("small");

        TMessage message = reply.readMessageBegin();
        assertThat(message.type).isEqualTo(TMessageType.REPLY);
        assertThat(message.seqid).isEqualTo(42);
        reply.readStructBegin();
        assertThat(reply.readFieldBegin().id).isZero();
        assertThat(reply.readFieldBegin().id).isEqualTo((short) 1);
        assertThat(reply.readString()).isEqualTo("the id");
        assertThat(reply.readFieldBegin().type).isEqualTo(TType.STOP);
        assertThat(reply.readFieldBegin().type).isEqualTo(TType.STOP);
        assertThat(reply.getTransport().getBytesRemainingInBuffer()).isZero();
    }

    @Test
    void answer_toQuery_hasTheIdThatWasAskedFor() throws TException {
        TBinaryProtocol reply = answer("queryAsset");

        reply.readMessageBegin();
        reply.readStructBegin();
        reply.readFieldBegin();
        reply.readFieldBegin();
        assertThat(reply.readBool()).isTrue();
        reply.readFieldBegin();
        assertThat(reply.readString()).isEqualTo("the id");
    }

    @Test
    void answer_toUnknownMethod_isAnException() throws TException {
        assertThat(answer("other").readMessageBegin().type).isEqualTo(TMessageType.EXCEPTION);
    }

    @Test
    void answer_toWhatIsNoCall_saysWhatWasExpected() {
        assertThatThrownBy(() -> ThriftAnswers.answer(ByteBuffer.allocate(16), ByteBuffer.allocate(16)))
                .hasMessageContaining("version 0")
                .hasMessageContaining("strict binary");
    }
}
