package io.turnpike.registry.consul;

import io.turnpike.registry.consul.Availability.Witness;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Follows what instances Consul has: two blocking queries, one for all checks and one for the names of all services, say which
 * services have changed, and only these are listed.
 *
 * <p>One query for each service would die by Consul's limit of 200 connections for a client. Each connect changes the notes of its
 * check, so that a server that connects again through another node is noticed too.
 */
final class Discovery {

    private final ConsulClient consul;
    private final Sink sink;
    private final Follower<List<CheckLine>> checks;
    private final Follower<Set<String>> services;
    /** One service is listed at a time: an older list never comes after a newer one. */
    private final ReentrantLock listing = new ReentrantLock();

    // Each is used by one follower's thread only.
    private Map<CheckLine.Key, CheckLine> knownChecks = new HashMap<>();
    private Set<String> knownServices = new HashSet<>();

    /** Services that checks tell of. */
    private volatile Set<String> checked = Set.of();

    private volatile boolean checksRead;
    private volatile boolean servicesRead;

    /** Where what is found goes. */
    interface Sink {

        /** A service has these instances now. */
        void told(String service, List<CatalogEntry> entries, long askedAt);

        /** Consul answers. */
        void answered(Witness witness);

        /** Consul answers, and need not be the one that it was. */
        void replaced();

        /** Consul does not answer. */
        void failed(Witness witness, IOException reason);

        /** Services of which this agent had instances. */
        Set<String> servicesAt(String node);

        /** Services with instances that no check tells of. */
        Set<String> unchecked();

        /** Services that have had instances. */
        Set<String> catalogued();
    }

    Discovery(ConsulClient consul, Sink sink) {
        this.consul = consul;
        this.sink = sink;
        this.checks = new Follower<>(
                "turnpike-consul-checks",
                consul::checks,
                (a, whole, at) -> checks(a, whole),
                e -> sink.failed(Witness.CHECKS, e));
        this.services = new Follower<>(
                "turnpike-consul-services",
                consul::markedServices,
                (a, whole, at) -> services(a, whole),
                e -> sink.failed(Witness.SERVICES, e));
    }

    void start() {
        checks.start();
    }

    /** Whether everything has been read once. */
    boolean isLoaded() {
        return checksRead && servicesRead;
    }

    /** Asks the threads to end; returns whether they have. */
    boolean close(long patienceMillis) throws InterruptedException {
        return checks.close(patienceMillis) & services.close(patienceMillis);
    }

    private void checks(List<CheckLine> lines, boolean whole) throws IOException {
        sink.answered(Witness.CHECKS);
        Map<CheckLine.Key, CheckLine> now = new HashMap<>();
        lines.forEach(line -> now.put(line.key(), line));
        Set<String> changed = new HashSet<>();
        if (whole && checksRead) {
            sink.replaced();
            changed.addAll(sink.catalogued());
        }
        now.forEach((key, line) -> {
            if (whole || !line.equals(knownChecks.get(key))) {
                changedBy(line, changed);
            }
        });
        knownChecks.forEach((key, line) -> {
            if (!now.containsKey(key)) {
                changedBy(line, changed);
            }
        });
        list(changed);
        knownChecks = now;
        checked = now.values().stream().map(CheckLine::serviceName).collect(Collectors.toUnmodifiableSet());
        if (!checksRead) {
            checksRead = true;
            services.start();
        }
    }

    private void changedBy(CheckLine line, Set<String> changed) {
        if (line.serviceName().isEmpty()) {
            changed.addAll(sink.servicesAt(line.node()));
        } else {
            changed.add(line.serviceName());
        }
    }

    private void services(Set<String> marked, boolean whole) throws IOException {
        sink.answered(Witness.SERVICES);
        // Only those that the other thread is not told of by a check.
        Set<String> changed = new HashSet<>();
        marked.stream().filter(name -> whole || !knownServices.contains(name)).forEach(changed::add);
        knownServices.stream().filter(name -> !marked.contains(name)).forEach(changed::add);
        changed.removeAll(checked);
        changed.addAll(sink.unchecked());
        list(changed);
        knownServices = marked;
        servicesRead = true;
    }

    private void list(Set<String> changed) throws IOException {
        for (String service : changed) {
            list(service);
        }
    }

    /** Lists one service now. */
    void list(String service) throws IOException {
        listing.lock();
        try {
            long askedAt = System.nanoTime();
            sink.told(service, consul.instances(service), askedAt);
        } finally {
            listing.unlock();
        }
    }
}
