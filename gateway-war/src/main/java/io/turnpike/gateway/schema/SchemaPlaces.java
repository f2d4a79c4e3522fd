package io.turnpike.gateway.schema;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.util.List;

/** Finds what a finding is about, in the schema and in the value. */
record SchemaPlaces(JsonValue schema, JsonValue value) {

    /** The schema that has the keyword; an empty object if it cannot be found. */
    JsonObject schema(SchemaError error) {
        return schemaAt(error.schema());
    }

    /** The schema around one that is {@code false}, and what it stands under there. */
    JsonObject around(SchemaError error) {
        String pointer = parent(error.schema());
        return schemaAt(last(pointer).equals("properties") ? parent(pointer) : pointer);
    }

    private JsonObject schemaAt(String pointer) {
        return at(schema, pointer) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    JsonValue value(SchemaError error) {
        return at(value, error.place());
    }

    /** How a place is called at the beginning of a sentence: by its key, if it has one. */
    String subject(String place) {
        if (place.isEmpty()) {
            return "The configuration";
        }
        return at(value, parent(place)) instanceof JsonArray ? "The element" : last(place);
    }

    /** The keys that a schema names. */
    static List<String> keys(JsonObject schema) {
        return schema.get("properties") instanceof JsonObject properties ? List.copyOf(properties.keySet()) : List.of();
    }

    /** The last step of a pointer, as it is meant. */
    static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1)
                .replace("~1", "/")
                .replace("~0", "~");
    }

    private static String parent(String pointer) {
        return pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
    }

    private static JsonValue at(JsonValue root, String pointer) {
        if (pointer.isEmpty()) {
            return root;
        }
        try {
            return Json.createPointer(pointer).getValue(structure(root));
        } catch (JsonException | IllegalArgumentException e) {
            return JsonValue.NULL;
        }
    }

    private static JsonStructure structure(JsonValue root) {
        return root instanceof JsonStructure structure ? structure : JsonValue.EMPTY_JSON_OBJECT;
    }
}
