package io.turnpike.gateway.persistence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/** The fields of a stored document that has to be as it was written: whatever is not ends the reading. */
record StrictFields(Document document) {

    /**
     * The fields of a document that has none but these. A field that is not known may ask something of requests: who reads over it lets in
     * what was to be kept out.
     */
    static StrictFields of(Document document, Set<String> known) throws UnreadableFieldException {
        for (String field : document.keySet()) {
            if (!known.contains(field)) {
                throw new UnreadableFieldException("its field " + field + " is unknown (expected: one of "
                        + String.join(", ", new TreeSet<>(known)) + ")");
            }
        }
        return new StrictFields(document);
    }

    /** Whether there is such a field. */
    boolean has(String field) {
        return document.containsKey(field);
    }

    String text(String field) throws UnreadableFieldException {
        return as(String.class, document.get(field), field);
    }

    /** A text that need not be there. */
    Optional<String> optionalText(String field) throws UnreadableFieldException {
        return has(field) ? Optional.of(text(field)) : Optional.empty();
    }

    boolean flag(String field) throws UnreadableFieldException {
        return as(Boolean.class, document.get(field), field);
    }

    /** Drivers and databases differ in how long a small number is, and shells write 5 as 5.0. */
    int number(String field) throws UnreadableFieldException {
        if (document.get(field) instanceof Number value && !(value instanceof Decimal128)) {
            double number = value.doubleValue();
            if (number == (int) number) {
                return (int) number;
            }
        }
        throw wrong(field);
    }

    Duration millis(String field) throws UnreadableFieldException {
        return Duration.ofMillis(number(field));
    }

    List<String> texts(String field) throws UnreadableFieldException {
        List<String> texts = new ArrayList<>();
        for (Object each : as(List.class, document.get(field), field)) {
            texts.add(as(String.class, each, field));
        }
        return texts;
    }

    /** A document that has none but these fields. */
    StrictFields document(String field, Set<String> known) throws UnreadableFieldException {
        return of(as(Document.class, document.get(field), field), known);
    }

    /** The documents of a list, each with none but these fields. */
    List<StrictFields> documents(String field, Set<String> known) throws UnreadableFieldException {
        List<StrictFields> documents = new ArrayList<>();
        for (Object each : as(List.class, document.get(field), field)) {
            documents.add(of(as(Document.class, each, field), known));
        }
        return documents;
    }

    /** That a field is not what it has to be. */
    static UnreadableFieldException wrong(String field) {
        return new UnreadableFieldException(
                "its field " + field + " is missing or not of the type that it has to have");
    }

    private static <T> T as(Class<T> type, @Nullable Object value, String field) throws UnreadableFieldException {
        if (!type.isInstance(value)) {
            throw wrong(field);
        }
        return type.cast(value);
    }

    /** A field is missing, unknown or not what has to be there. */
    static final class UnreadableFieldException extends Exception {

        private static final long serialVersionUID = 1;

        UnreadableFieldException(String message) {
            super(message, null, false, false);
        }
    }
}
