package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ByteSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A key as it stands in JSON: quotes, colon. Compared and written as two longs that overlap, which is all of it for names of up
 * to 13 bytes. Immutable.
 */
final class JsonKey {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Is never found. */
    static final JsonKey NONE = new JsonKey(new byte[0]);

    private final byte[] bytes;

    /** The key is not looked for where there are fewer bytes. */
    private final int room;

    /** Which bits of a long belong to the first eight bytes of the key. */
    private final long mask;

    private final long first;

    /** The last eight bytes, if there are more than eight. */
    private final long last;

    private JsonKey(byte[] bytes) {
        int length = bytes.length;
        byte[] padded = Arrays.copyOf(bytes, Math.max(length, Long.BYTES));
        this.bytes = bytes;
        room = padded.length;
        mask = length == 0 ? 0 : -1L >>> (Math.max(0, Long.BYTES - length) * Byte.SIZE);
        first = length == 0 ? 1 : (long) LONGS.get(padded, 0);
        last = (long) LONGS.get(padded, padded.length - Long.BYTES);
    }

    /** The key of a name. */
    static JsonKey of(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ByteSink out = new ByteSink(text.length + 3);
        out.writeByte('"');
        JsonText.writeEscaped(text, 0, text.length, out);
        out.writeByte('"');
        out.writeByte(':');
        return new JsonKey(out.toByteArray());
    }

    int length() {
        return bytes.length;
    }

    /** Whether the input has just these bytes here. Near its end they may be missed. */
    boolean isAt(byte[] input, int at, int end) {
        return end - at >= room
                && ((long) LONGS.get(input, at) & mask) == first
                && (room == Long.BYTES || isRestAt(input, at));
    }

    private boolean isRestAt(byte[] input, int at) {
        int lastAt = room - Long.BYTES;
        return (long) LONGS.get(input, at + lastAt) == last
                && (lastAt <= Long.BYTES
                        || Arrays.equals(input, at + Long.BYTES, at + lastAt, bytes, Long.BYTES, lastAt));
    }

    /** Appends the key. */
    void writeTo(ByteSink out) {
        out.reserve(room);
        byte[] array = out.array();
        int at = out.size();
        LONGS.set(array, at, first);
        if (room > Long.BYTES) {
            int lastAt = room - Long.BYTES;
            if (lastAt > Long.BYTES) {
                System.arraycopy(bytes, Long.BYTES, array, at + Long.BYTES, lastAt - Long.BYTES);
            }
            LONGS.set(array, at + lastAt, last);
        }
        out.advance(bytes.length);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
