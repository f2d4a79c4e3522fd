package io.turnpike.config;

import io.turnpike.config.ConfigProblem.Severity;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code serverconfig.json}, found, read and checked. Loading never throws: whatever is wrong is one of {@link #problems()},
 * and a key at fault has no property. The file is found by, in this order, system property {@value #FILE_PROPERTY},
 * environment variable {@value #FILE_VARIABLE} (a file that either names must exist), {@value #FILE_NAME} in the data
 * directory, {@value #FILE_NAME} in the working directory; none at all is fine, and everything has its default. Immutable.
 */
public final class ServerConfigFile {

    /** Name of the file where only its directory is known. */
    public static final String FILE_NAME = "serverconfig.json";

    /** System property that names the file. */
    public static final String FILE_PROPERTY = "turnpike.config";

    /** Environment variable that names the file. */
    public static final String FILE_VARIABLE = "TURNPIKE_CONFIG";

    /** Environment variable that names the data directory, besides {@code dataDirectory} as MicroProfile Config reads it. */
    public static final String DATA_VARIABLE = "TURNPIKE_DATA";

    /** Data directory where none is named, below the working directory. */
    public static final String DEFAULT_DATA_DIRECTORY = "data";

    private static final int MAX_FILE_BYTES = 1 << 20;

    private final Optional<Path> path;
    private final Map<String, String> properties;
    private final Map<String, Long> lines;
    private final List<ConfigProblem> problems;

    private ServerConfigFile(
            Optional<Path> path,
            Map<String, String> properties,
            Map<String, Long> lines,
            List<ConfigProblem> problems) {
        this.path = path;
        this.properties = Map.copyOf(properties);
        this.lines = Map.copyOf(lines);
        this.problems = List.copyOf(problems);
    }

    /** Loads the file that this process is meant to use. */
    public static ServerConfigFile load() {
        return load(Surroundings.ofThisProcess());
    }

    /** Loads the file that a process in these surroundings is meant to use. */
    public static ServerConfigFile load(Surroundings surroundings) {
        ServerConfigFile file;
        try {
            file = find(surroundings);
        } catch (InvalidPathException e) {
            file = failed(Optional.empty(), "\"" + e.getInput() + "\" is no path: " + e.getReason());
        }
        Optional<String> dataDirectory = surroundings.dataDirectory();
        if (dataDirectory.isEmpty()) {
            return file;
        }
        Map<String, String> properties = new TreeMap<>(file.properties);
        properties.put(ConfigKey.DATA_DIRECTORY.key(), dataDirectory.get());
        return new ServerConfigFile(file.path, properties, file.lines, file.problems);
    }

    private static ServerConfigFile find(Surroundings surroundings) {
        String byProperty = surroundings.systemProperties().getOrDefault(FILE_PROPERTY, "");
        if (!byProperty.isBlank()) {
            return named(
                    surroundings.workingDirectory().resolve(byProperty),
                    "--config or system property " + FILE_PROPERTY);
        }
        String byVariable = surroundings.environment().getOrDefault(FILE_VARIABLE, "");
        if (!byVariable.isBlank()) {
            return named(surroundings.workingDirectory().resolve(byVariable), "environment variable " + FILE_VARIABLE);
        }
        Path workingDirectory = surroundings.workingDirectory();
        Path dataDirectory =
                workingDirectory.resolve(surroundings.dataDirectory().orElse(DEFAULT_DATA_DIRECTORY));
        for (Path directory : List.of(dataDirectory, workingDirectory)) {
            Path file = directory.resolve(FILE_NAME);
            if (Files.exists(file)) {
                return read(file);
            }
        }
        return new ServerConfigFile(Optional.empty(), Map.of(), Map.of(), List.of());
    }

    private static ServerConfigFile named(Path file, String by) {
        if (!Files.exists(file)) {
            return failed(Optional.of(file), file + " does not exist (named by " + by + ")");
        }
        return read(file);
    }

    /** Reads exactly this file. */
    public static ServerConfigFile read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return failed(Optional.of(file), file + " is not a file");
            }
            long size = Files.size(file);
            if (size > MAX_FILE_BYTES) {
                return failed(
                        Optional.of(file), file + " has " + size + " bytes (expected: at most " + MAX_FILE_BYTES + ")");
            }
            ServerConfigParser parser = new ServerConfigParser(file.toString());
            parser.parse(Files.readString(file));
            return new ServerConfigFile(Optional.of(file), parser.properties(), parser.lines(), parser.problems());
        } catch (CharacterCodingException e) {
            return failed(Optional.of(file), file + " is not UTF-8 text");
        } catch (AccessDeniedException e) {
            return failed(Optional.of(file), file + " cannot be read: permission denied");
        } catch (IOException e) {
            return failed(Optional.of(file), file + " cannot be read: " + e);
        }
    }

    private static ServerConfigFile failed(Optional<Path> path, String message) {
        return new ServerConfigFile(
                path, Map.of(), Map.of(), List.of(new ConfigProblem(Severity.ERROR, Optional.empty(), message)));
    }

    /** The file that was read, or should have been; empty when there is none. */
    public Optional<Path> path() {
        return path;
    }

    /** The MicroProfile Config properties that the file sets: known keys with a sound value, and unknown keys as they are. */
    public Map<String, String> properties() {
        return properties;
    }

    /** Where the file sets {@code key}, as messages begin with it: {@code FILE:LINE: }. Empty when it does not. */
    String place(ConfigKey key) {
        Long line = lines.get(key.key());
        return line == null ? "" : path.map(file -> file + ":" + line + ": ").orElse("");
    }

    /** Everything wrong with the file, in its order. */
    public List<ConfigProblem> problems() {
        return problems;
    }

    /** Whether a problem is one that the server should not start with. */
    public boolean hasErrors() {
        return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }
}
