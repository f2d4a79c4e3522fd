package io.turnpike.thrift.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON that the compiler writes, which is well-formed but for the keys of maps, into maps, lists, texts, numbers and booleans. */
final class JsonReader {

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String text) {
        return (Map<String, Object>) new JsonReader(text).value();
    }

    private char next() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.charAt(at);
    }

    private boolean skip(char c) {
        boolean there = next() == c;
        if (there) {
            at++;
        }
        return there;
    }

    private Object value() {
        char c = next();
        if (c == '{') {
            return members();
        }
        if (c == '[') {
            return elements();
        }
        if (c == '"') {
            return string();
        }
        int start = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return word.equals("true") || word.equals("false") ? (Object) Boolean.valueOf(word) : new BigDecimal(word);
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        while (!skip('}')) {
            // The compiler writes keys that are lists or structs as they are.
            String name = next() == '"' ? string() : KeyText.of(value());
            if (!skip(':')) {
                throw new IllegalArgumentException("no colon at " + at);
            }
            members.put(name, value());
            skip(',');
        }
        return members;
    }

    private List<Object> elements() {
        List<Object> elements = new ArrayList<>();
        at++;
        while (!skip(']')) {
            elements.add(value());
            skip(',');
        }
        return elements;
    }

    private String string() {
        StringBuilder content = new StringBuilder();
        at++;
        for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
            if (c != '\\') {
                content.append(c);
                continue;
            }
            char escape = text.charAt(at++);
            switch (escape) {
                case 'n' -> content.append('\n');
                case 'r' -> content.append('\r');
                case 't' -> content.append('\t');
                case 'b' -> content.append('\b');
                case 'f' -> content.append('\f');
                case 'u' -> {
                    content.append((char) Integer.parseInt(text, at, at + 4, 16));
                    at += 4;
                }
                default -> content.append(escape);
            }
        }
        return content.toString();
    }
}
