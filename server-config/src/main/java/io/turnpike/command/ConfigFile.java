package io.turnpike.command;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The file of a configuration: JSON or YAML, as its name ends. */
final class ConfigFile {

    private static final long MAX_BYTES = 64L << 20;

    private final String name;
    private final Path path;
    private final Format format;

    private ConfigFile(String name, Path path, Format format) {
        this.name = name;
        this.path = path;
        this.format = format;
    }

    /**
     * The file of a name; it need not be there.
     *
     * @throws CommandProblem if the name does not tell the format, or is none
     */
    static ConfigFile named(String name) throws CommandProblem {
        String end = name.toLowerCase(Locale.ROOT);
        Format format;
        if (end.endsWith(".json")) {
            format = new JsonFormat();
        } else if (end.endsWith(".yaml") || end.endsWith(".yml")) {
            format = new YamlFormat();
        } else {
            throw new CommandProblem(Shown.plain(name)
                    + ": the format is not known (expected: a name that ends in .json, .yaml or .yml).");
        }
        try {
            return new ConfigFile(Shown.plain(name), Path.of(name), format);
        } catch (InvalidPathException e) {
            throw new CommandProblem(Shown.text(name) + " is no name of a file.");
        }
    }

    String name() {
        return name;
    }

    /**
     * Reads it.
     *
     * @throws CommandProblem if it cannot be read, or holds no configuration; with line and column where there is a place
     */
    Source read() throws CommandProblem {
        byte[] bytes;
        try {
            if (Files.isRegularFile(path) && Files.size(path) > MAX_BYTES) {
                throw new CommandProblem(name + ": it is larger than " + (MAX_BYTES >> 20) + " MiB.");
            }
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new CommandProblem(name + ": there is no such file.", "export makes one of what a gateway has.");
        } catch (IOException e) {
            throw new CommandProblem(name + ": it cannot be read: " + reason(e));
        }
        try {
            Source source = format.read(text(bytes));
            require(source);
            return source;
        } catch (MalformedFile e) {
            throw new CommandProblem(name + ":" + e.place() + ": " + e.reason());
        }
    }

    private String text(byte[] bytes) throws CommandProblem {
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

    /**
     * Writes a configuration, whole or not at all. What is there is replaced only if it is a configuration, too.
     *
     * @return whether that changed anything
     * @throws CommandProblem if something else is there, or it cannot be written
     */
    boolean write(JsonValue value) throws CommandProblem {
        byte[] bytes = bytes(format.write(value));
        try {
            Path target = Files.isSymbolicLink(path) ? path.toRealPath() : path;
            if (Files.exists(target)) {
                requireReplaceable();
                if (Arrays.equals(Files.readAllBytes(target), bytes)) {
                    return false;
                }
            }
            replace(target, bytes);
            return true;
        } catch (IOException e) {
            throw new CommandProblem(name + ": it cannot be written: " + reason(e));
        }
    }

    private void requireReplaceable() throws CommandProblem {
        try {
            Source unused = read();
        } catch (CommandProblem e) {
            throw new CommandProblem(
                    name
                            + " is there already and is no configuration that could be replaced by another; it is left as it is.",
                    String.valueOf(e.getMessage()),
                    "Choose another name, or remove it first.");
        }
    }

    private static void replace(Path target, byte[] bytes) throws IOException {
        Path directory =
                Optional.ofNullable(target.toAbsolutePath().getParent()).orElse(target);
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        Path written = directory.resolve(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        try {
            Files.write(written, bytes);
            Files.move(written, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static byte[] bytes(String text) throws CommandProblem {
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

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "no permission.";
        }
        if (e instanceof NoSuchFileException missing) {
            return "there is no directory " + missing.getFile() + ".";
        }
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getReason() + ".";
        }
        return String.valueOf(e.getMessage());
    }
}
