package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Consumer;
import io.turnpike.gateway.admin.model.Entry;
import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads consumers: {@code {"Keys": ["..."]}}, each key 8 to 256 visible characters of ASCII, at most ten. Every fault is noted with its JSON
 * Pointer.
 */
final class ConsumerReader {

    static final String KEYS = "Keys";

    private static final int MOST_KEYS = 10;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern KEY = Pattern.compile("[!-~]{8,256}");

    private final FaultList faults;

    ConsumerReader(FaultList faults) {
        this.faults = faults;
    }

    /** Notes a fault if a name cannot be a consumer's. */
    void requireName(String name, String pointer) {
        if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            fault(
                    pointer,
                    "The name is " + JsonFields.shortened(name)
                            + " (expected: 1 to 64 letters, digits and . _ - @, and not . or ..)");
        }
    }

    /**
     * The hashes of the keys that a consumer's object has; empty if it says nothing of keys.
     */
    Optional<Set<String>> keyHashes(JsonFields fields) {
        if (!fields.has(KEYS)) {
            return Optional.empty();
        }
        Set<String> hashes = new LinkedHashSet<>();
        List<JsonValue> given = List.copyOf(fields.elements(KEYS));
        for (int i = 0; i < given.size(); i++) {
            String at = fields.at(KEYS) + '/' + i;
            if (!(given.get(i) instanceof JsonString text)) {
                faults.shape(at, "The element is " + JsonFields.kind(given.get(i)) + " (expected: a text)");
            } else if (!KEY.matcher(text.getString()).matches()) {
                fault(
                        at,
                        "The key has " + text.getString().length()
                                + " characters, not shown (expected: 8 to 256 visible characters of ASCII, no space)");
            } else if (!hashes.add(ApiKeys.hash(text.getString()))) {
                fault(at, "The key stands twice (expected: each once)");
            }
        }
        if (given.size() > MOST_KEYS) {
            fault(fields.at(KEYS), "Keys has " + given.size() + " elements (expected: " + MOST_KEYS + " at most)");
        }
        return Optional.of(hashes);
    }

    /** Notes a fault where two consumers would have one key, by which neither could be told. */
    void requireOwnKeys(Collection<Entry> entries, Function<Consumer, String> pointers) {
        Map<String, Consumer> seen = new HashMap<>();
        for (Entry entry : entries) {
            if (entry instanceof Consumer consumer) {
                for (String hash : consumer.keyHashes()) {
                    Consumer other = seen.putIfAbsent(hash, consumer);
                    if (other != null) {
                        faults.conflict(
                                pointers.apply(consumer),
                                "A key of consumer " + consumer.name() + " is a key of " + other.name()
                                        + ", too (expected: keys that nobody else has)");
                    }
                }
            }
        }
    }

    private void fault(String pointer, String detail) {
        faults.add(GatewayError.INVALID_REGISTRATION, Fault.at(pointer, detail));
    }
}
