package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a request path at its slashes and decodes each segment afterwards (RFC 3986, section 2.4), so that an encoded
 * slash is part of a segment and never splits it. One slash at the end is ignored: {@code /a/b/} is {@code /a/b}.
 */
final class PathSegments {

    private PathSegments() {}

    /**
     * The decoded segments of a path that begins with a slash; none for {@code /}.
     *
     * @throws GatewayException ({@code MALFORMED_REQUEST}) if a percent sign is not followed by two hexadecimal digits, or
     *     what is encoded is no UTF-8
     */
    static List<String> of(String path) throws GatewayException {
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        List<String> segments = new ArrayList<>(4);
        for (int begin = 1; begin <= end; ) {
            int slash = path.indexOf('/', begin);
            int next = slash < 0 || slash > end ? end : slash;
            segments.add(decode(path.substring(begin, next)));
            begin = next + 1;
        }
        return segments;
    }

    private static String decode(String segment) throws GatewayException {
        int percent = segment.indexOf('%');
        if (percent < 0) {
            return segment;
        }
        StringBuilder out = new StringBuilder(segment.length()).append(segment, 0, percent);
        byte[] run = new byte[(segment.length() - percent) / 3 + 1];
        for (int i = percent; i < segment.length(); ) {
            int length = 0;
            while (i < segment.length() && segment.charAt(i) == '%') {
                run[length++] = (byte) hexPair(segment, i);
                i += 3;
            }
            try {
                out.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(run, 0, length)));
            } catch (CharacterCodingException e) {
                throw malformed(segment, "percent-encoded UTF-8");
            }
            int literal = segment.indexOf('%', i);
            int stop = literal < 0 ? segment.length() : literal;
            out.append(segment, i, stop);
            i = stop;
        }
        return out.toString();
    }

    private static int hexPair(String segment, int percent) throws GatewayException {
        if (percent + 2 < segment.length()) {
            int high = Character.digit(segment.charAt(percent + 1), 16);
            int low = Character.digit(segment.charAt(percent + 2), 16);
            if (high >= 0 && low >= 0) {
                return high << 4 | low;
            }
        }
        throw malformed(segment, "two hexadecimal digits after %");
    }

    private static GatewayException malformed(String segment, String expected) {
        return new GatewayException(
                GatewayError.MALFORMED_REQUEST,
                "The path segment \"" + segment + "\" cannot be decoded (expected: " + expected + ")");
    }
}
