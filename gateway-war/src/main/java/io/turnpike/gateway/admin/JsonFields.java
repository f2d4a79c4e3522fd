package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.routing.NearestName;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * One object of a request, read field by field: whatever does not fit becomes a fault with its pointer, and reading goes on.
 * {@code null} counts as missing. A key that is not known is ignored, as clients may send what a later version knows, and noted as such;
 * but one that is near a known key which is not there is a fault, as that is surely meant: in another case, or with a typing error.
 */
final class JsonFields {

    private static final String TEXT = "a text";

    private final JsonObject object;
    private final String pointer;
    private final FaultList faults;

    private JsonFields(JsonObject object, String pointer, FaultList faults) {
        this.object = object;
        this.pointer = pointer;
        this.faults = faults;
    }

    /**
     * Looks at a value as an object with these keys; empty, with a fault, if it is none.
     *
     * @param keys none: any key may be there
     */
    static Optional<JsonFields> of(JsonValue value, String pointer, Set<String> keys, FaultList faults) {
        Optional<JsonFields> fields = object(value, pointer, faults);
        if (!keys.isEmpty()) {
            fields.ifPresent(found -> found.reportUnknown(
                    keys,
                    key -> "",
                    (key, meant) -> faults.ignored(
                            found.at(key), "The key " + shortened(key) + " is unknown here and was ignored")));
        }
        return fields;
    }

    /** Looks at a value as an object that has none but these keys; empty, with a fault, if it is none. */
    static Optional<JsonFields> only(JsonValue value, String pointer, List<String> keys, FaultList faults) {
        return only(value, pointer, keys, key -> "", faults);
    }

    /**
     * The same of an object that is part of something larger.
     *
     * @param elsewhere of a key that is unknown in this object: which one is most likely meant, and where it stands; empty if none is
     */
    static Optional<JsonFields> only(
            JsonValue value, String pointer, List<String> keys, UnaryOperator<String> elsewhere, FaultList faults) {
        Optional<JsonFields> fields = object(value, pointer, faults);
        fields.ifPresent(found -> found.reportUnknown(
                Set.copyOf(keys),
                elsewhere,
                (key, meant) -> faults.shape(
                        found.at(key),
                        "The key " + shortened(key) + " is unknown (expected: one of " + String.join(", ", keys) + ")"
                                + (meant.isEmpty() ? "" : "; did you mean " + meant + "?"))));
        return fields;
    }

    private static Optional<JsonFields> object(JsonValue value, String pointer, FaultList faults) {
        if (value instanceof JsonObject object) {
            return Optional.of(new JsonFields(object, pointer, faults));
        }
        faults.shape(
                pointer,
                (pointer.isEmpty() ? "The body" : name(pointer)) + " is " + kind(value) + " (expected: an object)");
        return Optional.empty();
    }

    /** @param strange is told of each key that is not surely a known one of this object, and of what may be meant */
    private void reportUnknown(Set<String> keys, UnaryOperator<String> elsewhere, BiConsumer<String, String> strange) {
        if (keys.containsAll(object.keySet())) {
            return;
        }
        List<String> absent =
                keys.stream().filter(key -> !object.containsKey(key)).sorted().toList();
        for (String key : object.keySet()) {
            if (!keys.contains(key)) {
                Optional<String> same =
                        keys.stream().filter(key::equalsIgnoreCase).findFirst();
                Optional<String> known = same.or(() -> NearestName.of(key, absent));
                String other = same.isPresent() ? "" : elsewhere.apply(key);
                if (known.isPresent() && other.isEmpty()) {
                    faults.shape(at(key), "The key is " + shortened(key) + " (expected: " + known.get() + ")");
                } else {
                    strange.accept(
                            key,
                            known.filter(each -> key.indexOf('.') < 0)
                                    .map(each -> each + ", or " + other)
                                    .orElse(other));
                }
            }
        }
    }

    String at(String key) {
        return pointer + "/" + escape(key);
    }

    boolean has(String key) {
        JsonValue value = object.get(key);
        return value != null && value.getValueType() != JsonValue.ValueType.NULL;
    }

    /** The value of a key; empty if it is missing. */
    Optional<JsonValue> value(String key) {
        return has(key) ? Optional.ofNullable(object.get(key)) : Optional.empty();
    }

    boolean isText(String key) {
        return object.get(key) instanceof JsonString;
    }

    /** Whether the value of a key is an array without elements. */
    boolean isEmptyArray(String key) {
        return object.get(key) instanceof JsonArray array && array.isEmpty();
    }

    /** A text that must be there and not be blank; empty with a fault otherwise. */
    Optional<String> requiredText(String key) {
        return requiredText(key, TEXT);
    }

    /**
     * The same of a text that not every text will do for.
     *
     * @param expected which ones do, for messages
     */
    Optional<String> requiredText(String key, String expected) {
        if (!has(key)) {
            missing(key, expected);
            return Optional.empty();
        }
        Optional<String> text = text(key, expected);
        if (text.isPresent() && text.get().isBlank()) {
            faults.shape(at(key), key + " is blank (expected: " + expected + ")");
            return Optional.empty();
        }
        return text;
    }

    /** A text; empty if it is missing, or with a fault if it is no text. */
    Optional<String> text(String key) {
        return text(key, TEXT);
    }

    private Optional<String> text(String key, String expected) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (object.get(key) instanceof JsonString text) {
            return Optional.of(text.getString());
        }
        wrongType(key, expected);
        return Optional.empty();
    }

    /** A whole number within bounds; empty if it is missing, or with a fault. */
    OptionalLong number(String key, long min, long max) {
        if (!has(key)) {
            return OptionalLong.empty();
        }
        if (!(object.get(key) instanceof JsonNumber number)) {
            wrongType(key, "a whole number from " + min + " to " + max);
            return OptionalLong.empty();
        }
        try {
            long value = number.bigDecimalValue().longValueExact();
            if (value >= min && value <= max) {
                return OptionalLong.of(value);
            }
        } catch (ArithmeticException | UnsupportedOperationException | NumberFormatException e) {
            // Not a whole number, or out of all bounds: the fault below says so.
        }
        faults.shape(
                at(key),
                key + " is " + shortened(number.toString()) + " (expected: a whole number from " + min + " to " + max
                        + ")");
        return OptionalLong.empty();
    }

    /** A switch; off if it is missing, or with a fault if it is neither {@code true} nor {@code false}. */
    boolean flag(String key) {
        JsonValue value = object.get(key);
        if (has(key) && !JsonValue.TRUE.equals(value) && !JsonValue.FALSE.equals(value)) {
            wrongType(key, "true or false");
        }
        return JsonValue.TRUE.equals(value);
    }

    /** The elements of an array; none if it is missing, or with a fault if it is no array. */
    List<JsonValue> elements(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (object.get(key) instanceof JsonArray array) {
            return Collections.unmodifiableList(new ArrayList<>(array));
        }
        wrongType(key, "an array");
        return List.of();
    }

    /** The texts of an array; what is none is a fault, and the empty text in its place. */
    List<String> texts(String key) {
        return texts(key, TEXT);
    }

    /**
     * The same of texts that not every text will do for.
     *
     * @param expected which ones do, for messages
     */
    List<String> texts(String key, String expected) {
        List<String> texts = new ArrayList<>();
        for (JsonValue element : elements(key)) {
            if (element instanceof JsonString text) {
                texts.add(text.getString());
            } else {
                faults.shape(
                        at(key) + '/' + texts.size(),
                        "The element is " + kind(element) + " (expected: " + expected + ")");
                texts.add("");
            }
        }
        return texts;
    }

    /** The members of an object; none if it is missing, or with a fault if it is no object. */
    JsonObject members(String key) {
        if (!has(key)) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        if (object.get(key) instanceof JsonObject members) {
            return members;
        }
        wrongType(key, "an object");
        return JsonValue.EMPTY_JSON_OBJECT;
    }

    void wrongType(String key, String expected) {
        JsonValue value = object.get(key);
        if (value == null) {
            missing(key, expected);
        } else {
            faults.shape(at(key), key + " is " + kind(value) + " (expected: " + expected + ")");
        }
    }

    /** Tells that a key is missing. */
    void missing(String key, String expected) {
        faults.shape(at(key), key + " is missing (expected: " + expected + ")");
    }

    /** What a value is, for messages. */
    static String kind(JsonValue value) {
        return switch (value.getValueType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case TRUE -> "true";
            case FALSE -> "false";
            case NULL -> "null";
        };
    }

    /** A key as a token of a JSON Pointer (RFC 6901). */
    static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static String name(String pointer) {
        return "The element " + pointer;
    }

    /** A text for a message, cut where it is long. */
    static String shortened(String text) {
        return LogText.shortened(text, 40);
    }
}
