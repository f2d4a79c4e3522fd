package io.turnpike.gateway.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory of the embedded store and of generated keys: what it holds is for its owner's eyes only. */
public final class DataDirectory {

    private DataDirectory() {}

    /**
     * Makes the directory, mode 0700 where the file system has modes, unless it exists; one that exists keeps its mode.
     *
     * @throws IOException if it cannot be made or is no directory
     */
    public static Path prepare(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        if (Files.isDirectory(absolute)) {
            return absolute;
        }
        Path parent = absolute.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return Files.createDirectories(absolute, permissions(absolute, "rwx------"));
    }

    /** Attributes that create a file or directory with these permissions; none where the file system has no modes. */
    public static FileAttribute<?>[] permissions(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
