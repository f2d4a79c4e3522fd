package io.turnpike.gateway.schema;

import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configurations of plugins as JSON, and back. What is written and read again is equal. Stateless. */
public final class PluginJson {

    /** Numbers with more zeros at the end are written with an exponent. */
    private static final int MOST_ZEROS = 40;

    private PluginJson() {}

    /** A JSON value as a configuration. */
    public static PluginConfiguration configuration(JsonValue json) {
        return PluginConfiguration.of(plain(json));
    }

    /** A configuration as a JSON value. */
    public static JsonValue json(PluginConfiguration configuration) {
        return json(configuration.value());
    }

    /** A configuration as JSON text. */
    public static String text(PluginConfiguration configuration) {
        return json(configuration).toString();
    }

    /**
     * The configuration of a JSON text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static PluginConfiguration parse(String text) {
        return configuration(value(text));
    }

    /**
     * The value of a JSON text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static JsonValue value(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readValue();
        } catch (JsonException | IllegalStateException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    private static @Nullable Object plain(JsonValue json) {
        return switch (json.getValueType()) {
            case OBJECT -> members(json.asJsonObject());
            case ARRAY -> elements(json.asJsonArray());
            case STRING -> ((JsonString) json).getString();
            case NUMBER -> ((JsonNumber) json).bigDecimalValue();
            case TRUE -> true;
            case FALSE -> false;
            case NULL -> null;
        };
    }

    private static Map<String, @Nullable Object> members(JsonObject object) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        object.forEach((key, value) -> members.put(key, plain(value)));
        return members;
    }

    private static List<@Nullable Object> elements(JsonArray array) {
        List<@Nullable Object> elements = new ArrayList<>();
        array.forEach(element -> elements.add(plain(element)));
        return elements;
    }

    private static JsonValue json(@Nullable Object plain) {
        if (plain instanceof Map<?, ?> members) {
            JsonObjectBuilder object = Json.createObjectBuilder();
            members.forEach((key, value) -> object.add(String.valueOf(key), json(value)));
            return object.build();
        }
        if (plain instanceof List<?> elements) {
            JsonArrayBuilder array = Json.createArrayBuilder();
            elements.forEach(element -> array.add(json(element)));
            return array.build();
        }
        if (plain instanceof BigDecimal number) {
            return Json.createValue(number.scale() < 0 && number.scale() >= -MOST_ZEROS ? number.setScale(0) : number);
        }
        if (plain instanceof Boolean flag) {
            return flag ? JsonValue.TRUE : JsonValue.FALSE;
        }
        return plain instanceof String text ? Json.createValue(text) : JsonValue.NULL;
    }
}
