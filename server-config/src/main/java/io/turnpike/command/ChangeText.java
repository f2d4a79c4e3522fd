package io.turnpike.command;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes, as the gateway tells them, for people: what comes with {@code +}, what goes with {@code -}, what becomes another with {@code ~}. */
final class ChangeText {

    private static final String INDENT = "    ";

    private ChangeText() {}

    /** The lines of some changes; empty if there are none. */
    static List<String> of(JsonArray changes) {
        List<String> lines = new ArrayList<>();
        for (JsonValue value : changes) {
            if (value instanceof JsonObject change) {
                add(change, lines);
            }
        }
        return lines;
    }

    private static void add(JsonObject change, List<String> lines) {
        String pointer = Shown.plain(change.getString("Pointer", ""));
        JsonValue before = change.get("Before");
        JsonValue after = change.get("After");
        switch (change.getString("Change", "")) {
            case "added" -> lines.addAll(("+ " + pointer + what(after)).lines().toList());
            case "removed" ->
                lines.addAll(("- " + pointer + what(before)).lines().toList());
            default -> {
                if (before instanceof JsonString one
                        && after instanceof JsonString other
                        && (one.getString().indexOf('\n') >= 0
                                || other.getString().indexOf('\n') >= 0)) {
                    lines.add("~ " + pointer);
                    texts(one.getString(), other.getString(), lines);
                } else if (isList(before) || isList(after)) {
                    lines.add("~ " + pointer);
                    texts(elements(before), elements(after), lines);
                } else {
                    lines.add("~ " + pointer
                            + (before == null || after == null ? "" : ": " + shown(before) + " -> " + shown(after)));
                }
            }
        }
    }

    /** Whether it is a list of objects, such as {@code Paths}, of which each deserves a line. */
    private static boolean isList(@Nullable JsonValue value) {
        return value instanceof JsonArray array && array.stream().anyMatch(JsonObject.class::isInstance);
    }

    private static String elements(@Nullable JsonValue value) {
        return value instanceof JsonArray array
                ? array.stream().map(ChangeText::shown).collect(Collectors.joining("\n"))
                : value == null ? "" : shown(value);
    }

    private static void texts(String before, String after, List<String> lines) {
        List<String> different = LineDiff.between(before, after);
        if (different.stream().allMatch(line -> line.equals("..."))) {
            lines.add(INDENT + "(line breaks)");
        } else {
            different.forEach(line -> lines.add((INDENT + Shown.plain(line)).stripTrailing()));
        }
    }

    /** Of an owner the services, of a service nothing more than that it is one; anything else as it is. */
    private static String what(@Nullable JsonValue value) {
        if (value instanceof JsonObject owner && owner.get("Services") instanceof JsonArray services) {
            List<String> names = services.stream()
                    .map(service -> service instanceof JsonObject object ? object.getString("ServiceName", "") : "")
                    .map(Shown::plain)
                    .toList();
            return names.isEmpty()
                    ? " (an owner without services)"
                    : " (an owner with " + String.join(", ", names) + ")";
        }
        if (value instanceof JsonObject service && service.containsKey("IdlContent")) {
            return " (a service)";
        }
        if (value != null && isList(value)) {
            return ":\n" + elements(value).lines().map(line -> INDENT + line).collect(Collectors.joining("\n"));
        }
        return value == null ? "" : ": " + shown(value);
    }

    private static String shown(JsonValue value) {
        return value instanceof JsonString string ? Shown.text(string.getString()) : Shown.plain(value.toString());
    }
}
