package io.turnpike.gateway.pull;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.schema.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code version.json} says, as BloomGateway writes it: {@code {"nginx_conf": "…", "modules": {"access": {"ratelimiter": "20160101.120000"},
 * "error": {"fallback": "…"}}}}. Only {@code modules} is read.
 *
 * @param modules the versions by the plugins' names; also those whose version is {@link #NONE}
 */
record VersionFile(SortedMap<String, PulledModule> modules) {

    static final String NAME = "version.json";

    /** The version of a module that has got no rules yet. */
    static final String NONE = "no_version";

    /** What may be a segment of a path: nothing that leads elsewhere. */
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,127}");

    private static final int LONGEST_PLACE = 300;

    private static final String EXPECTED =
            " (expected: 1 to 128 letters, digits, and . _ + - after the first character)";

    VersionFile {
        modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
    }

    /** @throws PullException if it is not what is expected; the message has the JSON pointer */
    static VersionFile parse(byte[] bytes) throws PullException {
        JsonValue json;
        try {
            json = StrictJson.read(bytes, NAME);
        } catch (GatewayException e) {
            throw new PullException(e.detail());
        }
        SortedMap<String, PulledModule> modules = new TreeMap<>();
        JsonObject phases = object(object(json, "").get("modules"), "/modules");
        for (String phase : phases.keySet()) {
            String place = "/modules/" + phase;
            requireSegment(phase, place);
            for (Map.Entry<String, JsonValue> module :
                    object(phases.get(phase), place).entrySet()) {
                PulledModule read = module(module.getKey(), phase, module.getValue(), place + '/' + module.getKey());
                PulledModule other = modules.putIfAbsent(read.name(), read);
                if (other != null) {
                    throw fault(
                            place + '/' + read.name(),
                            "the plugin is named in the phase " + other.phase() + ", too (expected: once)");
                }
            }
        }
        return new VersionFile(modules);
    }

    private static PulledModule module(String name, String phase, JsonValue version, String place)
            throws PullException {
        requireSegment(name, place);
        if (!(version instanceof JsonString text)) {
            throw fault(place, "the version is no text (expected: a text)");
        }
        requireSegment(text.getString(), place);
        return new PulledModule(name, phase, text.getString());
    }

    private static JsonObject object(@Nullable JsonValue json, String place) throws PullException {
        if (json instanceof JsonObject object) {
            return object;
        }
        throw fault(place, (json == null ? "is missing" : "is no object") + " (expected: an object)");
    }

    private static void requireSegment(String text, String place) throws PullException {
        if (!SEGMENT.matcher(text).matches()) {
            throw fault(
                    place,
                    (text.length() <= 128 ? '"' + text + '"' : "a text of " + text.length() + " characters")
                            + " cannot be part of a path" + EXPECTED);
        }
    }

    private static PullException fault(String place, String what) {
        String shown = place.length() <= LONGEST_PLACE ? place : place.substring(0, LONGEST_PLACE) + "…";
        return new PullException(NAME + " at " + (place.isEmpty() ? "its root" : shown) + ": " + what);
    }
}
