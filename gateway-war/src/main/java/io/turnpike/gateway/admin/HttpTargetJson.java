package io.turnpike.gateway.admin;

import io.turnpike.gateway.routing.rule.HttpTarget;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.Locale;

/** The HTTP nodes that a route leads to as JSON, the form that {@link HttpTargetReader} reads. What is as it is without being said is left out. */
final class HttpTargetJson {

    private HttpTargetJson() {}

    /** The object, its keys in the order of the documentation. */
    static JsonObjectBuilder of(HttpTarget target) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        if (!target.nodes().isEmpty()) {
            JsonArrayBuilder nodes = Json.createArrayBuilder();
            target.nodes().forEach(node -> nodes.add(node(node)));
            json.add("Nodes", nodes);
        }
        if (!target.service().isEmpty()) {
            json.add("Service", target.service());
        }
        target.tls().ifPresent(tls -> json.add("Tls", tls(tls)));
        target.path().ifPresent(path -> json.add("Path", path));
        target.host().ifPresent(host -> json.add("Host", host));
        millis(json, "ConnectTimeoutMillis", target.connectTimeout(), HttpTarget.CONNECT_TIMEOUT);
        millis(json, "IdleTimeoutMillis", target.idleTimeout(), HttpTarget.IDLE_TIMEOUT);
        if (!target.failover().equals(HttpTarget.Failover.DEFAULT)) {
            json.add("Failover", failover(target.failover()));
        }
        target.probe().ifPresent(probe -> json.add("Probe", probe(probe)));
        return json;
    }

    /** The word for a kind of probe. */
    static String word(HttpTarget.Probe.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static JsonObjectBuilder node(HttpTarget.Node node) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("Address", node.address());
        number(json, "Weight", node.weight(), 1);
        return json;
    }

    private static JsonObjectBuilder tls(HttpTarget.Tls tls) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        tls.serverName().ifPresent(name -> json.add("ServerName", name));
        tls.caCertificates().ifPresent(pem -> json.add("CaCertificates", pem));
        return tls.verify() ? json : json.add("Verify", false);
    }

    private static JsonObjectBuilder failover(HttpTarget.Failover failover) {
        HttpTarget.Failover otherwise = HttpTarget.Failover.DEFAULT;
        JsonObjectBuilder json = Json.createObjectBuilder();
        if (!failover.on().equals(otherwise.on())) {
            json.add("On", RouteJson.texts(failover.on().stream().sorted().toList()));
        }
        number(json, "Tries", failover.tries(), otherwise.tries());
        failover.timeout().ifPresent(timeout -> json.add("TimeoutMillis", timeout.toMillis()));
        return json;
    }

    private static JsonObjectBuilder probe(HttpTarget.Probe probe) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("Kind", word(probe.kind()));
        if (!probe.path().equals("/")) {
            json.add("Path", probe.path());
        }
        if (!probe.statuses().isEmpty()) {
            json.add("Statuses", RouteJson.texts(probe.statuses()));
        }
        millis(json, "IntervalMillis", probe.interval(), HttpTarget.Probe.INTERVAL);
        millis(json, "TimeoutMillis", probe.timeout(), HttpTarget.Probe.TIMEOUT);
        number(json, "Unhealthy", probe.unhealthy(), HttpTarget.Probe.UNHEALTHY);
        number(json, "Healthy", probe.healthy(), HttpTarget.Probe.HEALTHY);
        return json;
    }

    private static void number(JsonObjectBuilder json, String key, int number, int otherwise) {
        if (number != otherwise) {
            json.add(key, number);
        }
    }

    private static void millis(JsonObjectBuilder json, String key, Duration duration, Duration otherwise) {
        if (!duration.equals(otherwise)) {
            json.add(key, duration.toMillis());
        }
    }
}
