package io.turnpike.command;

import jakarta.json.JsonValue;

/** A way to write a configuration down. What was written is read as it was. Stateless. */
interface Format {

    /**
     * Reads a text.
     *
     * @throws MalformedFile if it is not of this format
     */
    Source read(String text) throws MalformedFile;

    /** Writes a value, ending in a line break. The same value is the same text. */
    String write(JsonValue value);
}
