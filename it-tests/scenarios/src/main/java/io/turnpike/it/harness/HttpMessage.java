package io.turnpike.it.harness;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The head of an HTTP/1.1 message as it stands on the wire, read without the help of any HTTP library. Immutable.
 *
 * @param line request line or status line
 * @param fields header lines, in their order, each {@code Name: value}
 */
public record HttpMessage(String line, List<String> fields) {

    private static final int LARGEST_HEAD = 1 << 20;

    public HttpMessage {
        fields = List.copyOf(fields);
    }

    /**
     * Reads a head.
     *
     * @throws EOFException if the connection ends before
     */
    public static HttpMessage read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (true) {
            String line = line(in, head);
            if (line.isEmpty() && head.size() > 2) {
                break;
            }
        }
        List<String> lines = new ArrayList<>(
                List.of(head.toString(StandardCharsets.ISO_8859_1).strip().split("\r?\n")));
        return new HttpMessage(lines.remove(0), lines);
    }

    private static String line(InputStream in, ByteArrayOutputStream into) throws IOException {
        StringBuilder line = new StringBuilder();
        while (into.size() < LARGEST_HEAD) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the connection ended in the middle of a head: " + into);
            }
            into.write(c);
            if (c == '\n') {
                return line.toString().strip();
            }
            line.append((char) c);
        }
        throw new IOException("a head of more than " + LARGEST_HEAD + " bytes");
    }

    /** The status of an answer. */
    public int status() {
        return Integer.parseInt(line.split(" ")[1]);
    }

    /** Every value of a header, in their order. */
    public List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(field -> field.substring(name.length() + 1).strip())
                .toList();
    }

    /** The first value of a header, or empty text. */
    public String value(String name) {
        return values(name).stream().findFirst().orElse("");
    }

    /** Whether the body comes in chunks. */
    public boolean isChunked() {
        return value("Transfer-Encoding").equalsIgnoreCase("chunked");
    }

    /**
     * Reads the body that this head announces; of an answer without length or chunks all until the end of the connection.
     *
     * @throws EOFException if it breaks off
     */
    public byte[] readBody(InputStream in) throws IOException {
        if (isChunked()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (byte[] chunk = readChunk(in); chunk.length > 0; chunk = readChunk(in)) {
                body.write(chunk);
            }
            return body.toByteArray();
        }
        String length = value("Content-Length");
        if (!length.isEmpty()) {
            return exactly(in, Integer.parseInt(length));
        }
        return line.startsWith("HTTP/") ? in.readAllBytes() : new byte[0];
    }

    /**
     * Reads a chunk; the last one, with whatever trailers come after it, is empty.
     *
     * @throws EOFException if it breaks off
     */
    public static byte[] readChunk(InputStream in) throws IOException {
        int size = Integer.parseInt(line(in, new ByteArrayOutputStream()).split(";")[0], 16);
        byte[] chunk = exactly(in, size);
        if (size > 0) {
            line(in, new ByteArrayOutputStream());
        } else {
            String trailer;
            do {
                trailer = line(in, new ByteArrayOutputStream());
            } while (!trailer.isEmpty());
        }
        return chunk;
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }
}
