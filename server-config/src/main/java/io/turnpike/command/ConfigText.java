package io.turnpike.command;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a configuration, from wherever they come. Stateless. */
final class ConfigText {

    static final long MAX_BYTES = 64L << 20;

    private ConfigText() {}

    /**
     * Reads a configuration.
     *
     * @param name of where the bytes come from, for messages
     * @throws CommandProblem if they are no configuration; with line and column where there is a place
     */
    static Source read(String name, byte[] bytes, Format format) throws CommandProblem {
        try {
            Source source = format.read(decoded(name, bytes));
            require(source);
            return source;
        } catch (MalformedFile e) {
            throw new CommandProblem(name + ":" + e.place() + ": " + e.reason());
        }
    }

    /**
     * The bytes of a text.
     *
     * @throws CommandProblem if it has half a character
     */
    static byte[] bytes(String text) throws CommandProblem {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new CommandProblem(
                    "a text of the configuration has half a character (an unpaired surrogate), which no file can hold.");
        }
    }

    private static String decoded(String name, byte[] bytes) throws CommandProblem {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        var decoder = StandardCharsets.UTF_8.newDecoder();
        if (decoder.decode(in, out, true).isError()) {
            long line = 1 + out.flip().chars().filter(c -> c == '\n').count();
            throw new CommandProblem(name + ":" + line + ": it is not UTF-8.");
        }
        String text = out.flip().toString();
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /** What it must be to be taken for a configuration at all; the rest is for the gateway to judge. */
    private static void require(Source source) throws MalformedFile {
        boolean has = source.value() instanceof JsonObject object && object.get("Owners") instanceof JsonArray;
        if (!has) {
            String pointer = source.value() instanceof JsonObject ? "/Owners" : "";
            throw new MalformedFile(
                    source.place(pointer).orElse(Place.at(1, 1)),
                    "this is no configuration (expected: an object whose Owners is an array).");
        }
    }

    static CommandProblem tooLarge(String name) {
        return new CommandProblem(name + ": it is larger than " + (MAX_BYTES >> 20) + " MiB.");
    }
}
