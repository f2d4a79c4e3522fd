package io.turnpike.command;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes YAML for git: one value a line, and a text of several lines as a literal block (YAML 1.2.2, 8.1.2), so that a change of a line
 * is a change of a line. Libraries fall back to one long line in quotes where any line of a text ends in a space, which IDLs
 * do; hence this. For one use.
 */
final class YamlWriter {

    private static final int STEP = 2;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./{}-]*( [A-Za-z0-9_./{}-]+)*");
    private static final Set<String> WORDS = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");
    private static final int MOST_PLAIN = 120;

    private final StringBuilder out = new StringBuilder();

    String write(JsonValue value) {
        if (value instanceof JsonObject object && !object.isEmpty()) {
            members(object, 0);
        } else if (value instanceof JsonArray array && !array.isEmpty()) {
            elements(array, 0);
        } else {
            scalar(value, 0);
        }
        return out.toString();
    }

    /** The first member goes on the line that is begun; so does the first element of {@link #elements}. */
    private void members(JsonObject object, int indent) {
        boolean first = true;
        for (var member : object.entrySet()) {
            if (!first) {
                out.append(" ".repeat(indent));
            }
            first = false;
            out.append(oneLine(member.getKey())).append(':');
            below(member.getValue(), indent);
        }
    }

    private void elements(JsonArray array, int indent) {
        boolean first = true;
        for (JsonValue element : array) {
            if (!first) {
                out.append(" ".repeat(indent));
            }
            first = false;
            out.append('-');
            if (element instanceof JsonObject object && !object.isEmpty()) {
                out.append(' ');
                members(object, indent + STEP);
            } else {
                below(element, indent);
            }
        }
    }

    private void below(JsonValue value, int indent) {
        if (value instanceof JsonObject object && !object.isEmpty()) {
            out.append('\n').append(" ".repeat(indent + STEP));
            members(object, indent + STEP);
        } else if (value instanceof JsonArray array && !array.isEmpty()) {
            out.append('\n').append(" ".repeat(indent + STEP));
            elements(array, indent + STEP);
        } else {
            out.append(' ');
            scalar(value, indent);
        }
    }

    private void scalar(JsonValue value, int indent) {
        if (value instanceof JsonString string) {
            String text = string.getString();
            if (fitsBlock(text)) {
                block(text, indent + STEP);
                return;
            }
            out.append(oneLine(text));
        } else {
            out.append(value);
        }
        out.append('\n');
    }

    private static boolean fitsBlock(String text) {
        return text.indexOf('\n') >= 0
                && text.chars().anyMatch(c -> c != '\n' && c != ' ' && c != '\t')
                && text.codePoints().allMatch(c -> c == '\n' || printable(c));
    }

    /** What may stand in YAML as it is, and is no line break to anybody. */
    private static boolean printable(int c) {
        return c == '\t'
                || (c >= 0x20 && c < 0x7f)
                || (c >= 0xa0 && c < 0xd800 && c != 0x2028 && c != 0x2029)
                || (c >= 0xe000 && c < 0xfffe && c != 0xfeff)
                || c >= 0x10000;
    }

    private void block(String text, int indent) {
        char first = text.charAt(0);
        out.append('|');
        if (first == ' ' || first == '\t' || first == '\n') {
            out.append(STEP);
        }
        out.append(text.endsWith("\n\n") ? "+" : text.endsWith("\n") ? "" : "-").append('\n');
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        for (String line : body.split("\n", -1)) {
            if (!line.isEmpty()) {
                out.append(" ".repeat(indent)).append(line);
            }
            out.append('\n');
        }
    }

    private static String oneLine(String text) {
        if (text.length() <= MOST_PLAIN
                && PLAIN.matcher(text).matches()
                && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (printable(c) || (Character.isBmpCodePoint(c) && Character.isSurrogate((char) c))) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append(String.format("\\u%04x", c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
