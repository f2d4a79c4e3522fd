package io.turnpike.gateway.pull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How pulling goes, at one moment.
 *
 * @param lastPoll when the source was looked at last
 * @param lastSuccess when what it had was last all right, new or not
 * @param takenAt when what is in force was taken from the source
 * @param fromCopy whether what is in force comes from the local copy, and the source has not confirmed it since the start
 * @param fault what was wrong the last time; empty: nothing
 * @param faultSince when the source was first found to be at fault, if it has been ever since
 * @param modules what is in force
 * @param inForce whether anything was ever taken, be it that no plugin is to be bound
 */
public record PullReport(
        Optional<Instant> lastPoll,
        Optional<Instant> lastSuccess,
        Optional<Instant> takenAt,
        boolean fromCopy,
        String fault,
        Optional<Instant> faultSince,
        List<PulledModule> modules,
        boolean inForce) {

    static final PullReport NONE = new PullReport(
            Optional.empty(), Optional.empty(), Optional.empty(), false, "", Optional.empty(), List.of(), false);

    public PullReport {
        modules = List.copyOf(modules);
    }

    PullReport taken(PulledPlugins plugins, Instant at, boolean copied) {
        return new PullReport(
                lastPoll, lastSuccess, Optional.of(at), copied, fault, faultSince, plugins.modules(), true);
    }

    PullReport succeeded(Instant now) {
        return new PullReport(
                Optional.of(now), Optional.of(now), takenAt, false, "", Optional.empty(), modules, inForce);
    }

    PullReport failed(Instant now, String reason) {
        return new PullReport(
                Optional.of(now),
                lastSuccess,
                takenAt,
                fromCopy,
                reason,
                faultSince.or(() -> Optional.of(now)),
                modules,
                inForce);
    }
}
