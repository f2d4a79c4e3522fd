package io.turnpike.gateway.pull;

import io.turnpike.gateway.pull.PulledPlugins.PulledPlugin;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Looks at a source: takes all that it names or nothing. For one thread. */
final class Puller {

    /** What one look may take, whatever the source does. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** So many files are told of; whoever mends them is told of the others. */
    private static final int MOST_FAULTS = 10;

    private final PullSource source;
    private final RuleCheck check;
    private final int maxBytes;
    private final LongSupplier nanoTime;

    /** @param maxBytes largest file */
    Puller(PullSource source, RuleCheck check, int maxBytes, LongSupplier nanoTime) {
        this.source = source;
        this.check = check;
        this.maxBytes = maxBytes;
        this.nanoTime = nanoTime;
    }

    /**
     * What the source has now. Only files whose versions differ from those that run are read.
     *
     * @param running what was taken last, in force or not; nothing before the first time
     * @return {@code running} itself if the source has the same
     * @throws IOException if a file cannot be read
     * @throws PullException if one is not what it should be, the source is older than what runs, or it has changed meanwhile
     */
    PulledPlugins pull(Optional<PulledPlugins> running) throws IOException, PullException {
        Deadline deadline = new Deadline(LONGEST, nanoTime);
        VersionFile versions = versions(deadline);
        for (PulledModule module : versions.modules().values()) {
            requireNotOlder(module, running);
        }
        List<PulledPlugin> plugins = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        int read = 0;
        for (PulledModule module : versions.modules().values()) {
            if (module.version().equals(VersionFile.NONE)) {
                continue;
            }
            Optional<PulledPlugin> same = running.flatMap(now -> now.plugin(module.name()))
                    .filter(plugin -> plugin.module().equals(module));
            if (same.isPresent()) {
                plugins.add(same.get());
                continue;
            }
            read++;
            try {
                check.requirePhase(module);
                plugins.add(check.checked(module, source.read(module.path(), maxBytes, deadline)));
            } catch (PullException | IOException e) {
                faults.add(e.getMessage());
                deadline.require();
            }
            if (faults.size() == MOST_FAULTS) {
                break;
            }
        }
        if (!faults.isEmpty()) {
            throw new PullException(String.join("; ", faults));
        }
        if (read > 0 && !versions(deadline).equals(versions)) {
            throw new PullException(VersionFile.NAME + " has changed while the rules were read; it is read again");
        }
        PulledPlugins pulled = new PulledPlugins(plugins);
        return running.filter(now -> now.isOf(pulled)).orElse(pulled);
    }

    private VersionFile versions(Deadline deadline) throws IOException, PullException {
        return VersionFile.parse(source.read(VersionFile.NAME, maxBytes, deadline));
    }

    private static void requireNotOlder(PulledModule module, Optional<PulledPlugins> running) throws PullException {
        Optional<PulledModule> now = running.flatMap(plugins -> plugins.plugin(module.name()))
                .map(PulledPlugin::module)
                .filter(runs -> VersionOrder.older(module.version(), runs.version()));
        if (now.isPresent()) {
            throw new PullException(VersionFile.NAME + " at /modules/" + module.phase() + '/' + module.name()
                    + ": the version " + module.version() + " is older than "
                    + now.get().version()
                    + ", which runs; nothing is taken from a source that is out of date");
        }
    }
}
