package io.turnpike.gateway.exchange;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The content codings (RFC 9110, 8.4) of bodies: none is taken. */
public final class ContentCoding {

    private ContentCoding() {}

    /**
     * Requires that a body is sent as it is.
     *
     * @param contentEncoding the header {@code Content-Encoding}; null: there is none
     * @throws GatewayException {@code UNSUPPORTED_MEDIA_TYPE}, with the header {@code Accept-Encoding} (RFC 9110, 12.5.3)
     */
    public static void requireNone(@Nullable String contentEncoding) throws GatewayException {
        if (contentEncoding == null
                || contentEncoding.isBlank()
                || contentEncoding.strip().toLowerCase(Locale.ROOT).equals("identity")) {
            return;
        }
        throw new GatewayException(
                GatewayError.UNSUPPORTED_MEDIA_TYPE,
                "Content-Encoding is " + LogText.oneLine(contentEncoding) + " (expected: none; JSON is taken as it is)",
                List.of(),
                Map.of("Accept-Encoding", "identity"));
    }
}
