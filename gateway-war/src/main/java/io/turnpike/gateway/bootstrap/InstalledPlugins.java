package io.turnpike.gateway.bootstrap;

import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.chain.KnownPlugin;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The plugins of this node: built-in ones, CDI beans, those that {@link ServiceLoader} finds in the application, and those of the jars in a
 * directory, in this order. One that cannot be loaded is left out, which the log says. Closing it closes the jars.
 */
final class InstalledPlugins implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(InstalledPlugins.class.getName());

    private final List<KnownPlugin> all;
    private final @Nullable URLClassLoader jars;

    private InstalledPlugins(List<KnownPlugin> all, @Nullable URLClassLoader jars) {
        this.all = List.copyOf(all);
        this.jars = jars;
    }

    /**
     * Finds them.
     *
     * @param directory has jars; need not be there
     * @param application the application's own class loader; its classes are what those of the jars see
     */
    static InstalledPlugins find(
            Collection<Plugin> builtIn, Collection<Plugin> beans, Path directory, ClassLoader application) {
        List<KnownPlugin> all = new ArrayList<>();
        builtIn.forEach(plugin -> all.add(KnownPlugin.of(plugin)));
        List<String> others = new ArrayList<>();
        beans.forEach(plugin -> add(plugin, "a bean", all, others));
        loaded(application).forEach(plugin -> add(plugin, "of the application", all, others));
        List<URL> urls = jars(directory);
        URLClassLoader jars =
                urls.isEmpty() ? null : new URLClassLoader("turnpike-plugins", urls.toArray(URL[]::new), application);
        if (jars != null) {
            for (Plugin plugin : loaded(jars)) {
                if (plugin.getClass().getClassLoader() == jars) {
                    add(plugin, "of " + directory, all, others);
                }
            }
        }
        if (!others.isEmpty()) {
            LOGGER.log(Level.INFO, "Plugins that are not built in: {0}", String.join(", ", others));
        }
        return new InstalledPlugins(all, jars);
    }

    private static void add(Plugin found, String whence, List<KnownPlugin> all, List<String> others) {
        KnownPlugin plugin;
        try {
            plugin = KnownPlugin.of(found);
        } catch (IllegalArgumentException e) {
            LOGGER.log(Level.ERROR, e.getMessage(), e.getCause());
            return;
        }
        all.add(plugin);
        String version = plugin.version();
        others.add(plugin.name() + (version.isEmpty() ? "" : " " + version) + " (" + whence + ")");
    }

    private static List<Plugin> loaded(ClassLoader loader) {
        List<Plugin> found = new ArrayList<>();
        Iterator<Plugin> plugins = ServiceLoader.load(Plugin.class, loader).iterator();
        boolean more = true;
        while (more) {
            try {
                more = plugins.hasNext();
                if (more) {
                    found.add(plugins.next());
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                // The iterator goes on with the next one.
                LOGGER.log(Level.ERROR, "A plugin cannot be loaded and is left out: " + e, e);
            }
        }
        return found;
    }

    private static List<URL> jars(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
            TreeSet<Path> sorted = new TreeSet<>();
            files.forEach(sorted::add);
            List<URL> urls = new ArrayList<>();
            for (Path jar : sorted) {
                if (isWhole(jar)) {
                    urls.add(jar.toUri().toURL());
                }
            }
            return urls;
        } catch (IOException e) {
            LOGGER.log(Level.ERROR, "The plugins in " + directory + " cannot be read and are left out: " + e);
            return List.of();
        }
    }

    /** A class loader leaves out what is no archive without a word. */
    private static boolean isWhole(Path jar) {
        try {
            new JarFile(jar.toFile()).close();
            return true;
        } catch (IOException e) {
            LOGGER.log(
                    Level.ERROR,
                    "The plugins of " + jar + " are left out: it is no whole jar (" + e.getMessage() + ")");
            return false;
        }
    }

    List<KnownPlugin> all() {
        return all;
    }

    @Override
    public void close() {
        if (jars != null) {
            try {
                jars.close();
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The jars of plugins cannot be closed: " + e);
            }
        }
    }
}
