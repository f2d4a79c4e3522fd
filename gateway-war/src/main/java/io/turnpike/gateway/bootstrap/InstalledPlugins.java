package io.turnpike.gateway.bootstrap;

import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.chain.KnownPlugin;
import io.turnpike.gateway.plugin.chain.PluginCatalogue;
import io.turnpike.gateway.plugin.chain.PluginQuestions;
import io.turnpike.gateway.schema.PluginCheck;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The plugins of this node: built-in ones, CDI beans, those that {@link ServiceLoader} finds in the application, and those of the jars in a
 * directory, in this order. One that cannot be used is left out, which the log says. Closing it closes the jars.
 */
final class InstalledPlugins implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(InstalledPlugins.class.getName());

    private final List<KnownPlugin> all = new ArrayList<>();

    private final List<Other> others = new ArrayList<>();

    private final PluginQuestions questions;
    private final PluginJars jars;
    private final @Nullable URLClassLoader loader;

    /** One that is not built in, and where it comes from. */
    private record Other(KnownPlugin plugin, String whence) {}

    private InstalledPlugins(PluginQuestions questions, PluginJars jars, @Nullable URLClassLoader loader) {
        this.questions = questions;
        this.jars = jars;
        this.loader = loader;
    }

    /**
     * Finds them.
     *
     * @param directory has jars; need not be there
     * @param application the application's own class loader; its classes are what those of the jars see
     * @param questions by which those are asked that are not built in
     */
    static InstalledPlugins find(
            Collection<Plugin> builtIn,
            Collection<Plugin> beans,
            Path directory,
            ClassLoader application,
            PluginQuestions questions) {
        PluginJars jars = PluginJars.in(directory);
        URLClassLoader loader =
                jars.isEmpty() ? null : new URLClassLoader("turnpike-plugins", jars.urls(), application);
        InstalledPlugins installed = new InstalledPlugins(questions, jars, loader);
        builtIn.forEach(plugin -> installed.all.add(KnownPlugin.of(plugin, questions)));
        beans.forEach(plugin -> installed.add(plugin, "a bean"));
        installed.load(application);
        if (loader != null) {
            installed.load(loader);
        }
        return installed;
    }

    private void load(ClassLoader from) {
        Iterator<ServiceLoader.Provider<Plugin>> plugins =
                ServiceLoader.load(Plugin.class, from).stream().iterator();
        boolean more = true;
        while (more) {
            try {
                more = plugins.hasNext();
                if (more) {
                    make(plugins.next(), from);
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                // The iterator goes on with the next one.
                String why = reason(e);
                LOGGER.log(
                        Level.ERROR,
                        "A plugin" + jars.of(why).map(jar -> " of " + jar).orElse("")
                                + " cannot be loaded and is left out: " + why);
            }
        }
    }

    private void make(ServiceLoader.Provider<Plugin> provider, ClassLoader from) {
        Class<? extends Plugin> type = provider.type();
        if (from == loader && type.getClassLoader() != loader) {
            return;
        }
        String whence = from == loader
                ? jars.of(type.getName()).map(jar -> "of " + jar).orElse("of a jar")
                : "of the application";
        try {
            add(questions.ask(type, provider::get), whence);
        } catch (TimeoutException e) {
            leaveOut(type, whence, "its constructor " + e.getMessage());
        } catch (Exception | ServiceConfigurationError | LinkageError e) {
            leaveOut(type, whence, "it cannot be made: " + reason(e));
        }
    }

    private static String reason(Throwable failure) {
        return failure instanceof ServiceConfigurationError
                ? failure.getMessage() + (failure.getCause() == null ? "" : ": " + failure.getCause())
                : failure.toString();
    }

    private void add(Plugin found, String whence) {
        KnownPlugin plugin;
        try {
            plugin = KnownPlugin.of(found, questions);
        } catch (IllegalArgumentException e) {
            LOGGER.log(Level.WARNING, e.getMessage() + " (" + whence + ")", e.getCause());
            return;
        }
        if (plugin.phases().isEmpty()) {
            leaveOut(found.getClass(), whence, "it has no phases, so there is nothing that it could be asked");
            return;
        }
        try {
            PluginCheck.requireUsable(plugin.schema());
        } catch (RuntimeException | StackOverflowError e) {
            String why = e instanceof IllegalArgumentException ? e.getMessage() : e.toString();
            leaveOut(found.getClass(), whence, "its schema cannot be used: " + why);
            return;
        }
        all.add(plugin);
        others.add(new Other(plugin, whence));
    }

    private static void leaveOut(Class<?> plugin, String whence, String why) {
        LOGGER.log(Level.WARNING, "The plugin " + plugin.getName() + " is left out: " + why + " (" + whence + ")");
    }

    List<KnownPlugin> all() {
        return List.copyOf(all);
    }

    /** Says which ones are not built in, of those that have found their way into a catalogue. */
    void tell(PluginCatalogue catalogue) {
        List<String> told = new ArrayList<>();
        for (Other other : others) {
            KnownPlugin plugin = other.plugin();
            if (catalogue
                    .plugin(plugin.name())
                    .filter(each -> each.origin() == plugin.origin())
                    .isPresent()) {
                String version = plugin.version();
                told.add(plugin.name() + (version.isEmpty() ? "" : " " + version) + " (" + other.whence() + ")");
            }
        }
        if (!told.isEmpty()) {
            LOGGER.log(Level.INFO, "Plugins that are not built in: {0}", String.join(", ", told));
        }
    }

    @Override
    public void close() {
        if (loader != null) {
            try {
                loader.close();
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The jars of plugins cannot be closed: " + e);
            }
        }
    }
}
