package io.turnpike.gateway.plugin.configuration;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that configures a plugin, as plain Java: {@link Map} with text keys, {@link List}, {@link String}, {@link BigDecimal}, {@link
 * Boolean}, null. Equal to another if the JSON means the same: order of keys and the way a number is written do not count. Immutable.
 */
public final class PluginConfiguration {

    /** {@code {}}. */
    public static final PluginConfiguration EMPTY = new PluginConfiguration(Map.of());

    /** Arithmetic on more would take long. */
    private static final int MOST_DIGITS = 1000;

    private final @Nullable Object value;

    private PluginConfiguration(@Nullable Object value) {
        this.value = value;
    }

    /**
     * Of a tree of maps, lists, texts, numbers, truth values and nulls.
     *
     * @throws IllegalArgumentException if there is anything else in it
     */
    public static PluginConfiguration of(@Nullable Object json) {
        return new PluginConfiguration(frozen(json));
    }

    /** The value itself; nothing of it can be changed. */
    public @Nullable Object value() {
        return value;
    }

    /** Whether it is JSON's null: the plugin is not to be asked where this is bound. */
    public boolean isNull() {
        return value == null;
    }

    /** Whether it is an object with this key, and not null there. */
    public boolean has(String key) {
        return value instanceof Map<?, ?> map && map.get(key) != null;
    }

    /** The keys of an object, in their order; none of anything else. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        if (value instanceof Map<?, ?> map) {
            map.keySet().forEach(key -> keys.add(String.valueOf(key)));
        }
        return keys;
    }

    /** What an object has under a key, {@link #EMPTY} if nothing. */
    public PluginConfiguration at(String key) {
        return value instanceof Map<?, ?> map && map.get(key) != null ? new PluginConfiguration(map.get(key)) : EMPTY;
    }

    /** The elements of an array; none of anything else. */
    public List<PluginConfiguration> elements() {
        List<PluginConfiguration> elements = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(element -> elements.add(new PluginConfiguration(element)));
        }
        return elements;
    }

    /** The elements of the array under a key; none if there is none. */
    public List<PluginConfiguration> elements(String key) {
        return at(key).elements();
    }

    /** The text that this is; empty if it is none. */
    public Optional<String> text() {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The text under a key; empty if there is none. */
    public Optional<String> text(String key) {
        return at(key).text();
    }

    /** The texts of the array under a key. */
    public List<String> texts(String key) {
        return elements(key).stream()
                .flatMap(element -> element.text().stream())
                .toList();
    }

    /** The number under a key; empty if there is none. */
    public Optional<BigDecimal> number(String key) {
        return at(key).value instanceof BigDecimal number ? Optional.of(number) : Optional.empty();
    }

    /** The whole number under a key, or something else if there is none. A schema is to say that it is whole and fits. */
    public long number(String key, long otherwise) {
        return number(key).map(BigDecimal::longValueExact).orElse(otherwise);
    }

    /** The truth value under a key, or something else if there is none. */
    public boolean flag(String key, boolean otherwise) {
        return at(key).value instanceof Boolean flag ? flag : otherwise;
    }

    /** The texts of the object under a key, by their names. */
    public Map<String, String> textMap(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        PluginConfiguration object = at(key);
        object.keys().forEach(name -> object.text(name).ifPresent(text -> texts.put(name, text)));
        return texts;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PluginConfiguration configuration && Objects.equals(value, configuration.value);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(value);
    }

    @Override
    public String toString() {
        return String.valueOf(value);
    }

    private static @Nullable Object frozen(@Nullable Object json) {
        if (json instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(String.valueOf(key), frozen(each)));
            return Collections.unmodifiableMap(copy);
        }
        if (json instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(frozen(each)));
            return Collections.unmodifiableList(copy);
        }
        if (json instanceof Number number) {
            String digits = number.toString();
            if (digits.length() > MOST_DIGITS) {
                throw new IllegalArgumentException(
                        "a number of " + digits.length() + " characters (expected: at most " + MOST_DIGITS + ")");
            }
            BigDecimal exact = new BigDecimal(digits);
            return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
        }
        if (json == null || json instanceof String || json instanceof Boolean) {
            return json;
        }
        throw new IllegalArgumentException("no JSON: " + json.getClass().getName());
    }
}
