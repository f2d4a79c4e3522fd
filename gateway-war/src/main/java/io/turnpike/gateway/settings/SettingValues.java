package io.turnpike.gateway.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads single values and collects what is wrong with them; a bad value reads as its default. For use by one thread. */
final class SettingValues {

    private final Function<String, Optional<String>> lookup;
    private final List<String> problems;

    /** @param alreadyKnown problems to begin with */
    SettingValues(Function<String, Optional<String>> lookup, List<String> alreadyKnown) {
        this.lookup = lookup;
        this.problems = new ArrayList<>(alreadyKnown);
    }

    Optional<String> text(String key) {
        return lookup.apply(key).map(String::strip).filter(text -> !text.isEmpty());
    }

    Optional<String> text(String key, String expected, Predicate<String> valid) {
        return text(key).filter(value -> {
            if (!valid.test(value)) {
                problem(key, value, expected);
                return false;
            }
            return true;
        });
    }

    /** A text that no message repeats. */
    Optional<String> secret(String key, String expected, Predicate<String> valid) {
        return text(key).filter(value -> {
            if (!valid.test(value)) {
                problem(key, "a text of " + value.length() + " characters, not shown", expected);
                return false;
            }
            return true;
        });
    }

    int number(String key, int defaultValue, int least, int most) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return defaultValue;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, together with numbers out of range.
        }
        problem(key, text.get(), "a whole number from " + least + " to " + most);
        return defaultValue;
    }

    Duration seconds(String key, int defaultValue) {
        return Duration.ofSeconds(number(key, defaultValue, 1, 31_536_000));
    }

    Duration millis(String key, int defaultValue) {
        return Duration.ofMillis(number(key, defaultValue, 1, 86_400_000));
    }

    boolean flag(String key, boolean defaultValue) {
        return choice(key, Boolean.toString(defaultValue), "true", "false").equals("true");
    }

    String choice(String key, String defaultValue, String... choices) {
        return text(key, "one of " + String.join(", ", choices), List.of(choices)::contains)
                .orElse(defaultValue);
    }

    void problem(String key, String value, String expected) {
        problems.add(key + ": " + value + " (expected: " + expected + ")");
    }

    List<String> problems() {
        return problems;
    }
}
