package io.turnpike.gateway.schema;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.LogText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what a value is and what its schema expects, in the words of the other faults of requests. */
final class SchemaSentences {

    private static final int LONGEST_SHOWN = 40;

    private final SchemaPlaces places;

    SchemaSentences(SchemaPlaces places) {
        this.places = places;
    }

    /** What one finding comes to; several faults where several keys are missing. */
    List<Fault> of(SchemaError error) {
        if (error.path().contains("/propertyNames/")) {
            return List.of(at(error, "A key of " + subject(error) + " cannot be used: " + error.words()));
        }
        JsonObject schema = places.schema(error);
        return switch (error.keyword()) {
            case "" -> List.of(unknown(error));
            case "required" -> missing(error, schema);
            case "type" -> List.of(types(error, List.of(error)));
            case "enum", "const" -> List.of(is(error, choices(schema, error.keyword())));
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" ->
                List.of(is(error, range(schema, error)));
            case "multipleOf" -> List.of(is(error, "a multiple of " + schema.get("multipleOf")));
            case "pattern" -> List.of(is(error, "what fits " + text(schema, "pattern")));
            case "minLength" -> List.of(is(error, least(schema, "minLength", "character")));
            case "maxLength" -> List.of(has(error, length(error), "characters", most(schema, "maxLength")));
            case "minItems" -> List.of(has(error, size(error), "elements", least(schema, "minItems", "element")));
            case "maxItems" -> List.of(has(error, size(error), "elements", most(schema, "maxItems")));
            case "minProperties" -> List.of(has(error, size(error), "keys", least(schema, "minProperties", "key")));
            case "maxProperties" -> List.of(has(error, size(error), "keys", most(schema, "maxProperties")));
            case "uniqueItems" -> List.of(twice(error));
            default -> List.of(at(error, subject(error) + " does not fit: " + error.words()));
        };
    }

    /** That a value is of none of some types. */
    Fault types(SchemaError error, Collection<SchemaError> types) {
        String expected = types.stream()
                .flatMap(each -> names(places.schema(each).get("type")).stream())
                .distinct()
                .collect(Collectors.joining(" or "));
        return at(error, subject(error) + " is " + kind(places.value(error)) + expected(expected));
    }

    /** That none of some keys is there. */
    Fault neither(SchemaError error, List<String> keys) {
        return at(
                error,
                subject(error) + " has " + (keys.size() == 2 ? "neither " : "none of ")
                        + String.join(keys.size() == 2 ? " nor " : ", ", keys) + expected("one of them"));
    }

    /** That several of some keys are there. */
    Fault both(SchemaError error, List<String> keys) {
        return at(error, subject(error) + " has " + String.join(" and ", keys) + expected("one of them"));
    }

    /** That a value can be understood in more than one way. */
    Fault several(SchemaError error) {
        return at(error, subject(error) + " fits several of the forms that it may have" + expected("one of them"));
    }

    /** That a value is none of what it may be. */
    Fault none(SchemaError error, List<String> reasons) {
        return at(error, subject(error) + " fits none of the forms that it may have: " + String.join("; or ", reasons));
    }

    private Fault unknown(SchemaError error) {
        List<String> keys = SchemaPlaces.keys(places.around(error)).stream()
                .filter(key -> !key.equals(SchemaPlaces.last(error.place())))
                .toList();
        return at(
                error,
                "The key " + shortened(SchemaPlaces.last(error.place())) + " is unknown"
                        + expected(keys.isEmpty() ? "no other keys" : "one of " + String.join(", ", keys)));
    }

    private List<Fault> missing(SchemaError error, JsonObject schema) {
        List<Fault> missing = new ArrayList<>();
        if (schema.get("required") instanceof JsonArray required && places.value(error) instanceof JsonObject object) {
            for (JsonString key : required.getValuesAs(JsonString.class)) {
                if (!object.containsKey(key.getString())) {
                    missing.add(Fault.at(
                            error.place()
                                    + '/'
                                    + key.getString().replace("~", "~0").replace("/", "~1"),
                            key.getString() + " is missing" + expected(expectation(schema, key.getString()))));
                }
            }
        }
        return missing;
    }

    private static String expectation(JsonObject schema, String key) {
        if (schema.get("properties") instanceof JsonObject properties
                && properties.get(key) instanceof JsonObject property) {
            if (property.containsKey("enum") || property.containsKey("const")) {
                return choices(property, property.containsKey("enum") ? "enum" : "const");
            }
            List<String> names = names(property.get("type"));
            if (!names.isEmpty()) {
                return String.join(" or ", names);
            }
        }
        return "it is there";
    }

    private Fault twice(SchemaError error) {
        Set<JsonValue> seen = new HashSet<>();
        int index = 0;
        if (places.value(error) instanceof JsonArray array) {
            while (index < array.size() && seen.add(array.get(index))) {
                index++;
            }
        }
        return Fault.at(error.place() + '/' + index, "The element stands twice" + expected("each once"));
    }

    private Fault is(SchemaError error, String expected) {
        return at(error, subject(error) + " is " + shown(places.value(error)) + expected(expected));
    }

    private Fault has(SchemaError error, int count, String what, String expected) {
        return at(error, subject(error) + " has " + count + ' ' + what + expected(expected));
    }

    private String subject(SchemaError error) {
        return shortened(places.subject(error.place()));
    }

    private static Fault at(SchemaError error, String detail) {
        return Fault.at(error.place(), detail);
    }

    private static String expected(String what) {
        return " (expected: " + what + ")";
    }

    private static String choices(JsonObject schema, String keyword) {
        return schema.get(keyword) instanceof JsonArray array && keyword.equals("enum")
                ? (array.size() == 1 ? "" : "one of ")
                        + array.stream().map(SchemaSentences::shown).collect(Collectors.joining(", "))
                : shown(schema.getOrDefault(keyword, JsonValue.NULL));
    }

    private static String range(JsonObject schema, SchemaError error) {
        JsonValue least = schema.get("minimum");
        JsonValue most = schema.get("maximum");
        if (least != null && most != null) {
            return least + " to " + most;
        }
        return switch (error.keyword()) {
            case "minimum" -> least + " or more";
            case "maximum" -> most + " at most";
            case "exclusiveMinimum" -> "more than " + schema.get("exclusiveMinimum");
            default -> "less than " + schema.get("exclusiveMaximum");
        };
    }

    private static String least(JsonObject schema, String keyword, String what) {
        JsonValue least = schema.get(keyword);
        return "at least " + least + ' ' + what + ("1".equals(String.valueOf(least)) ? "" : "s");
    }

    private static String most(JsonObject schema, String keyword) {
        return schema.get(keyword) + " at most";
    }

    private static String text(JsonObject schema, String keyword) {
        return schema.get(keyword) instanceof JsonString text ? text.getString() : "";
    }

    private int length(SchemaError error) {
        return places.value(error) instanceof JsonString text
                ? text.getString().codePointCount(0, text.getString().length())
                : 0;
    }

    private int size(SchemaError error) {
        JsonValue value = places.value(error);
        return value instanceof JsonArray array ? array.size() : value instanceof JsonObject object ? object.size() : 0;
    }

    private static List<String> names(@Nullable JsonValue type) {
        if (type instanceof JsonArray array) {
            return array.stream().flatMap(each -> names(each).stream()).toList();
        }
        return type instanceof JsonString name
                ? List.of(
                        switch (name.getString()) {
                            case "array" -> "an array";
                            case "object" -> "an object";
                            case "string" -> "a text";
                            case "integer" -> "a whole number";
                            case "number" -> "a number";
                            case "boolean" -> "true or false";
                            default -> "null";
                        })
                : List.of();
    }

    /** What a value is. */
    static String kind(JsonValue value) {
        return switch (value.getValueType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> shortened(value.toString());
            case TRUE -> "true";
            case FALSE -> "false";
            case NULL -> "null";
        };
    }

    private static String shown(JsonValue value) {
        if (value instanceof JsonString text) {
            return text.getString().isBlank() ? '"' + text.getString() + '"' : shortened(text.getString());
        }
        return value instanceof JsonArray || value instanceof JsonObject ? kind(value) : shortened(value.toString());
    }

    private static String shortened(String text) {
        return LogText.shortened(text, LONGEST_SHOWN);
    }
}
