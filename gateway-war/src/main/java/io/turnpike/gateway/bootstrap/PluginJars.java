package io.turnpike.gateway.bootstrap;

import io.turnpike.gateway.plugin.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** The jars of plugins in a directory, and which classes each of them names as plugins. One that is not whole is left out, which the log says. */
final class PluginJars {

    private static final System.Logger LOGGER = System.getLogger(PluginJars.class.getName());
    private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();

    /** Bounds what is read of what somebody else has written. */
    private static final int MOST_BYTES = 1 << 20;

    private final List<URL> urls = new ArrayList<>();
    private final Map<String, Path> byProvider = new HashMap<>();

    private PluginJars() {}

    /** @param directory need not be there */
    static PluginJars in(Path directory) {
        PluginJars jars = new PluginJars();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
                TreeSet<Path> sorted = new TreeSet<>();
                files.forEach(sorted::add);
                sorted.forEach(jars::add);
            } catch (IOException e) {
                LOGGER.log(Level.ERROR, "The plugins in " + directory + " cannot be read and are left out: " + e);
            }
        }
        return jars;
    }

    /** A class loader leaves out what is no archive without a word. */
    private void add(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry entry = file.getEntry(SERVICE);
            if (entry != null) {
                try (InputStream in = file.getInputStream(entry)) {
                    new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8)
                            .lines()
                            .map(line -> line.replaceFirst("#.*", "").strip())
                            .filter(line -> !line.isEmpty())
                            .forEach(provider -> byProvider.putIfAbsent(provider, jar));
                }
            }
            urls.add(jar.toUri().toURL());
        } catch (IOException e) {
            LOGGER.log(
                    Level.ERROR,
                    "The plugins of " + jar + " are left out: it is no whole jar (" + e.getMessage() + ")");
        }
    }

    boolean isEmpty() {
        return urls.isEmpty();
    }

    URL[] urls() {
        return urls.toArray(URL[]::new);
    }

    /** The jar that names a class as a plugin which a text has in it; of several the one with the longest name. */
    Optional<Path> of(String text) {
        return byProvider.keySet().stream()
                .filter(text::contains)
                .max(Comparator.comparingInt(String::length))
                .map(byProvider::get);
    }
}
