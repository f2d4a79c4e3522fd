package io.turnpike.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.junit.jupiter.api.Test;

class ThriftFieldTest {

    @Test
    void write_ofEachType_readsBackAsTheSame() throws TException {
        TBinaryProtocol protocol = new TBinaryProtocol(new TMemoryBuffer(64));
        for (String line : new String[] {"1\tstring\ta, b", "2\ti32\t-7", "3\ti64\t5000000000", "4\tdouble\t0.5"}) {
            ThriftField.parse(line).write(protocol);
        }

        assertThat(protocol.readFieldBegin().type).isEqualTo(TType.STRING);
        assertThat(protocol.readString()).isEqualTo("a, b");
        assertThat(protocol.readFieldBegin().id).isEqualTo((short) 2);
        assertThat(protocol.readI32()).isEqualTo(-7);
        assertThat(protocol.readFieldBegin().type).isEqualTo(TType.I64);
        assertThat(protocol.readI64()).isEqualTo(5_000_000_000L);
        protocol.readFieldBegin();
        assertThat(protocol.readDouble()).isEqualTo(0.5);
    }

    @Test
    void parse_ofAnotherNumberOfColumns_saysWhatWasExpected() {
        assertThatThrownBy(() -> ThriftField.parse("1\tstring")).hasMessageContaining("expected: id, type and value");
    }

    @Test
    void write_ofAnotherType_saysWhatWasExpected() {
        ThriftField field = ThriftField.parse("1\tset\t1");

        assertThatThrownBy(() -> field.write(new TBinaryProtocol(new TMemoryBuffer(8))))
                .hasMessage("set (expected: string, i32, i64 or double)");
    }
}
