package io.turnpike.registryproxy.bootstrap;

import io.turnpike.config.ConfigProblem;
import io.turnpike.config.ServerConfigFile;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import io.turnpike.registryproxy.RegistryProxyServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Starts the RegistryProxy when its application starts and stops it when it ends. A server may tell of the same start or end more
 * than once; only the first counts. What keeps it from starting is in the log and in {@link #status}; it does not fail the
 * deployment, because the gateway may be in the same archive.
 */
@ApplicationScoped
public class RegistryProxyLifecycle {

    private static final System.Logger LOG = System.getLogger(RegistryProxyLifecycle.class.getName());

    // Guarded by this.
    private boolean started;
    private String detail = "not started yet";
    private @Nullable InMemoryServiceRegistry registry;
    private @Nullable RegistryProxyServer server;

    synchronized void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (started) {
            return;
        }
        started = true;
        ServerConfigFile file = ServerConfigFile.load();
        if (file.hasErrors()) {
            notStarted(file.problems().stream().map(ConfigProblem::message).collect(Collectors.joining("; ")));
            return;
        }
        file.problems().forEach(problem -> LOG.log(Level.WARNING, problem.message()));
        Config config = ConfigProvider.getConfig();
        try {
            open(ProxySettings.read(key -> config.getOptionalValue(key, String.class)));
        } catch (IllegalArgumentException e) {
            notStarted(String.valueOf(e.getMessage()));
        }
    }

    private void open(ProxySettings settings) {
        String where = settings.address() + ":" + settings.port();
        InMemoryServiceRegistry opened = new InMemoryServiceRegistry(settings.timings());
        try {
            server = new RegistryProxyServer(
                    new InetSocketAddress(settings.address(), settings.port()),
                    opened,
                    settings.timings(),
                    settings.clusterSecret().getBytes(StandardCharsets.UTF_8),
                    InstantSource.system());
            registry = opened;
            detail = where + ", registry in memory";
            LOG.log(
                    Level.INFO,
                    "RegistryProxy serves Thrift at " + where + ", registry in memory (timeToLift "
                            + settings.timings().timeToLift().toSeconds() + " s, timeToDie "
                            + settings.timings().timeToDie().toSeconds() + " s)");
        } catch (IOException e) {
            opened.close();
            notStarted("cannot listen at " + where + " (registryProxyAddress, registryProxyPort): " + e.getMessage());
        }
    }

    private void notStarted(String why) {
        detail = why;
        LOG.log(Level.ERROR, "RegistryProxy is not started: " + why);
    }

    synchronized void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        if (server == null) {
            return;
        }
        server.close();
        server = null;
        if (registry != null) {
            registry.close();
            registry = null;
        }
        detail = "stopped";
        LOG.log(Level.INFO, "RegistryProxy has stopped");
    }

    synchronized ProxyStatus status() {
        if (server == null) {
            return new ProxyStatus(false, detail);
        }
        boolean serving = server.isServing();
        return new ProxyStatus(serving, serving ? detail : "does not take requests at " + detail);
    }
}
