package io.turnpike.thrift.json;

import static io.turnpike.thrift.json.Schemas.EVERYTHING;
import static io.turnpike.thrift.json.Schemas.method;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ProtocolLimits;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.ThriftType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TType;
import org.junit.jupiter.api.Test;

/** Every row of the mapping from Thrift to JSON, of replies that libthrift wrote, and what hostile replies run into. */
class ThriftToJsonTest {

    private static final int SEQ = 77;

    @Test
    void everyRow_reply_isJson() throws Exception {
        assertThat(json(EVERYTHING, everything(), MappingOptions.DEFAULTS))
                .isEqualTo("{\"aBool\":true,\"aByte\":-128,\"anI16\":32767,\"anI32\":-2147483648,"
                        + "\"anI64\":-9223372036854775808,\"aDouble\":0.0015,"
                        + "\"aString\":\"h\u00e9\uD83D\uDE00\\n\\\"\\\\/\\u0001\u007f\",\"aBinary\":\"AP8Q\","
                        + "\"aUuid\":\"00112233-4455-6677-8899-aabbccddeeff\",\"anEnum\":\"GREEN\",\"aStruct\":{\"y\":2,\"x\":1},"
                        + "\"aUnion\":{\"text\":\"t\"},\"aList\":[1,2],\"aSet\":[\"a\"],\"aMap\":{\"k\\\"\":1},"
                        + "\"byNumber\":{\"-5\":false},\"byColor\":{\"RED\":\"r\",\"99\":\"u\"},"
                        + "\"byPoint\":[[{\"x\":1},\"p\"],[{\"x\":2},\"q\"]],\"points\":[],\"colors\":[\"RED\",5,\"FAR\"],"
                        + "\"byBool\":{\"true\":1,\"false\":0},\"byDouble\":{\"1.5\":2},\"a/b~c\\\"d\":4,"
                        + "\"textual\":\"-42\",\"textuals\":[\"1\"]}");
    }

    @Test
    void bareValues_ofEveryBaseType_areJsonValues() throws Exception {
        assertThat(json(BaseType.I32, Wire.i32(5), MappingOptions.DEFAULTS)).isEqualTo("5");
        assertThat(json(BaseType.STRING, Wire.str(""), MappingOptions.DEFAULTS)).isEqualTo("\"\"");
        assertThat(json(BaseType.BOOL, Wire.bool(false), MappingOptions.DEFAULTS))
                .isEqualTo("false");
        assertThat(json(
                        new ListType(BaseType.I64),
                        Wire.list(TType.I64, Wire.i64(1)),
                        new MappingOptions(false, true, false, 64, ProtocolLimits.DEFAULTS)))
                .isEqualTo("[\"1\"]");
        assertThat(json(new MapType(BaseType.STRING, BaseType.I32), Wire.map(0, 0), MappingOptions.DEFAULTS))
                .isEqualTo("{}");
    }

    @Test
    void nonFinite_byOption_isErrorOrNull() throws Exception {
        MappingOptions asNull = new MappingOptions(false, false, true, 64, ProtocolLimits.DEFAULTS);

        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(json(BaseType.DOUBLE, Wire.dbl(value), asNull)).isEqualTo("null");
            assertThatThrownBy(() -> json(BaseType.DOUBLE, Wire.dbl(value), MappingOptions.DEFAULTS))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("expected: a finite number");
        }
    }

    @Test
    void otherAnswers_voidExceptionAndApplicationError_areTold() throws Exception {
        MethodSchema method = method("call", null);
        ByteSink out = new ByteSink(16);

        assertThat(read(method, Wire.write("call", TMessageType.REPLY, SEQ, Wire.Struct.of()), out))
                .isEqualTo(Reply.VOID);
        assertThat(out.size()).isZero();
        byte[] error = Wire.write(
                "anything",
                TMessageType.EXCEPTION,
                SEQ,
                Wire.Struct.of(1, Wire.str("no"), 2, Wire.i32(6), 9, Wire.i8(1)));
        assertThat(read(method, error, out))
                .isEqualTo(new Reply(Reply.Kind.APPLICATION_ERROR, null, 0, List.of(), 6, "no"));
        assertThat(out.size()).isZero();
        byte[] thrown = Wire.write(
                "call", TMessageType.REPLY, SEQ, Wire.Struct.of(1, Wire.struct(1, Wire.str("r"), 2, Wire.i32(4))));
        Reply reply = read(method, thrown, out);
        assertThat(reply.kind()).isEqualTo(Reply.Kind.EXCEPTION);
        assertThat(reply.exception()).isSameAs(method.exceptions().get(0));
        assertThat(text(out)).isEqualTo("{\"exception\":\"Oops\",\"value\":{\"reason\":\"r\",\"code\":4}}");
    }

    @Test
    void header_oldNotStrict_isRead() throws Exception {
        byte[] old = Wire.write("call", TMessageType.REPLY, SEQ, Wire.Struct.of(0, Wire.i32(3)), false);
        ByteSink out = new ByteSink(16);

        assertThat(read(method("call", BaseType.I32), old, out)).isEqualTo(Reply.VALUE);
        assertThat(text(out)).isEqualTo("3");
    }

    @Test
    void noAnswerToThisCall_anyPart_isRefused() {
        MethodSchema method = method("call", BaseType.I32);
        Wire.Struct body = Wire.Struct.of(0, Wire.i32(3));

        refused(method, Wire.write("call", TMessageType.REPLY, SEQ + 1, body), "sequence id 78 (expected: 77)");
        refused(method, Wire.write("other", TMessageType.REPLY, SEQ, body), "other (expected: call)");
        refused(method, Wire.write("call", TMessageType.CALL, SEQ, body), "type CALL");
        refused(method, Wire.write("call", 9, SEQ, body), "message type 9");
        refused(method, Wire.write("call", TMessageType.EXCEPTION, 0, Wire.Struct.of()), "sequence id 0");
        refused(method, Wire.write("call", TMessageType.REPLY, SEQ, Wire.Struct.of()), "missing result");
        refused(method, "HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII), "expected");
        refused(method, new byte[] {(byte) 0x82, 0x21, 0, 0, 0, 0, 0, 0}, "0x82210000");
        refused(
                method,
                Wire.write("call", TMessageType.REPLY, SEQ, Wire.Struct.of(0, Wire.i32(3), 1, Wire.struct())),
                "both success and oops");
        byte[] reply = Wire.write("call", TMessageType.REPLY, SEQ, body);
        refused(method, Arrays.copyOf(reply, reply.length + 1), "after the end");
    }

    @Test
    void breachOfTheIdl_anyKind_isRefusedByName() {
        refusedField(Wire.struct(4, Wire.i64(1)), "Everything.anI32 holds i64 (expected: i32)");
        refusedField(Wire.struct(13, Wire.list(TType.I64, Wire.i64(1))), "aList holds i64");
        refusedField(Wire.struct(15, Wire.map(TType.I32, TType.I32, Wire.i32(1), Wire.i32(1))), "aMap holds i32");
        refusedField(Wire.struct(11, Wire.struct(2, Wire.i32(1))), "required field Point.x is missing");
        refusedField(Wire.struct(7, Wire.bin(0xc0, 0x80)), "aString is not valid UTF-8");
        refusedField(Wire.struct(15, Wire.map(TType.STRING, TType.I32, Wire.bin(0xff), Wire.i32(1))), "UTF-8");
        refusedField(Wire.struct(12, Wire.struct(1, Wire.i32(1), 2, Wire.str(""))), "2 fields of union");
        refusedField(
                Wire.struct(
                        15, Wire.map(TType.STRING, TType.I32, Wire.str("a"), Wire.i32(1), Wire.str("a"), Wire.i32(2))),
                "a key of Everything.aMap comes again");
    }

    @Test
    void repeatedField_inReply_isRefused() {
        ByteSink reply = new ByteSink(64);
        byte[] head = Wire.write("call", TMessageType.REPLY, SEQ, Wire.Struct.of(0, Wire.struct(4, Wire.i32(1))));
        reply.writeBytes(head, 0, head.length - 2);
        reply.writeBytes(new byte[] {8, 0, 4, 0, 0, 0, 1, 0, 0}, 0, 9);

        refused(method("call", EVERYTHING), reply.toByteArray(), "field Everything.anI32 comes again");
    }

    @Test
    void unknownFields_ofEveryType_areSkipped() throws Exception {
        Wire.Value everything = everything();
        Wire.Value reply = Wire.struct(1, Wire.i32(1), 50, everything, 51, Wire.list(TType.STRUCT, everything));

        assertThat(json(Schemas.POINT, reply, MappingOptions.DEFAULTS)).isEqualTo("{\"x\":1}");
    }

    @Test
    void truncation_everywhere_isProtocolExceptionAndLeavesTheSink() {
        byte[] reply = Wire.write("call", TMessageType.REPLY, SEQ, Wire.Struct.of(0, everything()));
        MethodTranscoder transcoder = new MethodTranscoder(method("call", EVERYTHING), MappingOptions.DEFAULTS);
        ByteSink out = new ByteSink(16);
        out.writeByte('x');

        for (int length = 0; length < reply.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> transcoder.readReply(reply, 0, cut, SEQ, out))
                    .isInstanceOf(ProtocolException.class);
            assertThat(out.size()).isEqualTo(1);
        }
    }

    @Test
    void mutation_random_isProtocolExceptionOrJson() {
        byte[] reply = Wire.write("call", TMessageType.REPLY, SEQ, Wire.Struct.of(0, everything()));
        MethodTranscoder transcoder = new MethodTranscoder(method("call", EVERYTHING), MappingOptions.DEFAULTS);
        Random random = new Random(1);
        int read = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] mutant = reply.clone();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            ByteSink out = new ByteSink(512);
            try {
                if (transcoder.readReply(mutant, 0, mutant.length, SEQ, out).kind() == Reply.Kind.VALUE) {
                    JsonReader reader = new JsonReader(out.array(), 0, out.size(), 64);
                    reader.skipValue();
                    reader.requireEnd();
                    read++;
                }
            } catch (ProtocolException e) {
                assertThat(out.size()).isZero();
            } catch (JsonSyntaxException e) {
                throw new AssertionError(text(out), e);
            }
        }
        assertThat(read).isPositive();
    }

    @Test
    void hugeClaims_ofLengthAndCount_costNothing() {
        MethodSchema strings = method("call", BaseType.STRING);
        refused(strings, claim(11, 0x7fffffff), "string of length 2147483647");
        refused(strings, claim(11, -1), "string of length -1");
        refused(strings, claim(11, 1000), "too early");
        MethodSchema lists = method("call", new ListType(Schemas.POINT));
        refused(lists, claimList(12, 1_000_001), "container of 1000001");
        refused(lists, claimList(12, -5), "container of -5");
        refused(lists, claimList(12, 900_000), "900000 elements in the 0 bytes");
        refused(lists, claimList(99, 1), "type code 99");
    }

    @Test
    void nesting_endless_isProtocolException() {
        ByteSink known = replyHead();
        for (int i = 0; i < 100_000; i++) {
            known.writeBytes(new byte[] {12, 0, (byte) (i == 0 ? 0 : 2)}, 0, 3);
        }
        refused(method("call", Schemas.NODE), known.toByteArray(), "nested deeper than 64 levels");
        ByteSink unknown = replyHead();
        for (int i = 0; i < 100_000; i++) {
            unknown.writeBytes(new byte[] {12, 0, 9}, 0, 3);
        }
        refused(method("call", Schemas.NODE), unknown.toByteArray(), "nested deeper than 64 levels");
        ByteSink lists = replyHead();
        lists.writeBytes(new byte[] {15, 0, 9}, 0, 3);
        for (int i = 0; i < 100_000; i++) {
            lists.writeBytes(new byte[] {15, 0, 0, 0, 1}, 0, 5);
        }
        refused(method("call", Schemas.NODE), lists.toByteArray(), "nested deeper than 64 levels");
    }

    @Test
    void jsonThatGrows_beyondBound_isRefused() {
        MappingOptions tight = new MappingOptions(false, false, false, 64, new ProtocolLimits(256, 256, 256, 8));
        Wire.Value[] elements = new Wire.Value[200];
        Arrays.fill(elements, Wire.bool(false));
        byte[] bools = Wire.write("call", TMessageType.REPLY, SEQ, Wire.Struct.of(0, Wire.list(TType.BOOL, elements)));

        assertThatThrownBy(() -> new MethodTranscoder(method("call", new ListType(BaseType.BOOL)), tight)
                        .readReply(bools, 0, bools.length, SEQ, new ByteSink(1)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("JSON of more than 1024 bytes");
    }

    private static Wire.Value everything() {
        return Wire.struct(
                1, Wire.bool(true),
                2, Wire.i8(-128),
                3, Wire.i16(32767),
                4, Wire.i32(Integer.MIN_VALUE),
                5, Wire.i64(Long.MIN_VALUE),
                6, Wire.dbl(0.0015),
                7, Wire.str("h\u00e9\uD83D\uDE00\n\"\\/\u0001\u007f"),
                8, Wire.bin(0, 255, 16),
                9, Wire.uuid("00112233-4455-6677-8899-aabbccddeeff"),
                10, Wire.i32(2),
                11, Wire.struct(2, Wire.i32(2), 99, Wire.str("unknown"), 1, Wire.i32(1)),
                12, Wire.struct(2, Wire.str("t")),
                13, Wire.list(TType.I32, Wire.i32(1), Wire.i32(2)),
                14, Wire.set(TType.STRING, Wire.str("a")),
                15, Wire.map(TType.STRING, TType.I32, Wire.str("k\""), Wire.i32(1)),
                16, Wire.map(TType.I64, TType.BOOL, Wire.i64(-5), Wire.bool(false)),
                17, Wire.map(TType.I32, TType.STRING, Wire.i32(1), Wire.str("r"), Wire.i32(99), Wire.str("u")),
                18,
                        Wire.map(
                                TType.STRUCT,
                                TType.STRING,
                                Wire.struct(1, Wire.i32(1)),
                                Wire.str("p"),
                                Wire.struct(1, Wire.i32(2)),
                                Wire.str("q")),
                19, Wire.list(TType.STRUCT),
                20, Wire.set(TType.I32, Wire.i32(1), Wire.i32(5), Wire.i32(-70000)),
                21, Wire.map(TType.BOOL, TType.I32, Wire.bool(true), Wire.i32(1), Wire.bool(false), Wire.i32(0)),
                22, Wire.map(TType.DOUBLE, TType.I32, Wire.dbl(1.5), Wire.i32(2)),
                300, Wire.i32(4),
                301, Wire.i64(-42),
                302, Wire.list(TType.I64, Wire.i64(1)));
    }

    private static ByteSink replyHead() {
        ByteSink out = new ByteSink(64);
        byte[] head = Wire.write("call", TMessageType.REPLY, SEQ, Wire.Struct.of());
        out.writeBytes(head, 0, head.length - 1);
        return out;
    }

    private static byte[] claim(int type, int length) {
        ByteSink out = replyHead();
        out.writeByte(type);
        out.writeShort(0);
        out.writeInt(length);
        return out.toByteArray();
    }

    private static byte[] claimList(int elementType, int count) {
        ByteSink out = replyHead();
        out.writeByte(TType.LIST);
        out.writeShort(0);
        out.writeByte(elementType);
        out.writeInt(count);
        return out.toByteArray();
    }

    private static String json(ThriftType type, Wire.Value value, MappingOptions options) throws ProtocolException {
        String binary = json(ThriftProtocol.BINARY, type, value, options);
        assertThat(json(ThriftProtocol.COMPACT, type, value, options)).isEqualTo(binary);
        return binary;
    }

    private static String json(ThriftProtocol protocol, ThriftType type, Wire.Value value, MappingOptions options)
            throws ProtocolException {
        byte[] reply = Wire.write(protocol, "call", TMessageType.REPLY, SEQ, Wire.Struct.of(0, value));
        ByteSink out = new ByteSink(16);
        Reply read = new MethodTranscoder(method("call", type), options, protocol, null)
                .readReply(reply, 0, reply.length, SEQ, out);
        assertThat(read).isEqualTo(Reply.VALUE);
        return text(out);
    }

    private static Reply read(MethodSchema method, byte[] reply, ByteSink out) throws ProtocolException {
        return new MethodTranscoder(method, MappingOptions.DEFAULTS).readReply(reply, 0, reply.length, SEQ, out);
    }

    private static void refusedField(Wire.Value everything, String message) {
        for (ThriftProtocol protocol : ThriftProtocol.values()) {
            byte[] reply = Wire.write(protocol, "call", TMessageType.REPLY, SEQ, Wire.Struct.of(0, everything));
            refused(protocol, method("call", EVERYTHING), reply, message);
        }
    }

    private static void refused(MethodSchema method, byte[] reply, String message) {
        refused(ThriftProtocol.BINARY, method, reply, message);
    }

    private static void refused(ThriftProtocol protocol, MethodSchema method, byte[] reply, String message) {
        ByteSink out = new ByteSink(16);
        assertThatThrownBy(() -> new MethodTranscoder(method, MappingOptions.DEFAULTS, protocol, null)
                        .readReply(reply, 0, reply.length, SEQ, out))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
        assertThat(out.size()).isZero();
    }

    private static String text(ByteSink out) {
        return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
    }
}
