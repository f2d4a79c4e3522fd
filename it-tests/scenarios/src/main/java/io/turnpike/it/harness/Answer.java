package io.turnpike.it.harness;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.http.HttpHeaders;
import java.util.Locale;

/**
 * An HTTP answer.
 *
 * @param status HTTP status
 * @param headers response headers
 * @param body body as UTF-8 text; empty where there is none
 */
public record Answer(int status, HttpHeaders headers, String body) {

    /** The body as JSON of any kind. */
    public JsonValue json() {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readValue();
        } catch (RuntimeException e) {
            throw new AssertionError("no JSON: " + this, e);
        }
    }

    /** The body as a JSON object. */
    public JsonObject object() {
        return json().asJsonObject();
    }

    /** The body as a JSON array. */
    public JsonArray array() {
        return json().asJsonArray();
    }

    /** A header, or empty text. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** Content type without parameters, in lower case. */
    public String mediaType() {
        return header("Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return status + " " + headers.map() + "\n" + body;
    }
}
