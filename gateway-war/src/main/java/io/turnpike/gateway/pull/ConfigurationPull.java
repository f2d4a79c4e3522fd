package io.turnpike.gateway.pull;

import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.pull.LocalCopy.Taken;
import io.turnpike.gateway.pull.PulledPlugins.PulledPlugin;
import io.turnpike.gateway.schema.PluginCheck;
import io.turnpike.gateway.task.PeriodicTask;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Keeps the plugins of all requests as a source has them. A thread of its own puts the local copy into force, and looks at the source from
 * time to time; what it finds is taken as a whole, or the last good one stays. Safe for use by several threads at once.
 */
public final class ConfigurationPull {

    private static final System.Logger LOG = System.getLogger(ConfigurationPull.class.getName());

    private final String source;
    private final String clusterId;
    private final Duration interval;
    private final PullSource opened;
    private final Puller puller;
    private final LocalCopy copy;
    private final Target target;
    private final InstantSource clock;
    private final PeriodicTask task;

    private volatile PullReport report = PullReport.NONE;
    private volatile Optional<PulledPlugins> running = Optional.empty();
    private volatile boolean stopping;

    // Of the background thread alone.
    private boolean begun;
    private boolean unsaved;
    private String told = "";
    private String toldOfCopy = "";

    /**
     * One that has not begun.
     *
     * @param check by the same measure pushed configurations are checked
     * @param target puts what is taken into force
     * @param maxBytes largest file
     * @throws IllegalArgumentException if the source cannot be opened with these options; the message names the setting
     */
    public static ConfigurationPull of(
            PullOptions options, PluginCheck check, Target target, Path dataDirectory, int maxBytes) {
        return new ConfigurationPull(
                options,
                options.open(),
                new RuleCheck(check),
                target,
                dataDirectory,
                maxBytes,
                InstantSource.system(),
                System::nanoTime);
    }

    ConfigurationPull(
            PullOptions options,
            PullSource opened,
            RuleCheck check,
            Target target,
            Path dataDirectory,
            int maxBytes,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.source = options.describe();
        this.clusterId = options.clusterId();
        this.interval = options.interval();
        this.opened = opened;
        this.puller = new Puller(opened, check, maxBytes, nanoTime);
        this.copy = new LocalCopy(dataDirectory, source, clusterId, check);
        this.target = target;
        this.clock = clock;
        this.task = new PeriodicTask("turnpike-pull", this::step, opened::close);
    }

    /** Begins, in the background; returns at once. */
    public void start() {
        LOG.log(
                Level.INFO,
                "Plugins of all requests are pulled from {0}, cluster {1}, every {2} s",
                source,
                clusterId,
                interval.toSeconds());
        task.start();
    }

    /** Ends the background thread; waits until it is gone. What is in force stays so. */
    public void stop() {
        stopping = true;
        opened.close();
        task.stop();
    }

    /** Where it is pulled from; without secrets. */
    public String source() {
        return source;
    }

    /** Which cluster's configuration is pulled. */
    public String clusterId() {
        return clusterId;
    }

    /** How it goes. */
    public PullReport report() {
        return report;
    }

    /** What was pulled for a plugin and is in force; empty if the source does not name it. */
    public Optional<PluginConfiguration> configuration(String plugin) {
        return running.flatMap(plugins -> plugins.plugin(plugin)).map(PulledPlugin::configuration);
    }

    /** Looks at the source once, and at the local copy the first time. */
    Duration step() {
        if (!begun) {
            begun = useCopy();
        }
        try {
            PulledPlugins pulled = puller.pull(running);
            if (running.filter(now -> now == pulled).isEmpty()) {
                if (!take(pulled, clock.instant(), false)) {
                    throw new PullException("The gateway is busy with another change; it is tried again");
                }
                unsaved = true;
                LOG.log(Level.INFO, LogText.oneLine("Pulled from " + source + ": " + described(pulled)));
            } else if (!told.isEmpty()) {
                LOG.log(Level.INFO, "The source {0} is all right again; it has what runs", source);
            }
            told = "";
            report = report.succeeded(clock.instant());
        } catch (IOException | PullException e) {
            failed(String.valueOf(e.getMessage()));
        }
        save();
        return interval;
    }

    /** Whether that is done with: not if the gateway is busy. */
    private boolean useCopy() {
        try {
            Optional<Taken> kept = copy.load();
            if (kept.isPresent()) {
                if (!take(kept.get().plugins(), kept.get().at(), true)) {
                    return false;
                }
                LOG.log(
                        Level.INFO,
                        LogText.oneLine("In force from the local copy, pulled at "
                                + kept.get().at() + ": " + described(kept.get().plugins())));
            }
        } catch (PullException e) {
            LOG.log(Level.WARNING, LogText.oneLine(e.getMessage() + "; it is not used"));
        }
        return true;
    }

    /** Whether it is in force; not if the gateway is busy. */
    private boolean take(PulledPlugins plugins, Instant at, boolean copied) throws PullException {
        try {
            if (!target.bind(plugins.configurations())) {
                return false;
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "What was pulled cannot be put into force. This is a fault of the gateway", e);
            throw new PullException("It cannot be put into force: " + e);
        }
        running = Optional.of(plugins);
        report = report.taken(plugins, at, copied);
        return true;
    }

    private void failed(String reason) {
        report = report.failed(clock.instant(), reason);
        if (!reason.equals(told) && !stopping) {
            told = reason;
            LOG.log(
                    Level.WARNING,
                    LogText.oneLine("Nothing is taken from " + source + ", "
                            + (running.isPresent() ? "what runs stays: " : "and nothing is served until then: ")
                            + reason));
        }
    }

    private void save() {
        if (!unsaved || running.isEmpty()) {
            return;
        }
        try {
            copy.save(new Taken(running.get(), report.takenAt().orElse(clock.instant())));
            unsaved = false;
            toldOfCopy = "";
        } catch (IOException e) {
            String reason = e.toString();
            if (!reason.equals(toldOfCopy)) {
                toldOfCopy = reason;
                LOG.log(
                        Level.WARNING,
                        LogText.oneLine("What was pulled cannot be kept for a start without the source: " + reason));
            }
        }
    }

    private static String described(PulledPlugins plugins) {
        return Counted.of(plugins.all().size(), "plugin")
                + plugins.modules().stream()
                        .map(module -> module.name() + ' ' + module.version())
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
