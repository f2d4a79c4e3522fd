package io.turnpike.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of the process decides which file is read.
 *
 * @param systemProperties the JVM's
 * @param environment the environment variables
 * @param workingDirectory where relative paths start
 */
public record Surroundings(
        Map<String, String> systemProperties, Map<String, String> environment, Path workingDirectory) {

    public Surroundings {
        systemProperties = Map.copyOf(systemProperties);
        environment = Map.copyOf(environment);
    }

    /** Those of the running process. */
    public static Surroundings ofThisProcess() {
        Map<String, String> properties = new TreeMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            String value = System.getProperty(name);
            if (value != null) {
                properties.put(name, value);
            }
        }
        return new Surroundings(properties, System.getenv(), Path.of("").toAbsolutePath());
    }

    /** What MicroProfile Config would take for {@code key} before it looks into the file: system property, then environment. */
    Optional<String> override(String key) {
        return firstText(systemProperties.get(key), environment.get(key), environment.get(variableName(key)));
    }

    /** How {@link #override} of a key got its value, in words that end a message; empty for a system property, which our options are. */
    String source(String key) {
        if (!systemProperties.getOrDefault(key, "").isBlank()) {
            return "";
        }
        String name = environment.getOrDefault(key, "").isBlank() ? variableName(key) : key;
        return environment.getOrDefault(name, "").isBlank() ? "" : ", in environment variable " + name;
    }

    /** The data directory where one is named outside the file. */
    Optional<String> dataDirectory() {
        return override(ConfigKey.DATA_DIRECTORY.key())
                .or(() -> firstText(environment.get(ServerConfigFile.DATA_VARIABLE)));
    }

    private static String variableName(String key) {
        return key.toUpperCase(Locale.ROOT);
    }

    private static Optional<String> firstText(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
