package io.turnpike.command;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds where values stand in a text that is known to be sound JSON, which a JSON-P parser does not tell: it says where it has got to, and
 * that may be behind a text of many lines. For one use.
 */
final class JsonPlaces {

    private final String text;
    private final Map<String, Place> places = new HashMap<>();
    private int at;
    private int line = 1;
    private int lineStart;

    JsonPlaces(String text) {
        this.text = text;
    }

    /** @throws MalformedFile if a key stands twice in an object */
    Map<String, Place> find() throws MalformedFile {
        value("");
        return places;
    }

    private void value(String pointer) throws MalformedFile {
        skipSpace();
        places.put(pointer, here());
        switch (text.charAt(at)) {
            case '{' -> members(pointer);
            case '[' -> elements(pointer);
            case '"' -> skipText();
            default -> skipWord();
        }
    }

    private void members(String pointer) throws MalformedFile {
        at++;
        skipSpace();
        while (text.charAt(at) != '}') {
            Place place = here();
            String key = key();
            String member = pointer + Source.step(key);
            if (places.containsKey(member)) {
                throw new MalformedFile(
                        place,
                        "the key " + Shown.text(key) + " stands here again, after line "
                                + places.get(member).line());
            }
            skipSpace();
            at++; // the colon
            value(member);
            skipComma();
        }
        at++;
    }

    private void elements(String pointer) throws MalformedFile {
        at++;
        skipSpace();
        for (int i = 0; text.charAt(at) != ']'; i++) {
            value(pointer + "/" + i);
            skipComma();
        }
        at++;
    }

    private void skipComma() {
        skipSpace();
        if (text.charAt(at) == ',') {
            at++;
            skipSpace();
        }
    }

    private String key() {
        int start = at;
        skipText();
        String quoted = text.substring(start, at);
        if (quoted.indexOf('\\') < 0) {
            return quoted.substring(1, quoted.length() - 1);
        }
        try (JsonReader reader = Json.createReader(new StringReader("[" + quoted + "]"))) {
            return reader.readArray().getString(0);
        }
    }

    private void skipText() {
        at++;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    private void skipWord() {
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            if (text.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
            }
            at++;
        }
    }

    private Place here() {
        return Place.at(line, at - lineStart + 1);
    }
}
