package io.turnpike.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the servers behind the gateways answer: calls of Thrift's strict binary protocol to replies, by copying bytes. An echo is
 * the request with another header, whatever is in it; nothing is decoded.
 */
final class ThriftAnswers {

    private static final int VERSION = 0x8001_0000;
    private static final int REPLY = 2;
    private static final int EXCEPTION = 3;
    private static final int UNKNOWN_METHOD = 1;
    private static final byte STOP = 0;
    private static final byte BOOL = 2;
    private static final byte I32 = 8;
    private static final byte STRING = 11;
    private static final byte STRUCT = 12;
    /** Type and id of the one argument. */
    private static final int FIELD_HEADER = 3;

    private static final byte[] INSERTED = utf8("Asset inserted");
    private static final byte[] ASSET_NAME = utf8("Google");
    private static final byte[] MARKET = utf8("US");

    private ThriftAnswers() {}

    /** Writes the reply to {@code call}, which it reads to its end, into {@code reply}. */
    static void answer(ByteBuffer call, ByteBuffer reply) {
        int version = call.getInt();
        if ((version & 0xffff_0000) != VERSION) {
            throw new IllegalArgumentException(
                    "version " + Integer.toHexString(version) + " (expected: strict binary protocol)");
        }
        byte[] name = bytes(call);
        int sequence = call.getInt();
        switch (new String(name, StandardCharsets.UTF_8)) {
            case "insertAsset" -> {
                header(reply, REPLY, name, sequence);
                beginResult(reply);
                field(reply, BOOL, 1).put((byte) 1);
                text(field(reply, STRING, 2), INSERTED).put(STOP).put(STOP);
            }
            case "queryAsset" -> {
                call.position(call.position() + FIELD_HEADER);
                byte[] id = call.get() == STRING ? bytes(call.position(call.position() + 2)) : new byte[0];
                header(reply, REPLY, name, sequence);
                beginResult(reply);
                field(reply, BOOL, 1).put((byte) 1);
                text(field(reply, STRING, 2), id);
                text(field(reply, STRING, 3), ASSET_NAME);
                text(field(reply, STRING, 4), MARKET).put(STOP).put(STOP);
            }
            case "small", "large" -> {
                header(reply, REPLY, name, sequence);
                beginResult(reply);
                call.position(call.position() + FIELD_HEADER);
                reply.put(call);
            }
            default -> {
                header(reply, EXCEPTION, name, sequence);
                text(field(reply, STRING, 1), utf8("no such method"));
                field(reply, I32, 2).putInt(UNKNOWN_METHOD).put(STOP);
            }
        }
        call.position(call.limit());
    }

    private static void header(ByteBuffer reply, int type, byte[] name, int sequence) {
        text(reply.putInt(VERSION | type), name).putInt(sequence);
    }

    private static void beginResult(ByteBuffer reply) {
        field(reply, STRUCT, 0);
    }

    private static ByteBuffer field(ByteBuffer reply, byte type, int id) {
        return reply.put(type).putShort((short) id);
    }

    private static ByteBuffer text(ByteBuffer reply, byte[] text) {
        return reply.putInt(text.length).put(text);
    }

    private static byte[] bytes(ByteBuffer call) {
        byte[] bytes = new byte[call.getInt()];
        call.get(bytes);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
