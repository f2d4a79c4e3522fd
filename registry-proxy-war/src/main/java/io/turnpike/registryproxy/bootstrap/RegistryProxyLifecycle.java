package io.turnpike.registryproxy.bootstrap;

import io.turnpike.config.AfterContextStart;
import io.turnpike.config.ConfigProblem;
import io.turnpike.config.ServerConfigFile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.lang.System.Logger.Level;
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
    private @Nullable AfterContextStart start;
    private @Nullable RunningProxy proxy;

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
            ProxySettings settings = ProxySettings.read(key -> config.getOptionalValue(key, String.class));
            start = AfterContextStart.begin("turnpike-proxy-start", () -> open(settings));
        } catch (IllegalArgumentException e) {
            notStarted(String.valueOf(e.getMessage()));
        }
    }

    private synchronized void open(ProxySettings settings) {
        try {
            RunningProxy opened = new RunningProxy(settings);
            proxy = opened;
            LOG.log(
                    Level.INFO,
                    "RegistryProxy serves Thrift at " + opened.where() + ", registry in Consul at "
                            + settings.consul().describe() + " (timeToLift "
                            + settings.timings().timeToLift().toSeconds() + " s, timeToDie "
                            + settings.timings().timeToDie().toSeconds() + " s)");
        } catch (IllegalArgumentException e) {
            notStarted(String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, "RegistryProxy cannot be started. This is a fault of it", e);
            notStarted(e.toString());
        } catch (IOException e) {
            notStarted("cannot listen at " + settings.address() + ":" + settings.port()
                    + " (registryProxyAddress, registryProxyPort): " + e.getMessage());
        }
    }

    private void notStarted(String why) {
        detail = why;
        LOG.log(Level.ERROR, "RegistryProxy is not started: " + why);
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        AfterContextStart starting;
        synchronized (this) {
            starting = start;
            start = null;
        }
        if (starting != null) {
            starting.close();
        }
        RunningProxy running;
        synchronized (this) {
            running = proxy;
            proxy = null;
            detail = "stopped";
        }
        if (running != null) {
            running.close();
            LOG.log(Level.INFO, "RegistryProxy has stopped");
        }
    }

    ProxyStatus status() {
        RunningProxy running;
        synchronized (this) {
            running = proxy;
            if (running == null) {
                return ProxyStatus.idle(detail);
            }
        }
        return running.status();
    }
}
