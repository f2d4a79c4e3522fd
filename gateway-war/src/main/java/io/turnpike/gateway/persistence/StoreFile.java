package io.turnpike.gateway.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * The one file that the embedded store keeps everything in, open and locked.
 *
 * @param path where it is
 * @param backend what reads and writes it
 */
record StoreFile(Path path, DurableBackend backend) {

    static final String NAME = "turnpike.mv.db";

    /**
     * Opens the file in a data directory; makes both if they are not there, for their owner's eyes only.
     *
     * @throws StoreUnavailableException if the directory or the file cannot be used; the message says why
     */
    static StoreFile open(Path dataDirectory) throws StoreUnavailableException {
        Path file = dataDirectory.resolve(NAME);
        try {
            Path directory = DataDirectory.prepare(dataDirectory);
            file = directory.resolve(NAME);
            if (Files.notExists(file)) {
                Files.createFile(file, DataDirectory.permissions(file, "rw-------"));
            }
            // Without H2's own commits, only DurableBackend says when: between commands, never within one.
            MVStore store = new MVStore.Builder()
                    .fileName(file.toString())
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .open();
            return new StoreFile(file, new DurableBackend(store));
        } catch (IOException e) {
            throw new StoreUnavailableException("The data directory " + dataDirectory + " cannot be used: " + e, e);
        } catch (MVStoreException e) {
            throw new StoreUnavailableException(reason(e, file), e);
        }
    }

    private static String reason(MVStoreException e, Path file) {
        return switch (e.getErrorCode()) {
            case DataUtils.ERROR_FILE_LOCKED ->
                "The data directory " + file.getParent() + " is in use by another gateway (" + NAME
                        + " is locked). Stop that one, or give this one a data directory of its own";
            case DataUtils.ERROR_FILE_CORRUPT ->
                "The store " + file + " is damaged (" + e.getMessage()
                        + "). Put a copy of it back, or move it away to start empty";
            case DataUtils.ERROR_READING_FAILED ->
                "The store " + file + " is damaged or is no store: it ends too early"
                        + ". Put a copy of it back, or move it away to start empty";
            default -> "The store " + file + " cannot be opened: " + e.getMessage();
        };
    }
}
