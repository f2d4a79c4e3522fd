package io.turnpike.config;

import io.turnpike.config.ConfigProblem.Severity;
import io.turnpike.config.ValueType.JsonScalar;
import io.turnpike.config.ValueType.JsonScalars;
import jakarta.json.Json;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Turns the text of one configuration file into properties and problems. Good for one text. */
final class ServerConfigParser {

    private final String fileName;
    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, Long> lines = new TreeMap<>();
    private final List<ConfigProblem> problems = new ArrayList<>();

    ServerConfigParser(String fileName) {
        this.fileName = fileName;
    }

    Map<String, String> properties() {
        return properties;
    }

    /** The line of each key of {@link #properties()}. */
    Map<String, Long> lines() {
        return lines;
    }

    List<ConfigProblem> problems() {
        return problems;
    }

    void parse(String text) {
        String json = Comments.blank(text.startsWith("\uFEFF") ? text.substring(1) : text);
        try (JsonParser parser = Json.createParser(new StringReader(json))) {
            if (json.isBlank()) {
                problems.add(
                        new ConfigProblem(
                                Severity.ERROR,
                                Optional.empty(),
                                fileName
                                        + ": nothing in it but space and comments (expected: one JSON object, {} for all defaults)"));
                return;
            }
            if (!parser.hasNext() || parser.next() != Event.START_OBJECT) {
                malformed(parser.getLocation(), "the file must hold one JSON object, { … }");
                return;
            }
            members(parser);
            if (parser.hasNext()) {
                parser.next();
            }
        } catch (JsonParsingException e) {
            properties.clear();
            if (e.getLocation().getStreamOffset() >= json.stripTrailing().length()) {
                // The parser's own idea of where it is goes astray at the end of its input.
                malformedAtEnd(json);
            } else {
                malformed(e.getLocation(), MalformedJson.plain(e.getMessage()));
            }
        }
    }

    private void members(JsonParser parser) {
        Set<String> seen = new HashSet<>();
        for (Event event = parser.next(); event == Event.KEY_NAME; event = parser.next()) {
            String key = parser.getString();
            JsonLocation location = parser.getLocation();
            Event valueStart = parser.next();
            if (!seen.add(key)) {
                report(Severity.ERROR, location, key, "given more than once (expected: once)");
                skip(parser, valueStart);
                continue;
            }
            Optional<ConfigKey> known = ConfigKey.named(key);
            if (known.isPresent()) {
                known(parser, valueStart, known.get(), location);
            } else {
                unknown(parser, valueStart, key, location);
            }
        }
    }

    private void known(JsonParser parser, Event start, ConfigKey key, JsonLocation location) {
        if (start == Event.VALUE_NULL) {
            return;
        }
        ValueType type = key.type();
        Optional<JsonScalars> scalars = scalars(parser, start);
        Optional<String> value = scalars.flatMap(type.reader()::read);
        if (value.isPresent()) {
            properties.put(key.key(), value.get());
            lines.put(key.key(), location.getLineNumber());
            if (type.secret() && value.get().isBlank()) {
                report(Severity.WARNING, location, key.key(), "blank, which counts as not set");
            }
        } else {
            String found = describe(start, scalars, type);
            report(Severity.ERROR, location, key.key(), found + " (expected: " + type.expected() + ")");
        }
    }

    private void unknown(JsonParser parser, Event start, String key, JsonLocation location) {
        scalars(parser, start).flatMap(JsonScalars::single).ifPresent(value -> properties.put(key, value));
        String hint = ConfigKey.nearest(key)
                .map(near -> "; did you mean " + near.key() + "?")
                .orElse("");
        report(Severity.WARNING, location, key, "unknown key, ignored" + hint);
    }

    /** The value as scalars; empty when it is an object or an array with anything but scalars. Consumes it in any case. */
    private static Optional<JsonScalars> scalars(JsonParser parser, Event start) {
        if (start == Event.START_OBJECT) {
            skip(parser, start);
            return Optional.empty();
        }
        if (start != Event.START_ARRAY) {
            return scalar(parser, start).map(scalar -> new JsonScalars(false, List.of(scalar)));
        }
        List<JsonScalar> elements = new ArrayList<>();
        boolean sound = true;
        for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
            Optional<JsonScalar> element = scalar(parser, event);
            skip(parser, event);
            element.ifPresent(elements::add);
            sound &= element.isPresent();
        }
        return sound ? Optional.of(new JsonScalars(true, elements)) : Optional.empty();
    }

    private static Optional<JsonScalar> scalar(JsonParser parser, Event event) {
        return switch (event) {
            case VALUE_STRING -> Optional.of(new JsonScalar(parser.getString(), true));
            case VALUE_NUMBER -> Optional.of(new JsonScalar(parser.getString(), false));
            case VALUE_TRUE -> Optional.of(new JsonScalar("true", false));
            case VALUE_FALSE -> Optional.of(new JsonScalar("false", false));
            case VALUE_NULL, START_ARRAY, START_OBJECT, KEY_NAME, END_ARRAY, END_OBJECT -> Optional.empty();
        };
    }

    private static void skip(JsonParser parser, Event start) {
        if (start == Event.START_ARRAY) {
            parser.skipArray();
        } else if (start == Event.START_OBJECT) {
            parser.skipObject();
        }
    }

    private static String describe(Event start, Optional<JsonScalars> scalars, ValueType type) {
        if (start == Event.START_OBJECT) {
            return "an object";
        }
        if (start == Event.START_ARRAY) {
            String elements = scalars.filter(array -> !type.secret()).stream()
                    .flatMap(array -> type.wrongElements(array).stream())
                    .map(JsonScalar::shown)
                    .distinct()
                    .limit(5)
                    .collect(Collectors.joining(", "));
            return elements.isEmpty() ? "an array" : "an array with " + elements;
        }
        if (type.secret()) {
            return switch (start) {
                case VALUE_STRING -> "a text, not shown";
                case VALUE_NUMBER -> "a number";
                default -> "true or false";
            };
        }
        return scalars.map(value -> value.scalars().get(0).shown()).orElse("null");
    }

    private void report(Severity severity, JsonLocation location, String key, String fault) {
        problems.add(new ConfigProblem(
                severity, Optional.of(key), fileName + ":" + location.getLineNumber() + ": " + key + ": " + fault));
    }

    private void malformed(JsonLocation location, String fault) {
        malformed(location.getLineNumber(), location.getColumnNumber(), fault);
    }

    private void malformedAtEnd(String json) {
        String text = json.stripTrailing();
        long line = 1 + text.chars().filter(c -> c == '\n').count();
        malformed(line, text.length() - text.lastIndexOf('\n'), "the file ends before the object does");
    }

    private void malformed(long line, long column, String fault) {
        problems.add(new ConfigProblem(
                Severity.ERROR,
                Optional.empty(),
                fileName + ": malformed JSON at line " + line + ", column " + column + ": " + fault));
    }
}
