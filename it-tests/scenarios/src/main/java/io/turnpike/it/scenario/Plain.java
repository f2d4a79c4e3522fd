package io.turnpike.it.scenario;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON values as plain Java values, so that equal numbers are equal however they are written. */
final class Plain {

    private Plain() {}

    /** A JSON text. */
    static @Nullable Object json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return of(reader.readValue());
        }
    }

    /** A JSON value: maps, lists, text, decimals without trailing zeros, booleans. */
    static @Nullable Object of(JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT -> {
                Map<String, @Nullable Object> all = new LinkedHashMap<>();
                value.asJsonObject().forEach((key, item) -> all.put(key, of(item)));
                yield all;
            }
            case ARRAY -> value.asJsonArray().stream().map(Plain::of).toList();
            case STRING -> ((JsonString) value).getString();
            case NUMBER -> ((JsonNumber) value).bigDecimalValue().stripTrailingZeros();
            case TRUE -> true;
            case FALSE -> false;
            case NULL -> null;
        };
    }
}
