package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.schema.StrictJson;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of admin requests: JSON in UTF-8, up to a size, no key twice in an object. Stateless.
 */
final class JsonBody {

    private static final String FORM = "application/x-www-form-urlencoded";

    private JsonBody() {}

    /**
     * The body as a JSON value.
     *
     * @param body null counts as empty
     * @param contentType the header; null if there is none, which is taken as JSON
     * @param maxBytes largest body
     * @throws GatewayException {@code UNSUPPORTED_MEDIA_TYPE}; {@code PAYLOAD_TOO_LARGE}; {@code MALFORMED_REQUEST} with line
     *     and column
     */
    static JsonValue read(@Nullable InputStream body, @Nullable String contentType, int maxBytes)
            throws GatewayException {
        requireJson(contentType);
        return read(body, maxBytes);
    }

    /** The same, but that a body which says that it is a form is read as well: curl says so unless it is told otherwise. */
    static JsonValue readAlsoForm(@Nullable InputStream body, @Nullable String contentType, int maxBytes)
            throws GatewayException {
        return read(body, FORM.equals(type(contentType)) ? null : contentType, maxBytes);
    }

    private static JsonValue read(@Nullable InputStream body, int maxBytes) throws GatewayException {
        return StrictJson.read(readAll(body, maxBytes), "The body");
    }

    private static void requireJson(@Nullable String contentType) throws GatewayException {
        String type = type(contentType);
        if (!type.isEmpty() && !type.equals("application/json") && !type.endsWith("+json")) {
            throw new GatewayException(
                    GatewayError.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type is " + type + "; add the header Content-Type: application/json"
                            + " (curl: -H 'Content-Type: application/json')");
        }
    }

    /** The media type without parameters, lower case; the empty text if there is none. */
    private static String type(@Nullable String contentType) {
        String text = contentType == null ? "" : contentType;
        int end = text.indexOf(';');
        return (end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static byte[] readAll(@Nullable InputStream body, int maxBytes) throws GatewayException {
        if (body == null) {
            return new byte[0];
        }
        byte[] bytes;
        try {
            bytes = body.readNBytes(maxBytes == Integer.MAX_VALUE ? maxBytes : maxBytes + 1);
        } catch (IOException e) {
            throw new GatewayException(GatewayError.MALFORMED_REQUEST, "The body ended early: " + e.getMessage());
        }
        if (bytes.length > maxBytes) {
            throw new GatewayException(
                    GatewayError.PAYLOAD_TOO_LARGE,
                    "The body is larger than " + maxBytes + " bytes (setting: maxRequestBytes)");
        }
        return bytes;
    }
}
