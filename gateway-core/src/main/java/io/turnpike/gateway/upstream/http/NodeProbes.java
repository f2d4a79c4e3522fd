package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.StatusRange;
import io.turnpike.gateway.upstream.io.IoLoop;
import io.turnpike.gateway.upstream.io.Resolver;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Probes the nodes of one client, each for itself, and tells them whether they are healthy. A node counts as healthy until it has failed
 * often enough in a row. Used on one I/O thread.
 */
final class NodeProbes {

    /** Where a target names no statuses. */
    private static final StatusRange HEALTHY = new StatusRange(200, 399);

    private final HttpTarget.Probe probe;
    private final String host;
    private final LongSupplier nanoTime;
    private final NodeConnector connector;
    private final List<StatusRange> statuses;
    private final Map<HttpNode, Health> known = new HashMap<>();

    /**
     * @param host the {@code Host} field of a probe; empty: the node's address
     * @param tls that of the target; without one HTTPS probes trust what the JVM trusts
     */
    NodeProbes(HttpTarget.Probe probe, String host, Optional<NodeTls> tls, Resolver resolver, LongSupplier nanoTime) {
        this.probe = probe;
        this.host = host;
        this.nanoTime = nanoTime;
        Optional<NodeTls> used = switch (probe.kind()) {
            case TCP, HTTP -> Optional.empty();
            case HTTPS ->
                tls.isPresent()
                        ? tls
                        : Optional.of(new NodeTls(new HttpTarget.Tls(Optional.empty(), Optional.empty(), true)));
        };
        connector = new NodeConnector(resolver, used, probe.timeout(), new HttpProblems(""), nanoTime);
        statuses = probe.statuses().isEmpty()
                ? List.of(HEALTHY)
                : probe.statuses().stream().map(StatusRange::parse).toList();
    }

    /** Starts the probes that are due, and ends those that take too long, and those of nodes that are not listed any more. */
    void tick(List<HttpNode> nodes, IoLoop loop, long now) {
        retain(nodes);
        for (HttpNode node : nodes) {
            Health health = known.computeIfAbsent(node, Health::new);
            NodeProbe running = health.running;
            if (running != null) {
                running.tick(now);
            } else if (now - health.dueNanos >= 0) {
                health.dueNanos = now + probe.interval().toNanos();
                NodeProbe next = new NodeProbe(probe, host, statuses, node, now, health::found);
                health.running = next;
                next.start(connector, loop);
            }
        }
    }

    /** Ends all probes. */
    void close() {
        retain(List.of());
    }

    private void retain(List<HttpNode> nodes) {
        known.values().removeIf(health -> {
            NodeProbe running = health.running;
            boolean leaves = !nodes.contains(health.node);
            if (leaves && running != null) {
                running.abandon();
            }
            return leaves;
        });
    }

    /** What the probes of one node have found. */
    private final class Health {

        private final HttpNode node;
        private long dueNanos;
        private @Nullable NodeProbe running;
        private int failures;
        private int successes;

        /** Goes on where the probes of another client have been. */
        Health(HttpNode node) {
            this.node = node;
            HttpNode.ProbeRun run = node.probeRun();
            dueNanos = run.dueNanos();
            failures = run.failures();
            successes = run.successes();
        }

        /** @param fault why the node is not healthy; empty if it is */
        void found(String fault) {
            running = null;
            node.probed(fault);
            dueNanos = nanoTime.getAsLong() + probe.interval().toNanos();
            failures = fault.isEmpty() ? 0 : failures + 1;
            successes = fault.isEmpty() ? successes + 1 : 0;
            node.probeRun(new HttpNode.ProbeRun(failures, successes, dueNanos));
            if (node.healthy() && failures >= probe.unhealthy()) {
                node.healthy(false);
                Duration interval = probe.interval();
                node.faults()
                        .change(
                                Level.WARNING,
                                "has failed " + inARow(failures) + " (" + fault
                                        + "); it gets no requests, and is probed every " + interval.toMillis()
                                        + " ms");
            } else if (!node.healthy() && successes >= probe.healthy()) {
                node.healthy(true);
                node.faults().change(Level.INFO, "has passed " + inARow(successes) + "; it gets requests from now on");
            }
        }

        private static String inARow(int probes) {
            return probes == 1 ? "a probe" : probes + " probes in a row";
        }
    }
}
