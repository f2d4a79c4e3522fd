package io.turnpike.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Jars with the plugins of {@code io.turnpike.it.plugin}, made when a test needs them. */
public final class PluginJar {

    private static final String CLASSES = "io/turnpike/it/plugin/";

    private PluginJar() {}

    /** Writes one with those that misbehave, which {@link java.util.ServiceLoader} finds. */
    public static Path unruly(Path file) {
        List<String> plugins =
                List.of("NamelessPlugin", "HangingPlugin", "ThrowingPlugin", "SleepingPlugin", "StuckPlugin");
        StringBuilder services = new StringBuilder();
        plugins.forEach(plugin ->
                services.append(CLASSES.replace('/', '.')).append(plugin).append('\n'));
        List<String> classes = new ArrayList<>(plugins);
        classes.addAll(List.of("AccessPlugin", "AccessPlugin$1"));
        return write(file, classes, "META-INF/services/io.turnpike.gateway.plugin.Plugin", services.toString());
    }

    /** Writes one with the CDI bean. */
    public static Path bean(Path file) {
        String beans = """
                <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="all"/>
                """;
        return write(file, List.of("BeanPlugin"), "META-INF/beans.xml", beans);
    }

    private static Path write(Path file, List<String> classes, String textName, String text) {
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream output = Files.newOutputStream(file);
                    JarOutputStream jar = new JarOutputStream(output)) {
                jar.putNextEntry(new ZipEntry(textName));
                jar.write(text.getBytes(StandardCharsets.UTF_8));
                for (String name : classes) {
                    addClass(jar, name);
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addClass(JarOutputStream jar, String name) throws IOException {
        String path = CLASSES + name + ".class";
        jar.putNextEntry(new ZipEntry(path));
        try (InputStream bytes = PluginJar.class.getResourceAsStream("/" + path)) {
            if (bytes == null) {
                throw new IllegalStateException(path + " is not on the class path");
            }
            bytes.transferTo(jar);
        }
    }

    /** Copies a WAR, with one library more. */
    public static Path addedTo(Path war, Path copy, Path library) {
        try {
            Files.createDirectories(copy.getParent());
            Files.copy(war, copy);
            try (FileSystem content = FileSystems.newFileSystem(copy)) {
                Files.copy(
                        library,
                        content.getPath("WEB-INF", "lib", library.getFileName().toString()));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
