package io.turnpike.registry.consul;

import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.consul.CatalogEntry.Verdict;
import org.jspecify.annotations.Nullable;

/** What is known of one server while a service is looked at. For use by one thread. */
final class Evidence {

    @Nullable
    ServiceInstance newest;

    Verdict best = Verdict.SILENT;
    Verdict worst = Verdict.ALIVE;

    /** The first of two of the same age counts. */
    void of(ServiceInstance instance) {
        if (newest == null || instance.connectedAt().isAfter(newest.connectedAt())) {
            newest = instance;
        }
    }

    void of(CatalogEntry entry) {
        of(entry.instance());
        if (entry.verdict() == Verdict.ALIVE) {
            best = Verdict.ALIVE;
        }
        worst = entry.verdict().compareTo(worst) > 0 ? entry.verdict() : worst;
    }
}
