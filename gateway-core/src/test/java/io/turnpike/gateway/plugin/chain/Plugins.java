package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginBindings;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.upstream.StreamedUpstream;
import io.turnpike.gateway.upstream.Upstream;
import io.turnpike.gateway.upstream.http.HttpClient;
import io.turnpike.gateway.upstream.http.HttpClientSource;
import io.turnpike.gateway.upstream.io.IoLoops;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The plugins of a test, asked around upstreams as the gateway asks them. */
final class Plugins implements AutoCloseable {

    static final HttpClientSource NO_CLIENTS = new HttpClientSource() {
        @Override
        public HttpClient acquire(HttpTarget target, String ownerId, @Nullable HttpClient former) {
            throw new IllegalArgumentException("no nodes in this test");
        }

        @Override
        public void release(HttpClient client) {}
    };

    /** Shared by all tests, for to end one takes a second. */
    private static final IoLoops LOOPS = new IoLoops(1);

    private final List<Plugin> installed = new ArrayList<>();
    private final Map<String, PluginConfiguration> global = new LinkedHashMap<>();
    private SchemaCheck schemas = SchemaCheck.NONE;
    private final List<PluginRuntime> runtimes = new ArrayList<>();
    private Duration timeout = Duration.ofSeconds(20);
    private int mostKept = 1000;

    /** Installs a plugin that never blocks, has all phases, and is bound to everything. */
    Plugins with(String name, int priority, PluginHandler handler) {
        return install(name, priority, true, (configuration, context) -> handler);
    }

    /** The same of one that may block. */
    Plugins withBlocking(String name, PluginHandler handler) {
        return install(name, 0, false, (configuration, context) -> handler);
    }

    /** The same of one that is asked in one phase only. */
    Plugins withBlocking(String name, Phase phase, PluginHandler handler) {
        installed.add(plugin(name, 0, false, EnumSet.of(phase), (configuration, context) -> handler));
        global.put(name, PluginConfiguration.EMPTY);
        return this;
    }

    Plugins install(
            String name,
            int priority,
            boolean neverBlocks,
            BiFunction<PluginConfiguration, PluginContext, PluginHandler> configure) {
        installed.add(plugin(name, priority, neverBlocks, configure));
        global.put(name, PluginConfiguration.EMPTY);
        return this;
    }

    /** Installs a plugin, and binds it to nothing. */
    Plugins installed(Plugin plugin) {
        installed.add(plugin);
        return this;
    }

    Plugins timeout(Duration most) {
        timeout = most;
        return this;
    }

    Plugins schemas(SchemaCheck check) {
        schemas = check;
        return this;
    }

    Plugins mostKept(int bytes) {
        mostKept = bytes;
        return this;
    }

    /** A runtime with what is installed. */
    PluginRuntime runtime(Set<String> disabled) {
        PluginCatalogue catalogue = new PluginCatalogue(installed, disabled, oddity -> {
            throw new AssertionError(oddity);
        });
        PluginRuntime runtime = new PluginRuntime(
                catalogue,
                schemas,
                NO_CLIENTS,
                LOOPS,
                InstantSource.system(),
                System::nanoTime,
                new PluginOptions(timeout, mostKept, mostKept));
        runtimes.add(runtime);
        return runtime;
    }

    /** An upstream behind all that is installed. */
    StreamedUpstream around(Upstream upstream) {
        PluginChains chains =
                runtime(Set.of()).chains(PluginChains.NONE, new PluginBindings(global, Map.of()), List.of());
        return (StreamedUpstream) chains.around(upstream, "shop", "");
    }

    @Override
    public void close() {
        runtimes.forEach(PluginRuntime::close);
    }

    static Plugin plugin(
            String name,
            int priority,
            boolean neverBlocks,
            BiFunction<PluginConfiguration, PluginContext, PluginHandler> configure) {
        return plugin(name, priority, neverBlocks, EnumSet.allOf(Phase.class), configure);
    }

    private static Plugin plugin(
            String name,
            int priority,
            boolean neverBlocks,
            Set<Phase> phases,
            BiFunction<PluginConfiguration, PluginContext, PluginHandler> configure) {
        return new Plugin() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int priority() {
                return priority;
            }

            @Override
            public Set<Phase> phases() {
                return phases;
            }

            @Override
            public String schema() {
                return "{}";
            }

            @Override
            public PluginHandler configure(PluginConfiguration configuration, PluginContext context) {
                return configure.apply(configuration, context);
            }

            @Override
            public boolean neverBlocks() {
                return neverBlocks;
            }
        };
    }
}
