package io.turnpike.command;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The file of a configuration: JSON or YAML, as its name ends. */
final class ConfigFile implements ConfigPlace {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

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
                    + ": the format is not known (expected: a name that ends in .json, .yaml or .yml, or - for standard"
                    + " input and output).");
        }
        try {
            return new ConfigFile(Shown.plain(name), Path.of(name), format);
        } catch (InvalidPathException e) {
            throw new CommandProblem(Shown.text(name) + " is no name of a file.");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Source read() throws CommandProblem {
        byte[] bytes;
        try {
            if (Files.isRegularFile(path) && Files.size(path) > ConfigText.MAX_BYTES) {
                throw ConfigText.tooLarge(name);
            }
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new CommandProblem(name + ": there is no such file.", "export makes one of what a gateway has.");
        } catch (IOException e) {
            throw new CommandProblem(name + ": it cannot be read: " + reason(e));
        }
        return ConfigText.read(name, bytes, format);
    }

    /** What is there is replaced only if it is a configuration, too; its mode stays. */
    @Override
    public boolean write(JsonValue value) throws CommandProblem {
        byte[] bytes = ConfigText.bytes(format.write(value));
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
            Files.deleteIfExists(written);
            Set<PosixFilePermission> mode = mode(target);
            if (mode.isEmpty()) {
                Files.write(written, bytes);
            } else {
                // Never more open than it will be, not even for a moment.
                Files.createFile(written, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                Files.write(written, bytes);
                Files.setPosixFilePermissions(written, mode);
            }
            Files.move(written, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** Of a file that is there, where files have one; empty otherwise. */
    private static Set<PosixFilePermission> mode(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view == null || !Files.exists(file)
                ? Set.of()
                : view.readAttributes().permissions();
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
