package io.turnpike.launch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Payara Micro, unpacked once. {@code java -jar payara-micro.jar} writes its 300 libraries anew at each start, and loads them by a class loader of its
 * own, so that the JVM's class-data sharing is not for them. Here they stay in a directory, on the class path of a jar that has what else was in
 * Payara's, the classes that {@link ServerRepairs} mends already mended, so that no agent has to look at each class, and {@link UnpackedMain} as its
 * main class. Payara itself has such a form ({@code --outputlauncher}), which keeps configuration and applications beside the libraries; of this one
 * several processes can run.
 */
public final class UnpackedServer {

    /** The name of the jar that is run. */
    static final String JAR = "server.jar";

    private static final String RUNTIME = "runtime";
    private static final List<String> LIBRARIES = List.of("MICRO-INF/runtime/", "MICRO-INF/lib/");
    private static final String CLASS = ".class";
    private static final String OURS = "io/turnpike/launch/";

    private final Path original;
    private final Path directory;

    UnpackedServer(Path original, Path directory) {
        this.original = original;
        this.directory = directory;
    }

    /**
     * Unpacks it.
     *
     * @param arguments payara-micro.jar, and the directory, which is made if it is not there
     * @throws IOException if the one cannot be read, or the other not be written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("Expected: payara-micro.jar and the directory to unpack it into.");
            System.exit(1);
        }
        new UnpackedServer(Path.of(arguments[0]), Path.of(arguments[1])).write();
    }

    /** Nothing is there under its name before it is whole; libraries that are there already stay, as a server that runs may have them. */
    void write() throws IOException {
        Files.createDirectories(directory);
        try (JarFile jar = new JarFile(original.toFile())) {
            List<JarEntry> libraries = Collections.list(jar.entries()).stream()
                    .filter(entry -> !entry.isDirectory() && isLibrary(entry.getName()))
                    .toList();
            if (!Files.isDirectory(directory.resolve(RUNTIME))) {
                unpack(jar, libraries);
            }
            Path incoming = incoming(JAR);
            try {
                writeJar(jar, libraries, incoming);
                Files.move(incoming, directory.resolve(JAR), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(incoming);
            }
        }
    }

    /** Where something is made that is not to be seen before it is whole. */
    private Path incoming(String name) {
        return directory.resolve(name + "." + ProcessHandle.current().pid());
    }

    private static boolean isLibrary(String name) {
        return LIBRARIES.stream().anyMatch(name::startsWith) && !name.endsWith(".gitkeep");
    }

    private static String fileName(JarEntry library) {
        return library.getName().substring(library.getName().lastIndexOf('/') + 1);
    }

    private void unpack(JarFile jar, List<JarEntry> libraries) throws IOException {
        Path incoming = Files.createDirectory(incoming(RUNTIME));
        for (JarEntry library : libraries) {
            try (InputStream in = jar.getInputStream(library)) {
                Files.copy(in, incoming.resolve(fileName(library)));
            }
        }
        try {
            Files.move(incoming, directory.resolve(RUNTIME), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            remove(incoming);
            if (!Files.isDirectory(directory.resolve(RUNTIME))) {
                throw e;
            }
            // Another process was first, with the same.
        }
    }

    private static void remove(Path unpacked) throws IOException {
        try (Stream<Path> files = Files.list(unpacked)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(unpacked);
    }

    private void writeJar(JarFile jar, List<JarEntry> libraries, Path to) throws IOException {
        try (OutputStream file = Files.newOutputStream(to);
                JarOutputStream out = new JarOutputStream(file)) {
            Content content = new Content(out);
            ByteArrayOutputStream manifest = new ByteArrayOutputStream();
            manifest(jar, libraries).write(manifest);
            content.add(JarFile.MANIFEST_NAME, manifest.toByteArray());
            writeMended(libraries, content);
            writeOurs(content);
            // With the directories: the server makes those of its configuration as it finds them here.
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (!isLibrary(entry.getName())) {
                    content.add(entry.getName(), bytes(jar, entry));
                }
            }
        }
    }

    private static Manifest manifest(JarFile jar, List<JarEntry> libraries) throws IOException {
        Manifest manifest = new Manifest(jar.getManifest());
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MAIN_CLASS, UnpackedMain.class.getName());
        List<String> path = new ArrayList<>();
        for (JarEntry library : libraries) {
            path.add(RUNTIME + "/" + fileName(library));
        }
        main.put(Attributes.Name.CLASS_PATH, String.join(" ", path));
        return manifest;
    }

    /** The jar is the first on its own class path, so that what is in it is taken, and not what the library has. */
    private void writeMended(List<JarEntry> libraries, Content content) throws IOException {
        ServerRepairs repairs = new ServerRepairs();
        for (JarEntry entry : libraries) {
            if (!entry.getName().endsWith(".jar")) {
                continue;
            }
            try (JarFile library = new JarFile(
                    directory.resolve(RUNTIME).resolve(fileName(entry)).toFile())) {
                for (String name : ServerRepairs.classes()) {
                    JarEntry found = library.getJarEntry(name + CLASS);
                    byte[] mended =
                            found == null ? null : repairs.transform(null, name, null, null, bytes(library, found));
                    if (mended != null) {
                        content.add(name + CLASS, mended);
                    }
                }
            }
        }
    }

    /** What {@link UnpackedMain} needs, from where this class is. */
    private static void writeOurs(Content content) throws IOException {
        Path source = source();
        if (Files.isDirectory(source)) {
            try (Stream<Path> classes = Files.list(source.resolve(OURS))) {
                for (Path file : classes.sorted().toList()) {
                    content.add(OURS + file.getFileName(), Files.readAllBytes(file));
                }
            }
            return;
        }
        try (JarFile ours = new JarFile(source.toFile())) {
            for (JarEntry entry : Collections.list(ours.entries())) {
                if (entry.getName().startsWith(OURS) && !entry.isDirectory()) {
                    content.add(entry.getName(), bytes(ours, entry));
                }
            }
        }
    }

    /** The jar, or the directory, that this class is in. */
    static Path source() throws IOException {
        try {
            URI location = UnpackedServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(location);
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** What goes into a jar; of entries with one name the first. */
    private static final class Content {

        private final JarOutputStream out;
        private final Set<String> names = new HashSet<>();

        Content(JarOutputStream out) {
            this.out = out;
        }

        void add(String name, byte[] bytes) throws IOException {
            if (!names.add(name)) {
                return;
            }
            JarEntry entry = new JarEntry(name);
            // The same at each time.
            entry.setTime(0);
            out.putNextEntry(entry);
            out.write(bytes);
            out.closeEntry();
        }
    }
}
