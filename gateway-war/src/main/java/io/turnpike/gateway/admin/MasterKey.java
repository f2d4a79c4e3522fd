package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.persistence.DataDirectory;
import io.turnpike.gateway.settings.GatewaySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Set;

/**
 * The key that is good for every owner: the configured one, or one that is made at the first start and kept in the data
 * directory. Immutable, safe for use by several threads at once.
 */
public final class MasterKey {

    /** The default of the reference, which everybody knows. */
    static final String WELL_KNOWN = "master_api_key_uuid";

    private static final String WELL_KNOWN_HASH = ApiKeys.hash(WELL_KNOWN);

    /** File in the data directory that holds a generated key, mode 0600. */
    static final String FILE_NAME = "master.key";

    private static final System.Logger LOG = System.getLogger(MasterKey.class.getName());

    private final String key;
    private final String hash;
    private final boolean enabled;
    private final boolean onlyFromHere;

    private MasterKey(String key, boolean enabled, boolean allowWellKnown) {
        this.key = key;
        this.hash = ApiKeys.hash(key);
        this.enabled = enabled;
        this.onlyFromHere = key.equals(WELL_KNOWN) && !allowWellKnown;
    }

    /**
     * The configured key; if there is none, or a blank one, the one in the data directory; if there is none there either, a new
     * one, which is written there and shown in the log, this once.
     *
     * @throws UncheckedIOException if the file cannot be read or written
     */
    public static MasterKey of(GatewaySettings settings, SecureRandom random) {
        String key = settings.masterKey()
                .filter(configured -> !configured.isBlank())
                .orElseGet(() -> kept(settings.dataDirectory(), settings.masterKeyEnabled(), random));
        return new MasterKey(key, settings.masterKeyEnabled(), settings.allowDefaultMasterKey());
    }

    private static String kept(Path dataDirectory, boolean show, SecureRandom random) {
        try {
            Path file = DataDirectory.prepare(dataDirectory).resolve(FILE_NAME);
            String generated = ApiKeys.generate(random);
            if (Files.notExists(file) && writeNew(file, generated)) {
                if (show) {
                    LOG.log(
                            Level.INFO,
                            "No maskerKey is configured. The master key is {0} (kept in {1}, not shown again)",
                            generated,
                            file);
                }
                return generated;
            }
            String kept = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (kept.isEmpty()) {
                throw new IOException(file + " is empty (expected: the master key; delete the file to have one made)");
            }
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException("The master key cannot be kept in " + dataDirectory + ": " + e, e);
        }
    }

    /** Writes aside and links, so that nobody ever sees a file with half a key; false if somebody else was faster. */
    private static boolean writeNew(Path file, String key) throws IOException {
        Path aside =
                file.resolveSibling(FILE_NAME + "." + ProcessHandle.current().pid() + ".tmp");
        Files.deleteIfExists(aside);
        try (var channel = Files.newByteChannel(
                aside,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DSYNC),
                DataDirectory.permissions(aside, "rw-------"))) {
            var bytes = StandardCharsets.UTF_8.encode(key + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        try {
            Files.createLink(file, aside);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException e) {
            Files.move(aside, file);
            return true;
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /**
     * Whether a key is the master key, and taken from there. Takes the same time for every wrong key.
     *
     * @param keyHash hash of the key that a request carries
     */
    boolean admits(String keyHash, RequestOrigin origin) {
        return ApiKeys.sameHash(hash, keyHash) && enabled && (!onlyFromHere || origin.local());
    }

    /** Whether a hash is that of the default of the reference, which is nobody's own key. */
    static boolean isWellKnown(String keyHash) {
        return ApiKeys.sameHash(WELL_KNOWN_HASH, keyHash);
    }

    /** Whether it is the well-known key that is refused there. */
    boolean refusesWellKnown(String keyHash, RequestOrigin origin) {
        return enabled && onlyFromHere && !origin.local() && ApiKeys.sameHash(hash, keyHash);
    }

    /** What other secrets are derived from; there even when the key is switched off. */
    public byte[] secret() {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
