package io.turnpike.gateway.plugin.responsecache;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.exchange.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stored answer, or, where answers vary, what they vary by. Arrays are not copied, nor changed.
 *
 * @param varyBy names of header fields in lower case: the answer is elsewhere, under the values of these; empty for an answer
 * @param status of the answer
 * @param bornMillis when the origin has made it, by the time of day
 * @param endMillis until when it is fresh
 * @param isPublic whether it may answer requests of those who have said who they are
 */
@SuppressWarnings("ArrayRecordComponent")
record Stored(
        List<String> varyBy,
        int status,
        long bornMillis,
        long endMillis,
        boolean isPublic,
        List<HeaderField> fields,
        byte[] body) {

    private static final int FORMAT = 1;
    private static final int OVERHEAD_BYTES = 200;

    /** What stands where the answers vary. */
    static Stored index(List<String> varyBy, long endMillis) {
        return new Stored(List.copyOf(varyBy), 0, 0, endMillis, false, List.of(), new byte[0]);
    }

    boolean isIndex() {
        return !varyBy.isEmpty();
    }

    long ageSeconds(long nowMillis) {
        return Math.max(0, (nowMillis - bornMillis) / 1000);
    }

    /** About what it takes in memory. */
    int bytes() {
        long sum = OVERHEAD_BYTES + (long) body.length;
        for (HeaderField field : fields) {
            sum += field.name().length() + field.value().length() + 100L;
        }
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }

    /** The answer to a request. */
    Response response(long nowMillis) {
        Map<String, String> headers = new LinkedHashMap<>();
        String type = null;
        for (HeaderField field : fields) {
            if (field.is("Content-Type")) {
                type = field.value();
            } else {
                headers.merge(field.name(), field.value(), (one, next) -> one + ", " + next);
            }
        }
        headers.put("Age", String.valueOf(ageSeconds(nowMillis)));
        return new Response(status, type, headers, body, body.length);
    }

    /** For Redis. */
    byte[] encoded() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(bytes());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeInt(varyBy.size());
            for (String name : varyBy) {
                write(out, name);
            }
            out.writeInt(status);
            out.writeLong(bornMillis);
            out.writeLong(endMillis);
            out.writeBoolean(isPublic);
            out.writeInt(fields.size());
            for (HeaderField field : fields) {
                write(out, field.name());
                write(out, field.value());
            }
            out.writeInt(body.length);
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException if it is not what {@link #encoded} has made */
    static Stored decoded(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != FORMAT) {
                throw new IOException("another format");
            }
            List<String> varyBy = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                varyBy.add(read(in));
            }
            int status = in.readInt();
            long born = in.readLong();
            long end = in.readLong();
            boolean isPublic = in.readBoolean();
            List<HeaderField> fields = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                fields.add(new HeaderField(read(in), read(in)));
            }
            int length = in.readInt();
            if (length != in.available()) {
                throw new IOException("another length");
            }
            return new Stored(varyBy, status, born, end, isPublic, fields, in.readAllBytes());
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("another length");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
