package io.turnpike.gateway.admin;

import io.turnpike.config.MalformedJson;
import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonConfig;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of admin requests: JSON in UTF-8, up to a size, no key twice in an object. Stateless.
 */
final class JsonBody {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
    private static final JsonReaderFactory READERS =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

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
        String text = decode(readAll(body, maxBytes));
        if (text.isBlank()) {
            throw new GatewayException(GatewayError.MALFORMED_REQUEST, "The body is empty (expected: JSON)");
        }
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            JsonValue value = reader.readValue();
            requireEnd(text, value);
            return value;
        } catch (JsonParsingException e) {
            throw malformed(e, text);
        } catch (RuntimeException | StackOverflowError e) {
            // Implementations of JSON-P differ in what they throw for a repeated key, or for what is nested too deep.
            throw new GatewayException(
                    GatewayError.MALFORMED_REQUEST, "The body is not JSON that can be read: " + e.getMessage());
        }
    }

    /** A reader stops after the value, and only a reader sees repeated keys; so what follows is looked at by a parser. */
    private static void requireEnd(String text, JsonValue value) throws GatewayException {
        try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
            parser.next();
            if (value instanceof JsonObject) {
                parser.skipObject();
            } else if (value instanceof JsonArray) {
                parser.skipArray();
            }
            if (parser.hasNext()) {
                throw new GatewayException(
                        GatewayError.MALFORMED_REQUEST, "The body goes on after its JSON (expected: one value)");
            }
        }
    }

    private static GatewayException malformed(JsonParsingException e, String text) {
        JsonLocation location = e.getLocation();
        if (location != null && location.getStreamOffset() >= text.length()) {
            // At the end of the text Parsson counts what it has read more than once; where the end is, is known here.
            int lineStart = text.lastIndexOf('\n') + 1;
            int lines = (int) text.chars().filter(c -> c == '\n').count() + 1;
            return malformed("the JSON ends too early", lines, text.length() - lineStart + 1);
        }
        int line = location == null ? 0 : (int) Math.max(0, location.getLineNumber());
        int column = location == null ? 0 : (int) Math.max(0, location.getColumnNumber());
        return malformed(MalformedJson.plain(e.getMessage()), line, column);
    }

    private static GatewayException malformed(String reason, int line, int column) {
        String where = line > 0 ? " near line " + line + ", column " + column : "";
        String detail = "The body is not well-formed JSON" + where + ": " + reason;
        return new GatewayException(
                GatewayError.MALFORMED_REQUEST, detail, List.of(new Fault("", detail, "JSON", line, column)), Map.of());
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

    private static String decode(byte[] bytes) throws GatewayException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new GatewayException(GatewayError.MALFORMED_REQUEST, "The body is not valid UTF-8");
        }
    }
}
