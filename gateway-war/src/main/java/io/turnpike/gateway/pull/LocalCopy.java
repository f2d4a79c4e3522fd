package io.turnpike.gateway.pull;

import io.turnpike.gateway.admin.model.Sha256;
import io.turnpike.gateway.persistence.DataDirectory;
import io.turnpike.gateway.pull.PulledPlugins.PulledPlugin;
import io.turnpike.gateway.schema.PluginJson;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was taken last, in one file of the data directory, for a start without the source. The file is a line with the SHA-256 of the rest, and
 * JSON: {@code Source}, {@code ClusterId}, {@code TakenAt}, and {@code Modules} with {@code Name}, {@code Phase}, {@code Version} and the text
 * {@code Rules} each. It is replaced as a whole or not at all, and for its owner's eyes only. For one thread.
 */
final class LocalCopy {

    static final String DIRECTORY = "pulled";
    static final String FILE = "configuration";

    private final Path directory;
    private final String source;
    private final String clusterId;
    private final RuleCheck check;

    /** What there is of it. */
    record Taken(PulledPlugins plugins, Instant at) {}

    /** @param source what is pulled from; a copy of anything else is not used */
    LocalCopy(Path dataDirectory, String source, String clusterId, RuleCheck check) {
        this.directory = dataDirectory.resolve(DIRECTORY);
        this.source = source;
        this.clusterId = clusterId;
        this.check = check;
    }

    /**
     * Reads it.
     *
     * @return empty if there is none
     * @throws PullException if it cannot be used, the reason is said
     */
    Optional<Taken> load() throws PullException {
        Path file = directory.resolve(FILE);
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new PullException("The local copy " + file + " cannot be read: " + e);
        }
        int line = text.indexOf('\n');
        String content = text.substring(line + 1);
        if (line < 0 || !Sha256.hex(content).equals(text.substring(0, line))) {
            throw new PullException("The local copy " + file + " is damaged");
        }
        try {
            return Optional.of(taken(PluginJson.value(content).asJsonObject()));
        } catch (IllegalArgumentException | ClassCastException | NullPointerException | DateTimeException e) {
            throw new PullException("The local copy " + file + " is not what a gateway writes: " + e);
        } catch (PullException e) {
            throw new PullException("The local copy " + file + " cannot be used: " + e.getMessage());
        }
    }

    private Taken taken(JsonObject json) throws PullException {
        requireSame("source", source, json.getString("Source"));
        requireSame("cluster", clusterId, json.getString("ClusterId"));
        List<PulledPlugin> plugins = new ArrayList<>();
        for (JsonObject module : json.getJsonArray("Modules").getValuesAs(JsonObject.class)) {
            plugins.add(check.checked(
                    new PulledModule(module.getString("Name"), module.getString("Phase"), module.getString("Version")),
                    module.getString("Rules").getBytes(StandardCharsets.UTF_8)));
        }
        return new Taken(new PulledPlugins(plugins), Instant.parse(json.getString("TakenAt")));
    }

    private static void requireSame(String what, String expected, String found) throws PullException {
        if (!found.equals(expected)) {
            throw new PullException("it is of the " + what + ' ' + found + " (expected: " + expected + ")");
        }
    }

    /** @throws IOException if it cannot be written; what there was before is still there then */
    void save(Taken taken) throws IOException {
        DataDirectory.prepare(directory);
        Path aside = directory.resolve(FILE + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.deleteIfExists(aside);
            try (var channel = FileChannel.open(
                    aside,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    DataDirectory.permissions(aside, "rw-------"))) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text(taken));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(
                    aside,
                    directory.resolve(FILE),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
        forceDirectory();
    }

    /** So that the new name is on the disk, too, where a directory can be opened for that. */
    private void forceDirectory() {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            System.getLogger(LocalCopy.class.getName())
                    .log(System.Logger.Level.DEBUG, "{0} cannot be forced to the disk: {1}", directory, e);
        }
    }

    private String text(Taken taken) {
        JsonArrayBuilder modules = Json.createArrayBuilder();
        for (PulledPlugin plugin : taken.plugins().all()) {
            modules.add(Json.createObjectBuilder()
                    .add("Name", plugin.module().name())
                    .add("Phase", plugin.module().phase())
                    .add("Version", plugin.module().version())
                    .add("Rules", plugin.rules()));
        }
        String content = Json.createObjectBuilder()
                .add("Source", source)
                .add("ClusterId", clusterId)
                .add("TakenAt", taken.at().toString())
                .add("Modules", modules)
                .build()
                .toString();
        return Sha256.hex(content) + '\n' + content;
    }
}
