package io.turnpike.index;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives an unpacked web application the indexes that WildFly looks for: one in each jar of {@code WEB-INF/lib}, and one of
 * {@code WEB-INF/classes}.
 */
public final class WebApplicationIndexes {

    private final Path application;
    private final LocalDateTime time;

    /**
     * @param application the directory above {@code WEB-INF}
     * @param time the time that the indexes have as entries of jars
     */
    WebApplicationIndexes(Path application, LocalDateTime time) {
        this.application = application;
        this.time = time;
    }

    /**
     * Takes the directory of the application and the time of the build ({@code project.build.outputTimestamp}).
     *
     * @throws IOException if something cannot be read or written, or a class is none that Jandex can read
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException(args.length + " arguments (expected: DIRECTORY TIME)");
        }
        LocalDateTime time = LocalDateTime.ofInstant(Instant.parse(args[1]), ZoneOffset.UTC);
        new WebApplicationIndexes(Path.of(args[0]), time).write();
    }

    void write() throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(application.resolve("WEB-INF/lib"), "*.jar")) {
            for (Path jar : jars) {
                new IndexedJar(jar, time).write();
            }
        }
        writeClasses(application.resolve("WEB-INF/classes"));
    }

    /** The classes change with every build, so their index is always made anew. */
    private static void writeClasses(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        ClassIndex index = new ClassIndex(directory);
        for (Path file : classes(directory)) {
            index.add(file.toString(), Files.readAllBytes(file));
        }
        Path target = directory.resolve(ClassIndex.LOCATION);
        Files.createDirectories(target.getParent());
        Files.write(target, index.bytes());
    }

    /** In one order on all machines, so that the index is the same. */
    private static List<Path> classes(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> ClassIndex.covers(file.toString()))
                    .sorted()
                    .toList();
        }
    }
}
