package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.MessageHeader;
import io.turnpike.thrift.protocol.MessageType;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ProtocolLimits;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.ThriftType;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server may answer at worst, and what that costs: memory is bounded by the limits, not by what it claims. */
class HostileReplyTest {

    /** What a refused reply may allocate besides output: readers, exception, message. */
    private static final long SMALL = 64 << 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SEQ = 9;

    @Test
    void lengthsAndCounts_ofTheHugeKind_costNothingInBinary() {
        refusedCheaply(
                BaseType.STRING, reply(ThriftProtocol.BINARY, 11, 0, 0, 0x7f, 255, 255, 255), "string of length");
        refusedCheaply(BaseType.STRING, reply(ThriftProtocol.BINARY, 11, 0, 0, 255, 255, 255, 255), "length -1");
        refusedCheaply(BaseType.STRING, reply(ThriftProtocol.BINARY, 11, 0, 0, 0, 255, 255, 255), "too early");
        refusedCheaply(list(), reply(ThriftProtocol.BINARY, 15, 0, 0, 12, 0x7f, 255, 255, 255), "container of");
        refusedCheaply(list(), reply(ThriftProtocol.BINARY, 15, 0, 0, 12, 0, 15, 0, 0), "in the 0 bytes");
        refusedCheaply(map(), reply(ThriftProtocol.BINARY, 13, 0, 0, 11, 8, 0, 15, 0, 0), "in the 0 bytes");
    }

    @Test
    void lengthsAndCounts_ofTheHugeKind_costNothingInCompact() {
        refusedCheaply(BaseType.STRING, compact(0x08, 0, 255, 255, 255, 255, 7), "string of length 2147483647");
        refusedCheaply(BaseType.STRING, compact(0x08, 0, 255, 255, 255, 255, 15), "string of length -1");
        refusedCheaply(BaseType.STRING, compact(0x08, 0, 255, 255, 255, 7), "too early");
        refusedCheaply(list(), compact(0x09, 0, 0xfc, 255, 255, 255, 255, 7), "container of 2147483647");
        refusedCheaply(list(), compact(0x09, 0, 0xfc, 255, 255, 255, 255, 15), "container of -1");
        refusedCheaply(list(), compact(0x09, 0, 0xfc, 0x80, 0x80, 0x3c), "container of 983040 elements in the 0 bytes");
        refusedCheaply(map(), compact(0x0b, 0, 0x80, 0x80, 0x3c, 0x85), "container of 983040 elements in the 0 bytes");
        refusedCheaply(map(), compact(0x0b, 0, 255, 255, 255, 255, 15, 0x85), "container of -1");
    }

    @Test
    void numbers_thatNeverEnd_areRefusedInCompact() {
        int[] endless = IntStream.generate(() -> 0x80).limit(100).toArray();
        refusedCheaply(BaseType.I16, compact(concat(new int[] {0x04, 0}, endless)), "more than 32 bits");
        refusedCheaply(BaseType.I32, compact(concat(new int[] {0x05, 0}, endless)), "more than 32 bits");
        refusedCheaply(BaseType.I64, compact(concat(new int[] {0x06, 0}, endless)), "more than 64 bits");
        refusedCheaply(BaseType.STRING, compact(concat(new int[] {0x08, 0}, endless)), "more than 32 bits");
        refusedCheaply(list(), compact(concat(new int[] {0x09, 0, 0xfc}, endless)), "more than 32 bits");
        refusedCheaply(map(), compact(concat(new int[] {0x0b, 0}, endless)), "more than 32 bits");
        refusedCheaply(BaseType.I32, compact(concat(new int[] {0x05}, endless)), "more than 32 bits");
        // Unknown fields, which are passed over.
        refusedCheaply(BaseType.I32, compact(concat(new int[] {0x96}, endless)), "more than 64 bits");
        refusedCheaply(BaseType.I32, compact(concat(new int[] {0x94}, endless)), "more than 32 bits");
        byte[] head = {(byte) 0x82, 0x41, -1, -1, -1, -1, -1, -1};
        refusedCheaply(ThriftProtocol.COMPACT, BaseType.I32, head, "more than 32 bits");
    }

    @Test
    void values_thatDoNotFit_areNeverCutOffInCompact() {
        refusedCheaply(BaseType.I16, compact(0x04, 0, 0xe0, 0xc5, 0x08, 0), "i16 of value 70000");
        refusedCheaply(list(BaseType.BOOL), compact(0x09, 0, 0x11, 3), "bool of value 3 (expected: 1, or 0 or 2)");
        refusedCheaply(BaseType.I32, compact(0x0e, 0), "compact type code 14");
        refusedCheaply(list(), compact(0x09, 0, 0x1f), "compact type code 15");
        refusedCheaply(BaseType.I32, compact(0x10), "compact type code 0");
    }

    @Test
    void bools_ofOldWriters_areRead() throws Exception {
        byte[] reply = compact(0x09, 0, 0x42, 0, 1, 2, 1, 0);
        ByteSink json = new ByteSink(16);

        transcoder(ThriftProtocol.COMPACT, list(BaseType.BOOL), MappingOptions.DEFAULTS)
                .readReply(reply, 0, reply.length, SEQ, json);

        assertThat(json.toByteArray()).asString().isEqualTo("[false,true,false,true]");
    }

    @ParameterizedTest
    @EnumSource
    void nesting_endless_isRefusedWhereTheLimitIs(ThriftProtocol protocol) {
        boolean binary = protocol == ThriftProtocol.BINARY;
        byte[] known = binary ? bytes(12, 0, 2) : bytes(0x2c);
        byte[] unknown = binary ? bytes(12, 0, 9) : bytes(0x9c);
        byte[] lists = binary ? bytes(15, 0, 0, 0, 1) : bytes(0x19);
        byte[] begin = binary ? bytes(12, 0, 0) : bytes(0x0c, 0);
        byte[] beginLists = binary ? bytes(15, 0, 9) : bytes(0x99);

        refusedCheaply(protocol, Schemas.NODE, repeated(protocol, begin, known), "nested deeper than 64 levels");
        refusedCheaply(protocol, Schemas.NODE, repeated(protocol, begin, unknown), "nested deeper than 64 levels");
        refusedCheaply(protocol, Schemas.NODE, repeated(protocol, beginLists, lists), "nested deeper than 64 levels");
    }

    @ParameterizedTest
    @EnumSource
    void json_thatGrows_stopsAtItsLimit(ThriftProtocol protocol) {
        int jsonBytes = 100_000;
        MappingOptions tight = new MappingOptions(false, false, false, false, jsonBytes, 64, ProtocolLimits.DEFAULTS);
        byte[] fields = new byte[900_000];
        Arrays.fill(fields, (byte) 1);
        ByteSink reply = replyHead(protocol);
        if (protocol == ThriftProtocol.BINARY) {
            reply.writeBytes(bytes(15, 0, 0, 2), 0, 4);
            reply.writeInt(fields.length);
        } else {
            reply.writeBytes(bytes(0x09, 0, 0xf1), 0, 3);
            reply.writeVarint32(fields.length);
        }
        reply.writeBytes(fields, 0, fields.length);
        reply.writeByte(0);
        byte[] message = reply.toByteArray();
        MethodTranscoder transcoder = transcoder(protocol, list(BaseType.BOOL), tight);

        long cost = refused(transcoder, message, "JSON of more than 100000 bytes");

        assertThat(cost).isLessThan(4L * jsonBytes + SMALL);
    }

    @ParameterizedTest
    @EnumSource
    void emptyMaps_byTheMillion_costNoTables(ThriftProtocol protocol) throws Exception {
        int count = 200_000;
        ByteSink reply = replyHead(protocol);
        if (protocol == ThriftProtocol.BINARY) {
            reply.writeBytes(bytes(15, 0, 0, 13), 0, 4);
            reply.writeInt(count);
            reply.writeBytes(new byte[6 * count], 0, 6 * count);
        } else {
            reply.writeBytes(bytes(0x09, 0, 0xfb), 0, 3);
            reply.writeVarint32(count);
            reply.writeBytes(new byte[count], 0, count);
        }
        reply.writeByte(0);
        byte[] message = reply.toByteArray();
        MethodTranscoder transcoder = transcoder(protocol, list(map()), MappingOptions.DEFAULTS);
        ByteSink json = new ByteSink(3 * count + 100);
        transcoder.readReply(message, 0, message.length, SEQ, json);
        json.truncate(0);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        transcoder.readReply(message, 0, message.length, SEQ, json);

        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(SMALL);
        assertThat(json.size()).isEqualTo(3 * count + 1);
    }

    @Test
    void body_longerThanItsLimit_isAFault() {
        MappingOptions tight = new MappingOptions(false, false, false, false, 10, 64, ProtocolLimits.DEFAULTS);

        assertThatThrownBy(() -> transcoder(ThriftProtocol.BINARY, BaseType.I32, tight)
                        .writeCall(1, Schemas.json(" ".repeat(11)), new ByteSink(1)))
                .isInstanceOfSatisfying(
                        JsonMappingException.class,
                        e -> assertThat(e.faults())
                                .containsExactly(
                                        new JsonFault("", "JSON", "a body of 11 bytes (expected: at most 10)")));
        assertThatThrownBy(() -> new MappingOptions(false, false, false, false, 0, 64, ProtocolLimits.DEFAULTS))
                .hasMessage("jsonBytes: 0 (expected: > 0)");
    }

    private static ThriftType list() {
        return new ListType(Schemas.POINT);
    }

    private static ThriftType list(ThriftType element) {
        return new ListType(element);
    }

    private static ThriftType map() {
        return new MapType(BaseType.STRING, BaseType.I32);
    }

    private static MethodTranscoder transcoder(ThriftProtocol protocol, ThriftType type, MappingOptions options) {
        return new MethodTranscoder(Schemas.method("call", type), options, protocol, null);
    }

    private static void refusedCheaply(ThriftType type, byte[] reply, String message) {
        refusedCheaply(reply[1] == 1 ? ThriftProtocol.BINARY : ThriftProtocol.COMPACT, type, reply, message);
    }

    private static void refusedCheaply(ThriftProtocol protocol, ThriftType type, byte[] reply, String message) {
        MethodTranscoder transcoder = transcoder(protocol, type, MappingOptions.DEFAULTS);
        refused(transcoder, reply, message);
        assertThat(refused(transcoder, reply, message)).isLessThan(SMALL);
    }

    /** Answers how many bytes were allocated. */
    private static long refused(MethodTranscoder transcoder, byte[] reply, String message) {
        ByteSink json = new ByteSink(16);
        String refusal = "";
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            transcoder.readReply(reply, 0, reply.length, SEQ, json);
        } catch (ProtocolException e) {
            refusal = e.getMessage();
        }
        long cost = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(refusal).contains(message);
        assertThat(json.size()).isZero();
        return cost;
    }

    private static byte[] repeated(ThriftProtocol protocol, byte[] begin, byte[] step) {
        ByteSink reply = replyHead(protocol);
        reply.writeBytes(begin, 0, begin.length);
        for (int i = 0; i < 100_000; i++) {
            reply.writeBytes(step, 0, step.length);
        }
        return reply.toByteArray();
    }

    private static byte[] compact(int... body) {
        return reply(ThriftProtocol.COMPACT, body);
    }

    private static byte[] reply(ThriftProtocol protocol, int... body) {
        ByteSink reply = replyHead(protocol);
        reply.writeBytes(bytes(body), 0, body.length);
        return reply.toByteArray();
    }

    private static ByteSink replyHead(ThriftProtocol protocol) {
        ByteSink out = new ByteSink(64);
        MessageHeader.write(protocol, out, "call", MessageType.REPLY, SEQ);
        return out;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static int[] concat(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }
}
