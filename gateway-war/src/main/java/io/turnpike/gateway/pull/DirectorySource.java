package io.turnpike.gateway.pull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A directory, such as one of a shared file system or one that another program fills. */
final class DirectorySource implements PullSource {

    private final Path directory;
    private volatile boolean closed;

    /** @param directory the cluster's */
    DirectorySource(Path directory) {
        this.directory = directory;
    }

    @Override
    public byte[] read(String path, int maxBytes, Deadline deadline) throws IOException {
        if (closed) {
            throw new IOException(path + ": closed");
        }
        Path file = directory.resolve(path);
        // Not a pipe or a device, which may have no end.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(path + " is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return deadline.readAll(in, maxBytes);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    path + (Files.isDirectory(directory) ? " is not there" : " is not there, nor is the directory"), e);
        } catch (AccessDeniedException e) {
            throw new IOException(path + " must not be read", e);
        } catch (IOException e) {
            throw new IOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
