package io.turnpike.gateway.exchange;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer, whole. The body array is not copied.
 *
 * @param status the status code
 * @param contentType media type of the body; null if there is no body
 * @param headers further headers, such as {@code Retry-After} and {@code Allow}, in ASCII
 * @param cookies values of {@code Set-Cookie}, which is the one header that may come several times
 * @param body holds the body
 * @param bodyLength its length in bytes, from the start of the array
 * @param written may be run, once, by whoever is the last to read the body; its array is another answer's from then on. Where nobody does, the
 *     array is garbage like any other
 */
@SuppressWarnings("ArrayRecordComponent")
public record Response(
        int status,
        @Nullable String contentType,
        Map<String, String> headers,
        List<String> cookies,
        byte[] body,
        int bodyLength,
        Runnable written) {

    private static final byte[] NONE = {};
    private static final Runnable NOTHING = () -> {};

    public Response {
        cookies = List.copyOf(cookies);
    }

    /** An answer whose array nobody wants back. */
    public Response(
            int status,
            @Nullable String contentType,
            Map<String, String> headers,
            List<String> cookies,
            byte[] body,
            int bodyLength) {
        this(status, contentType, headers, cookies, body, bodyLength, NOTHING);
    }

    /** The same without cookies. */
    public Response(
            int status, @Nullable String contentType, Map<String, String> headers, byte[] body, int bodyLength) {
        this(status, contentType, headers, List.of(), body, bodyLength);
    }

    public static Response empty(int status) {
        return new Response(status, null, Map.of(), NONE, 0);
    }

    public static Response json(int status, byte[] body, int bodyLength) {
        return new Response(status, "application/json", Map.of(), body, bodyLength);
    }
}
