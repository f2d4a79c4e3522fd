package io.turnpike.thrift.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the scanner of every protocol, and what hostile streams run into. */
class MessageScannerTest {

    @ParameterizedTest
    @MethodSource("messages")
    void message_inEverySplit_endsWhereItEnds(ThriftProtocol protocol, byte[] message) throws Exception {
        byte[] stream = Arrays.copyOf(message, message.length + 5);
        for (int cut = 0; cut <= message.length; cut++) {
            MessageScanner scanner = MessageScanner.of(protocol, ProtocolLimits.DEFAULTS);
            int first = scanner.scan(stream, 0, cut);
            if (cut == message.length) {
                assertThat(first).isEqualTo(cut);
            } else {
                assertThat(first).isEqualTo(-1);
                assertThat(scanner.scan(stream, cut, stream.length - cut)).isEqualTo(message.length - cut);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messages_byteByByte_areFoundOneAfterAnother(ThriftProtocol protocol, byte[] message) throws Exception {
        MessageScanner scanner = MessageScanner.of(protocol, ProtocolLimits.DEFAULTS);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < message.length - 1; i++) {
                assertThat(scanner.scan(message, i, 1)).isEqualTo(-1);
            }
            assertThat(scanner.scan(message, message.length - 1, 1)).isEqualTo(1);
            assertThatThrownBy(() -> scanner.scan(message, 0, 1)).isInstanceOf(IllegalStateException.class);
            scanner.reset();
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void mutation_random_agreesWithTheReader(ThriftProtocol protocol, byte[] message) throws Exception {
        Random random = new Random(5);
        int complete = 0;
        for (int round = 0; round < 40_000; round++) {
            byte[] mutant = message.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                mutant[random.nextInt(mutant.length)] = (byte) (random.nextInt(20) * (random.nextInt(3) == 0 ? 16 : 1));
            }
            int expected = endByReader(protocol, mutant);
            int found;
            try {
                found = MessageScanner.of(protocol, ProtocolLimits.DEFAULTS).scan(mutant, 0, mutant.length);
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
    void binaryLimits_all_areHeldBeforeTheBytesCome() {
        ProtocolLimits limits = new ProtocolLimits(100, 20, 10, 3);
        refused(ThriftProtocol.BINARY, limits, "nested deeper", 12, 0, 1, 12, 0, 1, 12, 0, 1);
        refused(ThriftProtocol.BINARY, limits, "string of length 21", 11, 0, 1, 0, 0, 0, 21);
        refused(ThriftProtocol.BINARY, limits, "string of length -1", 11, 0, 1, 255, 255, 255, 255);
        refused(ThriftProtocol.BINARY, limits, "container of 11", 15, 0, 1, 3, 0, 0, 0, 11);
        refused(ThriftProtocol.BINARY, limits, "container of -1", 13, 0, 1, 3, 3, 255, 255, 255, 255);
        refused(
                ThriftProtocol.BINARY,
                limits,
                "container of 10 elements in the",
                15,
                0,
                1,
                10,
                0,
                0,
                0,
                10,
                0,
                0,
                0,
                0);
        refused(ThriftProtocol.BINARY, limits, "type code 9", 9, 0, 1);
        refused(ThriftProtocol.BINARY, limits, "type code 77", 15, 0, 1, 77, 0, 0, 0, 1);
        assertThatThrownBy(() -> MessageScanner.of(ThriftProtocol.BINARY, limits)
                        .scan("HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII), 0, 9))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() ->
                        MessageScanner.of(ThriftProtocol.BINARY, limits).scan(new byte[] {(byte) 0x82, 1, 0, 1}, 0, 4))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("0x82010001");
    }

    @Test
    void compactLimits_all_areHeldBeforeTheBytesCome() {
        ProtocolLimits limits = new ProtocolLimits(100, 20, 10, 3);
        refused(ThriftProtocol.COMPACT, limits, "nested deeper", 0x1c, 0x1c, 0x1c);
        refused(ThriftProtocol.COMPACT, limits, "string of length 21", 0x18, 21);
        refused(ThriftProtocol.COMPACT, limits, "string of length -1", 0x18, 255, 255, 255, 255, 15);
        refused(ThriftProtocol.COMPACT, limits, "container of 11", 0x19, 0xb5);
        refused(ThriftProtocol.COMPACT, limits, "container of 11", 0x19, 0xf5, 11);
        refused(ThriftProtocol.COMPACT, limits, "container of -1", 0x1b, 255, 255, 255, 255, 15, 0x55);
        refused(
                ThriftProtocol.COMPACT,
                new ProtocolLimits(14, 20, 10, 3),
                "container of 10 elements in the 7 bytes",
                0x19,
                0xa5);
        refused(ThriftProtocol.COMPACT, limits, "container of 9 elements in the", 0x1b, 9, 0x7d);
        refused(ThriftProtocol.COMPACT, limits, "compact type code 14", 0x1e);
        refused(ThriftProtocol.COMPACT, limits, "compact type code 0", 0x19, 0x10);
        refused(ThriftProtocol.COMPACT, limits, "i16 of value 70000", 0x05, 0xe0, 0xc5, 0x08);
        int[] endless32 = {0x15, 128, 128, 128, 128, 128};
        refused(ThriftProtocol.COMPACT, limits, "at most 32", endless32);
        int[] endless64 = {0x16, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128};
        refused(ThriftProtocol.COMPACT, limits, "at most 64", endless64);
        refusedHead(ThriftProtocol.COMPACT, "message begins with 0x48", "HT".getBytes(StandardCharsets.US_ASCII));
        refusedHead(ThriftProtocol.COMPACT, "version 2", new byte[] {(byte) 0x82, 0x42});
        refusedHead(ThriftProtocol.COMPACT, "message type 0", new byte[] {(byte) 0x82, 0x01});
    }

    @Test
    void endlessFields_pastTheLimit_areRefused() throws Exception {
        for (ThriftProtocol protocol : ThriftProtocol.values()) {
            MessageScanner scanner = MessageScanner.of(protocol, new ProtocolLimits(1000, 20, 10, 3));
            byte[] field = protocol == ThriftProtocol.BINARY ? new byte[] {3, 0, 1, 0} : new byte[] {0x13, 0};
            byte[] head = head(protocol);
            scanner.scan(head, 0, head.length);

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            scanner.scan(field, 0, field.length);
                        }
                    })
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("a message of more than 1000 bytes");
        }
    }

    @Test
    void numbers_ofManyBytes_countAgainstTheLimit() throws Exception {
        MessageScanner scanner = MessageScanner.of(ThriftProtocol.COMPACT, new ProtocolLimits(30, 20, 10, 3));
        byte[] head = head(ThriftProtocol.COMPACT);
        scanner.scan(head, 0, head.length);
        byte[] list = new byte[40];
        Arrays.fill(list, (byte) 0x80);
        list[0] = 0x19;
        list[1] = (byte) 0xa5;
        for (int i = 5; i < list.length; i += 4) {
            list[i] = 1;
        }

        assertThatThrownBy(() -> scanner.scan(list, 0, list.length))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("a message of more than 30 bytes");
    }

    private static void refused(ThriftProtocol protocol, ProtocolLimits limits, String message, int... body) {
        ByteSink out = new ByteSink(64);
        byte[] head = head(protocol);
        out.writeBytes(head, 0, head.length);
        for (int b : body) {
            out.writeByte(b);
        }
        assertThatThrownBy(() -> MessageScanner.of(protocol, limits).scan(out.array(), 0, out.size()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
    }

    private static void refusedHead(ThriftProtocol protocol, String message, byte[] head) {
        assertThatThrownBy(() ->
                        MessageScanner.of(protocol, ProtocolLimits.DEFAULTS).scan(head, 0, head.length))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
    }

    private static int endByReader(ThriftProtocol protocol, byte[] bytes) {
        try {
            ThriftReader in = ThriftReader.of(protocol, bytes, 0, bytes.length, ProtocolLimits.DEFAULTS);
            in.readMessageBegin();
            in.skip(TType.STRUCT);
            return in.position();
        } catch (ProtocolException e) {
            return -1;
        }
    }

    private static byte[] head(ThriftProtocol protocol) {
        ByteSink out = new ByteSink(16);
        MessageHeader.write(protocol, out, "f", MessageType.REPLY, 1);
        return out.toByteArray();
    }

    static List<Arguments> messages() throws TException {
        return List.of(
                Arguments.of(ThriftProtocol.BINARY, message(buffer -> new TBinaryProtocol(buffer, true, true))),
                Arguments.of(ThriftProtocol.BINARY, message(buffer -> new TBinaryProtocol(buffer, false, false))),
                Arguments.of(ThriftProtocol.COMPACT, message(TCompactProtocol::new)));
    }

    private static byte[] message(Function<TTransport, TProtocol> protocol) throws TException {
        TMemoryBuffer buffer = new TMemoryBuffer(64);
        TProtocol out = protocol.apply(buffer);
        out.writeMessageBegin(new TMessage("method", TMessageType.REPLY, 500));
        begin(out);
        field(out, TType.STRUCT, 0);
        begin(out);
        field(out, TType.BOOL, 1);
        out.writeBool(true);
        field(out, TType.STRING, 2);
        out.writeString("text");
        field(out, TType.LIST, 3);
        out.writeListBegin(new TList(TType.I64, 2));
        out.writeI64(1);
        out.writeI64(Long.MIN_VALUE);
        field(out, TType.MAP, 4);
        out.writeMapBegin(new TMap(TType.I32, TType.STRING, 2));
        out.writeI32(1);
        out.writeString("");
        out.writeI32(-200);
        out.writeString("b");
        field(out, TType.MAP, 5);
        out.writeMapBegin(new TMap(TType.STRING, TType.LIST, 1));
        out.writeString("k");
        out.writeListBegin(new TList(TType.STRUCT, 2));
        begin(out);
        end(out);
        begin(out);
        field(out, TType.DOUBLE, 1);
        out.writeDouble(1);
        field(out, TType.I16, 200);
        out.writeI16((short) 300);
        end(out);
        field(out, TType.SET, 6);
        out.writeSetBegin(new TSet(TType.BOOL, 0));
        field(out, TType.MAP, 7);
        out.writeMapBegin(new TMap(TType.BYTE, TType.UUID, 1));
        out.writeByte((byte) 1);
        out.writeUuid(new UUID(1, 2));
        field(out, TType.LIST, 8);
        out.writeListBegin(new TList(TType.BOOL, 17));
        for (int i = 0; i < 17; i++) {
            out.writeBool(i % 2 == 0);
        }
        field(out, TType.MAP, -9);
        out.writeMapBegin(new TMap(TType.I32, TType.I32, 0));
        end(out);
        end(out);
        return Arrays.copyOf(buffer.getArray(), buffer.length());
    }

    private static void field(TProtocol out, byte type, int id) throws TException {
        out.writeFieldBegin(new TField("f", type, (short) id));
    }

    private static void begin(TProtocol out) throws TException {
        out.writeStructBegin(new TStruct("s"));
    }

    private static void end(TProtocol out) throws TException {
        out.writeFieldStop();
        out.writeStructEnd();
    }
}
