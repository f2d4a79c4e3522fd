package io.turnpike.index;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A jar that gets an index as its last entry. The others keep their order, their times and all else but how well they are packed. */
final class IndexedJar {

    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.SF");

    private final Path jar;
    private final LocalDateTime time;

    IndexedJar(Path jar, LocalDateTime time) {
        this.jar = jar;
        this.time = time;
    }

    /**
     * Writes the index. A jar that has one, and one that is signed, is left alone. The file keeps its time: by that the WAR plugin
     * tells whether it is still a copy of the newest.
     *
     * @throws IOException if the jar cannot be read or written, or one of its classes not read
     */
    void write() throws IOException {
        try (ZipFile source = new ZipFile(jar.toFile())) {
            if (source.getEntry(ClassIndex.LOCATION) != null || isSigned(source)) {
                return;
            }
            FileTime modified = Files.getLastModifiedTime(jar);
            // Not *.jar: were it left behind, nobody would take it for a library.
            Path copy = jar.resolveSibling(jar.getFileName() + ".indexed");
            try (ZipOutputStream target = new ZipOutputStream(Files.newOutputStream(copy))) {
                copyWithIndex(source, target);
            }
            Files.setLastModifiedTime(copy, modified);
            Files.move(copy, jar, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean isSigned(ZipFile jar) {
        return jar.stream()
                .anyMatch(entry -> SIGNATURE
                        .matcher(entry.getName().toUpperCase(Locale.ROOT))
                        .matches());
    }

    private void copyWithIndex(ZipFile source, ZipOutputStream target) throws IOException {
        ClassIndex index = new ClassIndex(jar);
        for (ZipEntry entry : source.stream().toArray(ZipEntry[]::new)) {
            byte[] bytes;
            try (InputStream in = source.getInputStream(entry)) {
                bytes = in.readAllBytes();
            }
            if (ClassIndex.covers(entry.getName())) {
                index.add(entry.getName(), bytes);
            }
            ZipEntry copy = new ZipEntry(entry);
            if (copy.getMethod() == ZipEntry.DEFLATED) {
                copy.setCompressedSize(-1); // found when it is written
            }
            add(target, copy, bytes);
        }
        ZipEntry entry = new ZipEntry(ClassIndex.LOCATION);
        entry.setTimeLocal(time);
        add(target, entry, index.bytes());
    }

    private static void add(ZipOutputStream target, ZipEntry entry, byte[] bytes) throws IOException {
        target.putNextEntry(entry);
        target.write(bytes);
        target.closeEntry();
    }
}
