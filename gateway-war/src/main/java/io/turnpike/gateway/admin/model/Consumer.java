package io.turnpike.gateway.admin.model;

import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.schema.PluginJson;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Somebody whose requests plugins can tell from others'.
 *
 * @param name letters, digits and {@code . _ - @}, at most 64
 * @param keyHashes SHA-256 of each of the keys, in lower-case hex, in the order of the alphabet; none: no request is known to be from there
 */
public record Consumer(String name, List<String> keyHashes) implements Entry {

    static final String KIND = "consumer";

    private static final String HASHES = "keyhashes";

    public Consumer {
        keyHashes = List.copyOf(new TreeSet<>(keyHashes));
    }

    static Consumer of(String name, String content) {
        PluginConfiguration json = PluginJson.parse(content);
        List<String> hashes = json.texts(HASHES);
        if (hashes.size() != json.elements(HASHES).size() || !json.keys().equals(List.of(HASHES))) {
            throw new IllegalArgumentException(
                    "its content is not what a consumer has (expected: " + HASHES + ", texts)");
        }
        return new Consumer(name, hashes);
    }

    /** The id of such an entry. */
    public static String id(String name) {
        return KIND + '/' + name;
    }

    @Override
    public String id() {
        return id(name);
    }

    @Override
    public String content() {
        return PluginJson.text(PluginConfiguration.of(Map.of(HASHES, keyHashes)));
    }

    @Override
    public String words() {
        return "consumer " + name;
    }
}
