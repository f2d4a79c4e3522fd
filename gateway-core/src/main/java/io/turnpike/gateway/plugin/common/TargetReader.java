package io.turnpike.gateway.plugin.common;

import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.HttpTarget;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads nodes as {@code Http} of a route says them, {@code docs/routes.md}, from a configuration that fits {@code http-target.json}. */
final class TargetReader {

    private TargetReader() {}

    static HttpTarget read(PluginConfiguration http) {
        return new HttpTarget(
                http.elements("Nodes").stream().map(TargetReader::node).toList(),
                "",
                given(http, "Tls").map(TargetReader::tls),
                Optional.empty(),
                http.text("Host"),
                millis(http, "ConnectTimeoutMillis").orElse(HttpTarget.CONNECT_TIMEOUT),
                millis(http, "IdleTimeoutMillis").orElse(HttpTarget.IDLE_TIMEOUT),
                given(http, "Failover").map(TargetReader::failover).orElse(HttpTarget.Failover.DEFAULT),
                given(http, "Probe").map(TargetReader::probe));
    }

    private static HttpTarget.Node node(PluginConfiguration node) {
        return new HttpTarget.Node(node.text("Address").orElse(""), (int) node.number("Weight", 1));
    }

    private static HttpTarget.Tls tls(PluginConfiguration tls) {
        return new HttpTarget.Tls(tls.text("ServerName"), tls.text("CaCertificates"), tls.flag("Verify", true));
    }

    private static HttpTarget.Failover failover(PluginConfiguration failover) {
        HttpTarget.Failover otherwise = HttpTarget.Failover.DEFAULT;
        return new HttpTarget.Failover(
                failover.has("On") ? Set.copyOf(failover.texts("On")) : otherwise.on(),
                (int) failover.number("Tries", otherwise.tries()),
                millis(failover, "TimeoutMillis"));
    }

    private static HttpTarget.Probe probe(PluginConfiguration probe) {
        List<String> statuses = probe.elements("Statuses").stream()
                .map(status -> status.value() instanceof BigDecimal number
                        ? number.toPlainString()
                        : status.text().orElse(""))
                .toList();
        return new HttpTarget.Probe(
                HttpTarget.Probe.Kind.valueOf(probe.text("Kind").orElse("http").toUpperCase(Locale.ROOT)),
                probe.text("Path").orElse("/"),
                statuses,
                millis(probe, "IntervalMillis").orElse(HttpTarget.Probe.INTERVAL),
                millis(probe, "TimeoutMillis").orElse(HttpTarget.Probe.TIMEOUT),
                (int) probe.number("Unhealthy", HttpTarget.Probe.UNHEALTHY),
                (int) probe.number("Healthy", HttpTarget.Probe.HEALTHY));
    }

    private static Optional<PluginConfiguration> given(PluginConfiguration from, String key) {
        return from.has(key) ? Optional.of(from.at(key)) : Optional.empty();
    }

    private static Optional<Duration> millis(PluginConfiguration from, String key) {
        return from.number(key).map(number -> Duration.ofMillis(number.longValue()));
    }
}
