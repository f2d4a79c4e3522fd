package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.plugin.Plugin;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The plugins that are installed on this node, and which of them are enabled. Immutable. */
public final class PluginCatalogue {

    /** The order in which they are asked. */
    public static final Comparator<Plugin> ORDER =
            Comparator.comparingInt(Plugin::priority).reversed().thenComparing(Plugin::name);

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private final Map<String, KnownPlugin> plugins = new TreeMap<>();
    private final Set<String> disabled;

    /**
     * @param installed of several of one name the first one counts
     * @param disabled names of plugins that are not asked on this node, wherever they are bound
     * @param oddities is told of what is left out, in a sentence
     */
    public PluginCatalogue(Collection<? extends Plugin> installed, Set<String> disabled, Consumer<String> oddities) {
        this.disabled = Set.copyOf(disabled);
        for (Plugin plugin : installed) {
            try {
                add(KnownPlugin.of(plugin));
            } catch (IllegalArgumentException e) {
                oddities.accept(String.valueOf(e.getMessage()));
            }
        }
    }

    private void add(KnownPlugin plugin) {
        String name = plugin.name();
        String leftOut = "The plugin " + className(plugin) + " is left out: ";
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(leftOut + "its name is \"" + name
                    + "\" (expected: lower-case letters, digits and hyphens, a letter first, at most 64)");
        }
        KnownPlugin former = plugins.putIfAbsent(name, plugin);
        if (former != null) {
            throw new IllegalArgumentException(leftOut + className(former) + " is called " + name + ", too");
        }
    }

    private static String className(KnownPlugin plugin) {
        return plugin.origin().getClass().getName();
    }

    /** The plugin of a name, enabled or not. */
    public Optional<KnownPlugin> plugin(String name) {
        return Optional.ofNullable(plugins.get(name));
    }

    /** Whether it is asked where it is bound. */
    public boolean isEnabled(String name) {
        return !disabled.contains(name);
    }

    /** All of them, in the order in which they are asked. */
    public List<KnownPlugin> all() {
        return plugins.values().stream().sorted(ORDER).toList();
    }
}
