package io.turnpike.gateway.routing.rule;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.thrift.json.ByteHash;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The path of a request, split at its slashes, each segment decoded afterwards (RFC 3986, section 2.4), so that an encoded
 * slash is part of a segment and never splits it. One slash at the end is ignored: {@code /a/b/} is {@code /a/b}. Segments {@code .}
 * and {@code ..}, encoded or not, are resolved (RFC 3986, section 5.2.4), so that no wildcard takes what climbs out of it; a path that
 * climbs above the root is malformed, as nginx has it. Slashes side by side have an empty segment between them, as in the RFC.
 *
 * <p>The segments are ranges of one array of UTF-8, decoded in place: what a search compares is never made a text of its own. Immutable.
 */
public final class RequestPath {

    private static final int USUAL_SEGMENTS = 8;

    private final byte[] bytes;
    /** Begin and end of each segment, one after the other. */
    private int[] bounds = new int[2 * USUAL_SEGMENTS];

    private int count;

    private RequestPath(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a path that begins with a slash; {@code /} has no segment.
     *
     * @throws GatewayException ({@code MALFORMED_REQUEST}) if a percent sign is not followed by two hexadecimal digits,
     *     what is encoded is no UTF-8, or {@code ..} leads above the root
     */
    public static RequestPath of(String path) throws GatewayException {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        RequestPath read = new RequestPath(bytes);
        int end = path.endsWith("/") ? bytes.length - 1 : bytes.length;
        for (int begin = 1; begin <= end; ) {
            boolean encoded = false;
            int next = begin;
            while (next < end && bytes[next] != '/') {
                encoded |= bytes[next++] == '%';
            }
            int to = encoded ? decode(bytes, begin, next) : next;
            if (isDots(bytes, begin, to, 2)) {
                if (read.count == 0) {
                    throw new GatewayException(
                            GatewayError.MALFORMED_REQUEST,
                            "The path " + path + " leads above the root (expected: no further .. than /)");
                }
                read.count--;
            } else if (!isDots(bytes, begin, to, 1)) {
                read.add(begin, to);
            }
            begin = next + 1;
        }
        return read;
    }

    /** The number of segments. */
    public int count() {
        return count;
    }

    /** Whether a segment has no character. */
    public boolean isEmpty(int index) {
        return bounds[2 * index] == bounds[2 * index + 1];
    }

    /** A segment as text, decoded. */
    public String text(int index) {
        int begin = bounds[2 * index];
        return new String(bytes, begin, bounds[2 * index + 1] - begin, StandardCharsets.UTF_8);
    }

    /** Every segment as text. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(text(i));
        }
        return texts;
    }

    /** What {@link ByteHash} makes of a segment. */
    public int hash(int index) {
        return ByteHash.of(bytes, bounds[2 * index], bounds[2 * index + 1]);
    }

    /** Whether a segment is this range of UTF-8. */
    public boolean equals(int index, byte[] text, int from, int to) {
        return Arrays.equals(bytes, bounds[2 * index], bounds[2 * index + 1], text, from, to);
    }

    /** The segments between slashes, decoded. */
    @Override
    public String toString() {
        return '/' + String.join("/", texts());
    }

    /**
     * Decodes the text of a pattern's segment.
     *
     * @throws GatewayException as {@link #of}
     */
    static String decode(String segment) throws GatewayException {
        byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, 0, decode(bytes, 0, bytes.length), StandardCharsets.UTF_8);
    }

    private void add(int begin, int end) {
        if (2 * count == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * count] = begin;
        bounds[2 * count + 1] = end;
        count++;
    }

    private static boolean isDots(byte[] bytes, int from, int to, int dots) {
        return to - from == dots && bytes[from] == '.' && bytes[to - 1] == '.';
    }

    /** Decodes a range where it stands, and tells its new end. Each run of encoded bytes has to be UTF-8 for itself. */
    private static int decode(byte[] bytes, int from, int to) throws GatewayException {
        String segment = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        int out = from;
        for (int in = from; in < to; ) {
            if (bytes[in] != '%') {
                bytes[out++] = bytes[in++];
                continue;
            }
            int run = out;
            while (in < to && bytes[in] == '%') {
                int high = in + 2 < to ? Character.digit(bytes[in + 1], 16) : -1;
                int low = in + 2 < to ? Character.digit(bytes[in + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw malformed(segment, "two hexadecimal digits after %");
                }
                bytes[out++] = (byte) (high << 4 | low);
                in += 3;
            }
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, run, out - run));
            } catch (CharacterCodingException e) {
                throw malformed(segment, "percent-encoded UTF-8");
            }
        }
        return out;
    }

    private static GatewayException malformed(String segment, String expected) {
        return new GatewayException(
                GatewayError.MALFORMED_REQUEST,
                "The path segment \"" + segment + "\" cannot be decoded (expected: " + expected + ")");
    }
}
