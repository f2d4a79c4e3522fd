package io.turnpike.gateway.bootstrap;

import io.turnpike.config.AfterContextStart;
import io.turnpike.gateway.admin.MasterKey;
import io.turnpike.gateway.admin.Registrations;
import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.handover.RegistryProxies;
import io.turnpike.gateway.plugin.chain.PluginQuestions;
import io.turnpike.gateway.plugin.chain.PluginRuntime;
import io.turnpike.gateway.plugin.redis.RedisConnections;
import io.turnpike.gateway.pull.ConfigurationPull;
import io.turnpike.gateway.routing.SnapshotHolder;
import io.turnpike.gateway.settings.GatewaySettings;
import io.turnpike.gateway.upstream.http.HttpTransport;
import io.turnpike.gateway.upstream.thrift.ThriftTransport;
import io.turnpike.gateway.web.CallsInFlight;
import io.turnpike.gateway.web.SlowClients;
import io.turnpike.registry.OpenRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Starts the gateway when its application starts and stops it, in order, when it ends. A server may tell of the same start
 * or end more than once; only the first counts.
 */
@ApplicationScoped
public class GatewayLifecycle {

    private static final System.Logger LOGGER = System.getLogger(GatewayLifecycle.class.getName());

    /** So many of the calls that are broken off are named. */
    private static final int MOST_NAMED = 20;

    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable AfterContextStart background;

    @Inject
    GatewaySettings settings;

    @Inject
    Registrations registrations;

    /** Not used here: one that has to be made is made, and shown, at the start and not at the first call. */
    @Inject
    @SuppressWarnings("UnusedVariable")
    MasterKey masterKey;

    @Inject
    CallsInFlight calls;

    @Inject
    SlowClients slowClients;

    @Inject
    SnapshotHolder snapshots;

    @Inject
    ThriftClientCache clients;

    @Inject
    HttpClientCache httpClients;

    @Inject
    ThriftTransport transport;

    @Inject
    HttpTransport httpTransport;

    @Inject
    PluginRuntime plugins;

    @Inject
    PluginQuestions questions;

    @Inject
    RedisConnections redis;

    @Inject
    InstalledPlugins installedPlugins;

    @Inject
    Optional<ConfigurationPull> pull;

    @Inject
    Optional<RegistryProxies> proxies;

    @Inject
    OpenRegistry registry;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (!started.compareAndSet(false, true)) {
            return;
        }
        LOGGER.log(Level.INFO, StartupReport.of(settings));
        background = AfterContextStart.begin("turnpike-start", () -> {
            quietly("Starting", "registry", registry::start);
            quietly("Starting", "registrations", registrations::start);
            quietly("Starting", "pull", () -> pull.ifPresent(ConfigurationPull::start));
        });
    }

    /** Calls on their way first, and clients that keep them there, then changes, the data plane, its clients and event loops, and last what they listened to. */
    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        if (!started.compareAndSet(true, false)) {
            return;
        }
        List<String> left = calls.awaitEnd();
        if (!left.isEmpty()) {
            LOGGER.log(
                    Level.WARNING,
                    "Turnpike stops while " + Counted.of(left.size(), "call") + (left.size() == 1 ? " is" : " are")
                            + " not over: "
                            + left.stream().limit(MOST_NAMED).collect(Collectors.joining("; "))
                            + (left.size() > MOST_NAMED ? "; …" : ""));
        }
        AfterContextStart begun = background;
        if (begun != null) {
            quietly("start", begun::close);
        }
        quietly("slow clients", slowClients::cutAll);
        quietly("pull", () -> pull.ifPresent(ConfigurationPull::stop));
        quietly("registrations", registrations::stop);
        quietly("snapshots", snapshots::close);
        quietly("plugins", plugins::close);
        quietly("plugins' questions", questions::close);
        quietly("Redis", redis::close);
        quietly("plugins' jars", installedPlugins::close);
        quietly("clients", clients::close);
        quietly("HTTP clients", httpClients::close);
        quietly("HTTP transport", httpTransport::close);
        quietly("transport", transport::close);
        quietly("hand-over", () -> proxies.ifPresent(RegistryProxies::close));
        quietly("registry", registry::close);
        LOGGER.log(Level.INFO, "Turnpike has stopped");
    }

    private static void quietly(String part, Runnable close) {
        quietly("Closing", part, close);
    }

    /** One part that cannot be started must not keep the others from it, nor one that cannot be closed keep them open. */
    private static void quietly(String verb, String part, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.ERROR, verb + " the " + part + " failed", e);
        }
    }
}
