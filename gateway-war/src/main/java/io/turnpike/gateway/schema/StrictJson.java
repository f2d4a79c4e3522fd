package io.turnpike.gateway.schema;

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
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Reads JSON that people wrote: one value in UTF-8, no key twice in an object. Stateless. */
public final class StrictJson {

    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
    private static final JsonReaderFactory READERS =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    private StrictJson() {}

    /**
     * The value of a text.
     *
     * @param what what messages call it, such as "The body"
     * @throws GatewayException {@code MALFORMED_REQUEST}, with line and column where they are known
     */
    public static JsonValue read(byte[] bytes, String what) throws GatewayException {
        String text = decode(bytes, what);
        if (text.isBlank()) {
            throw new GatewayException(GatewayError.MALFORMED_REQUEST, what + " is empty (expected: JSON)");
        }
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            JsonValue value = reader.readValue();
            requireEnd(text, value, what);
            return value;
        } catch (JsonParsingException e) {
            throw malformed(e, text, what);
        } catch (RuntimeException | StackOverflowError e) {
            // Implementations of JSON-P differ in what they throw for a repeated key, or for what is nested too deep.
            throw new GatewayException(
                    GatewayError.MALFORMED_REQUEST, what + " is not JSON that can be read: " + e.getMessage());
        }
    }

    /** A reader stops after the value, and only a reader sees repeated keys; so what follows is looked at by a parser. */
    private static void requireEnd(String text, JsonValue value, String what) throws GatewayException {
        try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
            parser.next();
            if (value instanceof JsonObject) {
                parser.skipObject();
            } else if (value instanceof JsonArray) {
                parser.skipArray();
            }
            if (parser.hasNext()) {
                throw new GatewayException(
                        GatewayError.MALFORMED_REQUEST, what + " goes on after its JSON (expected: one value)");
            }
        }
    }

    private static GatewayException malformed(JsonParsingException e, String text, String what) {
        JsonLocation location = e.getLocation();
        if (location != null && location.getStreamOffset() >= text.length()) {
            // At the end of the text Parsson counts what it has read more than once; where the end is, is known here.
            int lineStart = text.lastIndexOf('\n') + 1;
            int lines = (int) text.chars().filter(c -> c == '\n').count() + 1;
            return malformed(what, "the JSON ends too early", lines, text.length() - lineStart + 1);
        }
        int line = location == null ? 0 : (int) Math.max(0, location.getLineNumber());
        int column = location == null ? 0 : (int) Math.max(0, location.getColumnNumber());
        return malformed(what, MalformedJson.plain(e.getMessage()), line, column);
    }

    private static GatewayException malformed(String what, String reason, int line, int column) {
        String where = line > 0 ? " near line " + line + ", column " + column : "";
        String detail = what + " is not well-formed JSON" + where + ": " + reason;
        return new GatewayException(
                GatewayError.MALFORMED_REQUEST, detail, List.of(new Fault("", detail, "JSON", line, column)), Map.of());
    }

    private static String decode(byte[] bytes, String what) throws GatewayException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new GatewayException(GatewayError.MALFORMED_REQUEST, what + " is not valid UTF-8");
        }
    }
}
