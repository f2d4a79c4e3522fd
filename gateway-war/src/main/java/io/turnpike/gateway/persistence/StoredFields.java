package io.turnpike.gateway.persistence;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a stored document that somebody else may have written. A field that is missing or null is empty; one of another
 * type is empty too, and told of.
 *
 * @param fields what is there
 * @param place where it is in the owner's document, such as {@code services[0]}; empty: it is that document
 * @param oddities is told of each odd field in a sentence, which never holds a value
 */
record StoredFields(Document fields, String place, Consumer<String> oddities) {

    boolean isMissing(String field) {
        return fields.get(field) == null;
    }

    String text(String field) {
        Object value = fields.get(field);
        if (value instanceof String text) {
            return text;
        }
        tellUnlessNull(field, value, "text");
        return "";
    }

    boolean flag(String field) {
        Object value = fields.get(field);
        if (value instanceof Boolean flag) {
            return flag;
        }
        tellUnlessNull(field, value, "true or false");
        return false;
    }

    /** A whole number; one that is written as text or with a fraction of zero is fine. */
    long number(String field) {
        Object value = fields.get(field);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        try {
            if (value instanceof Number || value instanceof String) {
                return new BigDecimal(value.toString().strip()).longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Told below, together with other types.
        }
        tellUnlessNull(field, value, "a whole number");
        return 0;
    }

    Optional<StoredFields> document(String field) {
        Object value = fields.get(field);
        if (value instanceof Document inner) {
            return Optional.of(new StoredFields(inner, path(field), oddities));
        }
        tellUnlessNull(field, value, "a document");
        return Optional.empty();
    }

    List<StoredFields> documents(String field) {
        List<StoredFields> found = new ArrayList<>();
        Object value = fields.get(field);
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                String element = path(field) + '[' + i + ']';
                if (list.get(i) instanceof Document inner) {
                    found.add(new StoredFields(inner, element, oddities));
                } else {
                    oddities.accept(element + " is " + type(list.get(i)) + " (expected: a document) and is not used");
                }
            }
        } else {
            tellUnlessNull(field, value, "an array");
        }
        return found;
    }

    /** Tells of this document itself. */
    void tell(String what) {
        oddities.accept(place + ' ' + what);
    }

    private void tellUnlessNull(String field, @Nullable Object value, String expected) {
        if (value != null) {
            oddities.accept(path(field) + " is " + type(value) + " (expected: " + expected + ") and is not used");
        }
    }

    private static String type(@Nullable Object value) {
        return value == null ? "null" : "of type " + value.getClass().getSimpleName();
    }

    private String path(String field) {
        return place.isEmpty() ? field : place + '.' + field;
    }
}
