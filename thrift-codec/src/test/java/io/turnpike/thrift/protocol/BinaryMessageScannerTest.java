package io.turnpike.thrift.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.junit.jupiter.api.Test;

class BinaryMessageScannerTest {

    @Test
    void message_inEverySplit_endsWhereItEnds() throws Exception {
        for (boolean strict : new boolean[] {true, false}) {
            byte[] message = message(strict);
            byte[] stream = Arrays.copyOf(message, message.length + 5);
            for (int cut = 0; cut <= message.length; cut++) {
                BinaryMessageScanner scanner = new BinaryMessageScanner(ProtocolLimits.DEFAULTS);
                int first = scanner.scan(stream, 0, cut);
                if (cut == message.length) {
                    assertThat(first).isEqualTo(cut);
                } else {
                    assertThat(first).isEqualTo(-1);
                    assertThat(scanner.scan(stream, cut, stream.length - cut)).isEqualTo(message.length - cut);
                }
            }
        }
    }

    @Test
    void messages_byteByByte_areFoundOneAfterAnother() throws Exception {
        byte[] message = message(true);
        BinaryMessageScanner scanner = new BinaryMessageScanner(ProtocolLimits.DEFAULTS);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < message.length - 1; i++) {
                assertThat(scanner.scan(message, i, 1)).isEqualTo(-1);
            }
            assertThat(scanner.scan(message, message.length - 1, 1)).isEqualTo(1);
            assertThatThrownBy(() -> scanner.scan(message, 0, 1)).isInstanceOf(IllegalStateException.class);
            scanner.reset();
        }
    }

    @Test
    void mutation_random_agreesWithTheReader() throws Exception {
        byte[] message = message(true);
        Random random = new Random(5);
        int complete = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] mutant = message.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(20);
            }
            int expected = endByReader(mutant);
            int found;
            try {
                found = new BinaryMessageScanner(ProtocolLimits.DEFAULTS).scan(mutant, 0, mutant.length);
            } catch (ProtocolException e) {
                found = -2;
            }
            if (expected >= 0) {
                assertThat(found).isEqualTo(expected);
                complete++;
            } else {
                assertThat(found).isNegative();
            }
        }
        assertThat(complete).isPositive();
    }

    @Test
    void limits_all_areHeldBeforeTheBytesCome() {
        ProtocolLimits limits = new ProtocolLimits(100, 20, 10, 3);
        refused(limits, "nested deeper", 12, 0, 1, 12, 0, 1, 12, 0, 1);
        refused(limits, "string of length 21", 11, 0, 1, 0, 0, 0, 21);
        refused(limits, "string of length -1", 11, 0, 1, 255, 255, 255, 255);
        refused(limits, "container of 11", 15, 0, 1, 3, 0, 0, 0, 11);
        refused(limits, "container of -1", 13, 0, 1, 3, 3, 255, 255, 255, 255);
        refused(limits, "container of 10 elements in the", 15, 0, 1, 10, 0, 0, 0, 10, 0, 0, 0, 0);
        refused(limits, "type code 9", 9, 0, 1);
        refused(limits, "type code 77", 15, 0, 1, 77, 0, 0, 0, 1);
        assertThatThrownBy(() ->
                        new BinaryMessageScanner(limits).scan("HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII), 0, 9))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> new BinaryMessageScanner(limits).scan(new byte[] {(byte) 0x82, 1, 0, 1}, 0, 4))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("0x82010001");
    }

    @Test
    void endlessFields_pastTheLimit_areRefused() {
        BinaryMessageScanner scanner = new BinaryMessageScanner(new ProtocolLimits(1000, 20, 10, 3));
        byte[] field = {3, 0, 1, 0};

        assertThatThrownBy(() -> {
                    byte[] head = head();
                    scanner.scan(head, 0, head.length);
                    for (int i = 0; i < 1000; i++) {
                        scanner.scan(field, 0, 4);
                    }
                })
                .isInstanceOf(ProtocolException.class)
                .hasMessage("a message of more than 1000 bytes");
    }

    private static void refused(ProtocolLimits limits, String message, int... body) {
        ByteSink out = new ByteSink(64);
        byte[] head = head();
        out.writeBytes(head, 0, head.length);
        for (int b : body) {
            out.writeByte(b);
        }
        assertThatThrownBy(() -> new BinaryMessageScanner(limits).scan(out.array(), 0, out.size()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
    }

    private static int endByReader(byte[] bytes) {
        try {
            BinaryReader in = new BinaryReader(bytes, 0, bytes.length, ProtocolLimits.DEFAULTS);
            MessageHeader.read(in);
            in.skip(TType.STRUCT);
            return in.position();
        } catch (ProtocolException e) {
            return -1;
        }
    }

    private static byte[] head() {
        ByteSink out = new ByteSink(16);
        MessageHeader.write(out, "f", MessageType.REPLY, 1);
        return out.toByteArray();
    }

    private static byte[] message(boolean strict) throws TException {
        TMemoryBuffer buffer = new TMemoryBuffer(64);
        TProtocol out = new TBinaryProtocol(buffer, strict, strict);
        out.writeMessageBegin(new TMessage("method", TMessageType.REPLY, 5));
        field(out, TType.STRUCT, 0);
        field(out, TType.BOOL, 1);
        out.writeBool(true);
        field(out, TType.STRING, 2);
        out.writeString("text");
        field(out, TType.LIST, 3);
        out.writeListBegin(new TList(TType.I64, 2));
        out.writeI64(1);
        out.writeI64(2);
        field(out, TType.MAP, 4);
        out.writeMapBegin(new TMap(TType.I32, TType.STRING, 2));
        out.writeI32(1);
        out.writeString("");
        out.writeI32(2);
        out.writeString("b");
        field(out, TType.MAP, 5);
        out.writeMapBegin(new TMap(TType.STRING, TType.LIST, 1));
        out.writeString("k");
        out.writeListBegin(new TList(TType.STRUCT, 2));
        out.writeFieldStop();
        field(out, TType.DOUBLE, 1);
        out.writeDouble(1);
        out.writeFieldStop();
        field(out, TType.SET, 6);
        out.writeListBegin(new TList(TType.BOOL, 0));
        field(out, TType.MAP, 7);
        out.writeMapBegin(new TMap(TType.BYTE, TType.UUID, 1));
        out.writeByte((byte) 1);
        out.writeUuid(new UUID(1, 2));
        out.writeFieldStop();
        out.writeFieldStop();
        return Arrays.copyOf(buffer.getArray(), buffer.length());
    }

    private static void field(TProtocol out, byte type, int id) throws TException {
        out.writeFieldBegin(new TField("f", type, (short) id));
    }
}
