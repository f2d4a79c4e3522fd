package io.turnpike.command;

import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;

/**
 * A file that has been read.
 *
 * @param value what it holds
 * @param places where each value stands, by its JSON Pointer
 */
record Source(JsonValue value, Map<String, Place> places) {

    Source {
        places = Map.copyOf(places);
    }

    /** Where a value stands; of one that is not there, where what it is missing in stands. */
    Optional<Place> place(String pointer) {
        String known = pointer;
        while (!places.containsKey(known) && known.lastIndexOf('/') >= 0) {
            known = known.substring(0, known.lastIndexOf('/'));
        }
        return Optional.ofNullable(places.get(known));
    }

    /** A JSON Pointer's step (RFC 6901). */
    static String step(String key) {
        return "/" + key.replace("~", "~0").replace("/", "~1");
    }
}
