package io.turnpike.gateway.admin;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One difference between two configurations.
 *
 * @param kind what has become of it
 * @param pointer where: a JSON Pointer into a configuration in which owners, services and routes are members of objects, by {@code OwnerId},
 *     {@code ServiceName} and {@code RouteId}, so that it means the same on both sides
 * @param before what was there; empty if nothing was, or what is not shown
 * @param after what is there now; the same
 */
record Difference(Kind kind, String pointer, Optional<JsonValue> before, Optional<JsonValue> after) {

    /** What has become of something. */
    enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    static Difference added(String pointer, JsonValue after) {
        return new Difference(Kind.ADDED, pointer, Optional.empty(), Optional.of(after));
    }

    static Difference removed(String pointer, JsonValue before) {
        return new Difference(Kind.REMOVED, pointer, Optional.of(before), Optional.empty());
    }

    static Difference changed(String pointer, JsonValue before, JsonValue after) {
        return new Difference(Kind.CHANGED, pointer, Optional.of(before), Optional.of(after));
    }

    /** Of what must not be shown. */
    static Difference hidden(Kind kind, String pointer) {
        return new Difference(kind, pointer, Optional.empty(), Optional.empty());
    }

    static JsonArray json(Collection<Difference> differences) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (Difference difference : List.copyOf(differences)) {
            JsonObjectBuilder json = Json.createObjectBuilder()
                    .add("Change", difference.kind().name().toLowerCase(Locale.ROOT))
                    .add("Pointer", difference.pointer());
            difference.before().ifPresent(value -> json.add("Before", value));
            difference.after().ifPresent(value -> json.add("After", value));
            list.add(json);
        }
        return list.build();
    }
}
