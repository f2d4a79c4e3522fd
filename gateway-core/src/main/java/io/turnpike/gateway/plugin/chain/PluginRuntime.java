package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.PluginBindings;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.upstream.http.HttpClientSource;
import io.turnpike.gateway.upstream.io.IoLoops;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The plugins of this node, with what they run on. Safe for use by several threads at once. */
public final class PluginRuntime implements PluginSource, AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(PluginRuntime.class.getName());

    private final PluginCatalogue catalogue;
    private final SchemaCheck schemas;
    private final HttpClientSource clients;
    private final IoLoops loops;
    private final InstantSource time;
    private final LongSupplier nanoTime;
    private final PluginOptions options;
    private final Map<String, PluginThreads> threads = new ConcurrentHashMap<>();
    private final PluginQuestions questions;
    private final MirrorFaults mirrorFaults = new MirrorFaults();

    /** Why which bound plugin cannot be asked, as the log has it. */
    private final Map<BoundPlugin.Key, String> told = new ConcurrentHashMap<>();

    /** One that takes every configuration for fitting the plugin's schema. */
    public PluginRuntime(
            PluginCatalogue catalogue,
            HttpClientSource clients,
            IoLoops loops,
            InstantSource time,
            LongSupplier nanoTime,
            PluginOptions options) {
        this(catalogue, SchemaCheck.NONE, clients, loops, time, nanoTime, options);
    }

    /**
     * @param schemas asked before a plugin gets a configuration
     * @param clients opens endpoints
     * @param loops timers run there; they are to outlive this
     */
    public PluginRuntime(
            PluginCatalogue catalogue,
            SchemaCheck schemas,
            HttpClientSource clients,
            IoLoops loops,
            InstantSource time,
            LongSupplier nanoTime,
            PluginOptions options) {
        this.catalogue = catalogue;
        this.schemas = schemas;
        this.clients = clients;
        this.loops = loops;
        this.time = time;
        this.nanoTime = nanoTime;
        this.options = options;
        this.questions = new PluginQuestions(options.timeout());
    }

    /** What is installed. */
    public PluginCatalogue catalogue() {
        return catalogue;
    }

    @Override
    public PluginChains chains(PluginChains previous, PluginBindings bindings, Collection<CheckedRoute> routes) {
        return new Building(previous).build(bindings, routes);
    }

    /** Ends the plugins' threads. */
    @Override
    public void close() {
        questions.close();
        threads.values().forEach(PluginThreads::close);
    }

    MirrorFaults mirrorFaults() {
        return mirrorFaults;
    }

    PluginOptions options() {
        return options;
    }

    HttpClientSource clients() {
        return clients;
    }

    InstantSource time() {
        return time;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    void schedule(Runnable task, Duration delay) {
        loops.next().schedule(task, delay);
    }

    PluginThreads threads(KnownPlugin plugin) {
        return threads.computeIfAbsent(
                plugin.name(),
                name -> new PluginThreads(name, plugin.origin().getClass().getClassLoader()));
    }

    /** Makes the chains of one revision, with what the one before has of them. */
    private final class Building {

        private final Map<BoundPlugin.Key, BoundPlugin> former = new HashMap<>();
        private final Map<BoundPlugin.Key, BoundPlugin> held = new LinkedHashMap<>();
        private final Map<BoundPlugin.Key, GatewayException> formerlyUnusable;
        private final Map<BoundPlugin.Key, GatewayException> unusable = new HashMap<>();

        Building(PluginChains previous) {
            formerlyUnusable = previous.unusable();
            previous.held().forEach(each -> former.put(each.key(), each));
        }

        PluginChains build(PluginBindings bindings, Collection<CheckedRoute> routes) {
            Map<String, PluginChain> ofServices = new HashMap<>();
            Map<String, PluginChain> ofRoutes = new HashMap<>();
            try {
                Map<String, BoundPlugin.Key> global = bound(Scope.GLOBAL, "", bindings.global());
                Map<String, Map<String, BoundPlugin.Key>> services = new HashMap<>();
                bindings.services().forEach((name, plugins) -> {
                    Map<String, BoundPlugin.Key> all = new HashMap<>(global);
                    all.putAll(bound(Scope.SERVICE, name, plugins));
                    services.put(name, all);
                    ofServices.put(name, chain(all));
                });
                for (CheckedRoute route : routes) {
                    RouteDefinition definition = route.definition();
                    if (!definition.plugins().isEmpty()) {
                        Map<String, BoundPlugin.Key> all =
                                new HashMap<>(services.getOrDefault(definition.service(), global));
                        all.putAll(bound(Scope.ROUTE, definition.id(), definition.plugins()));
                        ofRoutes.put(definition.id(), chain(all));
                    }
                }
                PluginChain rest = chain(global);
                told.keySet().retainAll(unusable.keySet());
                return new PluginChains(
                        PluginRuntime.this,
                        bindings.consumers(),
                        rest.isEmpty() ? null : rest,
                        ofServices,
                        ofRoutes,
                        List.copyOf(held.values()),
                        unusable);
            } catch (RuntimeException | Error e) {
                held.values().forEach(BoundPlugin::release);
                throw e;
            }
        }

        private Map<String, BoundPlugin.Key> bound(
                Scope scope, String target, Map<String, PluginConfiguration> plugins) {
            Map<String, BoundPlugin.Key> bound = new HashMap<>();
            plugins.forEach((name, configuration) ->
                    bound.put(name, new BoundPlugin.Key(name, new Binding(scope, target), configuration)));
            return bound;
        }

        private PluginChain chain(Map<String, BoundPlugin.Key> bound) {
            List<BoundPlugin> plugins = new ArrayList<>();
            GatewayException broken = null;
            for (BoundPlugin.Key each : bound.values()) {
                if (!each.configuration().isNull() && catalogue.isEnabled(each.name())) {
                    try {
                        plugins.add(plugin(each));
                    } catch (GatewayException e) {
                        broken = e;
                    }
                }
            }
            return new PluginChain(plugins, broken);
        }

        private BoundPlugin plugin(BoundPlugin.Key key) throws GatewayException {
            BoundPlugin known = held.get(key);
            if (known == null) {
                GatewayException why = unusable.get(key);
                if (why != null) {
                    throw why;
                }
                BoundPlugin kept = former.get(key);
                try {
                    known = kept == null ? openUnlessFailed(key) : kept.retain();
                } catch (GatewayException e) {
                    unusable.put(key, e);
                    throw e;
                }
                held.put(key, known);
            }
            return known;
        }

        /** What has failed is not tried again with each change of something else: that may take its time. */
        private BoundPlugin openUnlessFailed(BoundPlugin.Key key) throws GatewayException {
            GatewayException former = formerlyUnusable.get(key);
            if (former != null) {
                throw former;
            }
            return open(key);
        }
    }

    private BoundPlugin open(BoundPlugin.Key key) throws GatewayException {
        Optional<KnownPlugin> installed = catalogue.plugin(key.name());
        if (installed.isEmpty()) {
            throw broken(key, "it is not installed on this node", null);
        }
        KnownPlugin plugin = installed.get();
        List<Fault> misfits = schemas.misfits(plugin, key.configuration());
        if (!misfits.isEmpty()) {
            throw broken(key, (misfits.get(0).pointer() + ' ' + misfits.get(0).detail()).strip(), null);
        }
        RuntimeContext context = new RuntimeContext(this, plugin, key.binding());
        try {
            PluginHandler handler = configure(plugin, key.configuration(), context);
            return new BoundPlugin(plugin, key, handler, threads(plugin), context::close);
        } catch (InvalidConfigurationException e) {
            context.close();
            throw broken(key, String.valueOf(e.getMessage()), null);
        } catch (TimeoutException e) {
            context.close();
            throw broken(key, "it " + e.getMessage(), null);
        } catch (Exception | Error e) {
            context.close();
            throw broken(key, "it has failed: " + e, e);
        }
    }

    private PluginHandler configure(KnownPlugin plugin, PluginConfiguration configuration, RuntimeContext context)
            throws Exception {
        return questions.ask(
                plugin,
                () -> Objects.requireNonNull(
                        plugin.configure(configuration, context), "it makes nothing of its configuration"),
                late -> closeLate(plugin, late));
    }

    private static void closeLate(KnownPlugin plugin, PluginHandler handler) {
        try {
            handler.close();
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.ERROR, "The plugin " + plugin.name() + ", configured too late, could not be closed", e);
        }
    }

    private GatewayException broken(BoundPlugin.Key key, String why, @Nullable Throwable cause) {
        if (!why.equals(told.put(key, why))) {
            LOGGER.log(
                    Level.ERROR,
                    "The plugin " + key
                            + ", cannot be asked, and the requests that are to pass it are answered by 503: " + why,
                    cause);
        }
        return new GatewayException(
                        GatewayError.PLUGIN_BROKEN, "A plugin cannot be used; the gateway's log says which, and why")
                .withLogNote("the plugin " + key + ": " + why);
    }
}
