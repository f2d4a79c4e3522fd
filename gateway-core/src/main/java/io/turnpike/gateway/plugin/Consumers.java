package io.turnpike.gateway.plugin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whose keys there are, at one revision. Only hashes of keys are known here. Immutable. */
public final class Consumers {

    /** There are none. */
    public static final Consumers NONE = new Consumers(Map.of());

    private final Map<String, String> names;

    private Consumers(Map<String, String> names) {
        this.names = Map.copyOf(names);
    }

    /**
     * Consumers with their keys.
     *
     * @param keyHashes SHA-256 of each key of a consumer in lower-case hex, by the consumer's name; a key of two consumers is that of the first
     *     one in the order of the alphabet
     */
    public static Consumers of(Map<String, ? extends Collection<String>> keyHashes) {
        Map<String, String> names = new HashMap<>();
        new TreeMap<String, Collection<String>>(keyHashes)
                .forEach((name, hashes) -> hashes.forEach(hash -> names.putIfAbsent(hash, name)));
        return new Consumers(names);
    }

    /**
     * The name of the consumer who has a key. How long the look-up takes tells something of the hash at most, of which nobody can choose a
     * part; so it tells nothing of the key.
     */
    public Optional<String> ofKey(String key) {
        return Optional.ofNullable(names.get(hash(key)));
    }

    /** SHA-256 of a key's UTF-8 in lower-case hex. */
    public static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Consumers consumers && names.equals(consumers.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    /** How many keys there are; nothing of them. */
    @Override
    public String toString() {
        return names.size() + " keys";
    }
}
