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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Keeps the plugins of all requests as a source has them. A thread of its own puts the local copy into force, and looks at the source from
 * time to time; what it finds is taken as a whole, or the last good one stays. Safe for use by several threads at once.
 */
public final class ConfigurationPull {

    private static final System.Logger LOG = System.getLogger(ConfigurationPull.class.getName());

    /** When a busy gateway is asked again to put the local copy into force. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** So many stack traces are logged until the source is all right, for reasons that are never the same twice. */
    private static final int MOST_TRACES = 20;

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
    private Optional<Taken> copied = Optional.empty();
    private boolean unsaved;
    private String told = "";
    private String toldOfCopy = "";
    private final Set<String> traced = new HashSet<>();

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

    /**
     * Looks at the source once, and before that at the local copy while nothing runs. What is in the copy comes first: a source that is away
     * must not keep it out of force, nor one that is out of date take its place.
     */
    Duration step() {
        if (running.isEmpty() && !useCopy()) {
            failed("The gateway is busy with another change; the local copy is put into force as soon as it can be");
            return interval.compareTo(SOON) < 0 ? interval : SOON;
        }
        try {
            look();
        } catch (IOException | PullException e) {
            failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            failed("The source cannot be looked at: " + unforeseen(e));
        }
        save();
        return interval;
    }

    private void look() throws IOException, PullException {
        PulledPlugins pulled = puller.pull(running.or(() -> copied.map(Taken::plugins)));
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
        traced.clear();
        report = report.succeeded(clock.instant());
    }

    /** Whether the source may be looked at; not if there is a copy and the gateway is busy. What is wrong with the copy is no reason to wait. */
    private boolean useCopy() {
        try {
            if (copied.isEmpty()) {
                copied = copy.load();
            }
            if (copied.isEmpty()) {
                return true;
            }
            Taken kept = copied.get();
            if (!take(kept.plugins(), kept.at(), true)) {
                return false;
            }
            LOG.log(
                    Level.INFO,
                    LogText.oneLine(
                            "In force from the local copy, pulled at " + kept.at() + ": " + described(kept.plugins())));
        } catch (PullException e) {
            tellOfCopy(e.getMessage() + "; it is not used");
        } catch (RuntimeException | LinkageError e) {
            tellOfCopy("The local copy cannot be used: " + unforeseen(e));
        }
        return true;
    }

    /** Whether it is in force; not if the gateway is busy. */
    private boolean take(PulledPlugins plugins, Instant at, boolean fromCopy) throws PullException {
        if (stopping) {
            throw new PullException("The gateway is being stopped");
        }
        try {
            if (!target.bind(plugins.configurations())) {
                return false;
            }
        } catch (RuntimeException | LinkageError e) {
            throw new PullException(
                    (fromCopy ? "The local copy" : "It") + " cannot be put into force: " + unforeseen(e));
        }
        running = Optional.of(plugins);
        copied = Optional.empty();
        report = report.taken(plugins, at, fromCopy);
        return true;
    }

    /** What it says; the log gets the stack trace, once for each. */
    private String unforeseen(Throwable e) {
        String what = LogText.withoutUser(e.toString());
        if (!stopping && traced.size() < MOST_TRACES && traced.add(what)) {
            LOG.log(Level.ERROR, "Pulling failed in a way that was not foreseen. This is a fault of the gateway", e);
        }
        return what;
    }

    private void failed(String reason) {
        report = report.failed(clock.instant(), reason);
        if (!reason.equals(told) && !stopping) {
            told = reason;
            LOG.log(
                    Level.WARNING,
                    LogText.oneLine("Nothing is taken from " + source + ", cluster " + clusterId + ", "
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
            tellOfCopy("What was pulled cannot be kept for a start without the source: " + e);
        } catch (RuntimeException | LinkageError e) {
            tellOfCopy("What was pulled cannot be kept for a start without the source: " + unforeseen(e));
        }
    }

    private void tellOfCopy(String what) {
        if (!what.equals(toldOfCopy) && !stopping) {
            toldOfCopy = what;
            LOG.log(Level.WARNING, LogText.oneLine(what));
        }
    }

    private static String described(PulledPlugins plugins) {
        if (plugins.all().isEmpty()) {
            return "no plugins";
        }
        return Counted.of(plugins.all().size(), "plugin")
                + plugins.modules().stream()
                        .map(module -> module.name() + ' ' + module.version())
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
