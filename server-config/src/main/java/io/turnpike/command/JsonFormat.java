package io.turnpike.command;

import io.turnpike.config.MalformedJson;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;

/** A configuration as JSON (RFC 8259). No key may stand twice in an object. */
final class JsonFormat implements Format {

    private static final JsonWriterFactory PRETTY =
            Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));

    @Override
    public Source read(String text) throws MalformedFile {
        return new Source(value(text), new JsonPlaces(text).find());
    }

    private static JsonValue value(String text) throws MalformedFile {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readValue();
        } catch (JsonParsingException e) {
            throw new MalformedFile(
                    Place.at((int) Math.max(1, e.getLocation().getLineNumber()), (int)
                            Math.max(1, e.getLocation().getColumnNumber())),
                    MalformedJson.plain(e.getMessage()));
        } catch (RuntimeException e) {
            // Parsson says so, without a type of its own, when it is nested more than a thousand times.
            throw new MalformedFile(Place.at(1, 1), MalformedJson.plain(e.getMessage()));
        }
    }

    @Override
    public String write(JsonValue value) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = PRETTY.createWriter(text)) {
            writer.write(value);
        }
        return text.toString().strip() + "\n";
    }
}
