package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.upstream.CollectedBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request body, read whole within a bound.
 *
 * @param bytes holds the body
 * @param length its length, from the start of the array
 */
@SuppressWarnings("ArrayRecordComponent")
public record RequestBody(byte[] bytes, int length) {

    private static final int FIRST_BUFFER = 8192;
    private static final byte[] NONE = {};

    /**
     * Whether {@link #read} would not have to wait for the client: the body has come, or there is none, or it is refused by its length. One that a
     * client holds back until it is asked for ({@code Expect}) is not asked for by this.
     */
    static boolean isAtHand(HttpServletRequest request, int limit) throws IOException {
        long length = request.getContentLengthLong();
        if (length == 0 || length > limit) {
            return true;
        }
        if (length < 0) {
            // In HTTP/2 there may be a body that nothing announces.
            return request.getProtocol().startsWith("HTTP/1.")
                    ? request.getHeader("Transfer-Encoding") == null
                    : request.getInputStream().isFinished();
        }
        return request.getHeader("Expect") == null && request.getInputStream().available() >= length;
    }

    /**
     * Reads a body.
     *
     * @param in where it comes from; read to its end, but not closed
     * @param announced the value of {@code Content-Length}; negative if the length is not known beforehand
     * @param limit most bytes that are taken
     * @throws GatewayException {@code PAYLOAD_TOO_LARGE}, before anything is read where the length is announced;
     *     {@code MALFORMED_REQUEST} if the body cannot be read or ends early
     */
    public static RequestBody read(@Nullable InputStream in, long announced, int limit) throws GatewayException {
        if (announced > limit) {
            throw CollectedBody.tooLarge(announced, limit);
        }
        if (in == null || announced == 0) {
            return new RequestBody(NONE, 0);
        }
        try {
            return announced > 0 ? exactly(in, (int) announced) : upTo(in, limit);
        } catch (IOException e) {
            throw new GatewayException(GatewayError.MALFORMED_REQUEST, "The body could not be read: " + e.getMessage());
        }
    }

    private static RequestBody exactly(InputStream in, int announced) throws IOException, GatewayException {
        byte[] bytes = new byte[announced];
        int length = in.readNBytes(bytes, 0, announced);
        if (length < announced) {
            throw endedEarly(length, announced);
        }
        return new RequestBody(bytes, length);
    }

    private static RequestBody upTo(InputStream in, int limit) throws IOException, GatewayException {
        byte[] bytes = NONE;
        int length = 0;
        while (true) {
            int more = in.read();
            if (more < 0) {
                return new RequestBody(bytes, length);
            }
            if (length == limit) {
                throw CollectedBody.tooLarge("more", limit);
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(FIRST_BUFFER, bytes.length * 2L)));
            }
            bytes[length++] = (byte) more;
            int read = in.readNBytes(bytes, length, bytes.length - length);
            length += read;
        }
    }

    /** What is said of a body that has {@code announced} bytes, and ended after fewer. */
    static GatewayException endedEarly(long length, long announced) {
        return new GatewayException(
                GatewayError.MALFORMED_REQUEST,
                "The body ended after " + Counted.of(length, "byte") + " (expected: Content-Length, " + announced
                        + ")");
    }
}
