package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.routing.rule.HttpTarget;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the HTTP nodes that a route leads to, the form that {@link HttpTargetJson} writes; see {@link RouteReader}. After a fault something
 * harmless stands in the place of what could not be read, so that the rest can be checked.
 */
final class HttpTargetReader {

    /** All keys of the object. */
    static final List<String> KEYS = List.of(
            "Nodes",
            "Service",
            "Tls",
            "Path",
            "Host",
            "ConnectTimeoutMillis",
            "IdleTimeoutMillis",
            "Failover",
            "Probe");

    static final List<String> NODE_KEYS = List.of("Address", "Weight");
    static final List<String> TLS_KEYS = List.of("ServerName", "CaCertificates", "Verify");
    static final List<String> FAILOVER_KEYS = List.of("On", "Tries", "TimeoutMillis");
    static final List<String> PROBE_KEYS =
            List.of("Kind", "Path", "Statuses", "IntervalMillis", "TimeoutMillis", "Unhealthy", "Healthy");
    private static final List<String> KINDS = Arrays.stream(HttpTarget.Probe.Kind.values())
            .map(HttpTargetJson::word)
            .toList();
    private static final String EXPECTED_KIND = "one of " + String.join(", ", KINDS);
    private static final String EXPECTED_WORD = "one of " + HttpTarget.Failover.WORDS;

    private final JsonFields fields;
    private final FaultList faults;

    HttpTargetReader(JsonFields fields, FaultList faults) {
        this.fields = fields;
        this.faults = faults;
    }

    /** The nodes and how they are called. */
    HttpTarget read() {
        return new HttpTarget(
                nodes(),
                given(fields, "Service").orElse(""),
                object("Tls", TLS_KEYS).map(this::tls),
                given(fields, "Path"),
                given(fields, "Host"),
                millis(fields, "ConnectTimeoutMillis", HttpTarget.SHORTEST_TIMEOUT)
                        .orElse(HttpTarget.CONNECT_TIMEOUT),
                millis(fields, "IdleTimeoutMillis", HttpTarget.SHORTEST_TIMEOUT).orElse(HttpTarget.IDLE_TIMEOUT),
                object("Failover", FAILOVER_KEYS).map(this::failover).orElse(HttpTarget.Failover.DEFAULT),
                object("Probe", PROBE_KEYS).map(this::probe));
    }

    private List<HttpTarget.Node> nodes() {
        List<HttpTarget.Node> nodes = new ArrayList<>();
        for (JsonValue element : fields.elements("Nodes")) {
            if (nodes.size() > HttpTarget.MOST_NODES) {
                return nodes;
            }
            nodes.add(object(element, fields.at("Nodes") + '/' + nodes.size(), NODE_KEYS)
                    .map(node -> new HttpTarget.Node(
                            node.requiredText("Address").orElse(""),
                            number(node, "Weight", 0, HttpTarget.MOST_WEIGHT, 1)))
                    .orElse(unread(nodes.size() + 1)));
        }
        if (fields.isEmptyArray("Nodes")) {
            meaning(fields.at("Nodes"), "Nodes is empty (expected: 1 to " + HttpTarget.MOST_NODES + " nodes)");
        }
        boolean unread =
                nodes.isEmpty() && (fields.has("Nodes") || (fields.has("Service") && !fields.isText("Service")));
        return unread ? List.of(unread(1)) : nodes;
    }

    private static HttpTarget.Node unread(int number) {
        return new HttpTarget.Node("unread.invalid:" + number, 1);
    }

    private HttpTarget.Tls tls(JsonFields tls) {
        return new HttpTarget.Tls(
                given(tls, "ServerName"), given(tls, "CaCertificates"), !tls.has("Verify") || tls.flag("Verify"));
    }

    private HttpTarget.Failover failover(JsonFields failover) {
        HttpTarget.Failover otherwise = HttpTarget.Failover.DEFAULT;
        return new HttpTarget.Failover(
                failover.has("On") ? on(failover) : otherwise.on(),
                number(failover, "Tries", 0, HttpTarget.Failover.MOST_TRIES, otherwise.tries()),
                millis(failover, "TimeoutMillis", HttpTarget.SHORTEST_TIMEOUT));
    }

    private Set<String> on(JsonFields failover) {
        Set<String> on = new TreeSet<>();
        List<String> given = failover.texts("On", EXPECTED_WORD);
        for (int i = 0; i < given.size() && !faults.isFull(); i++) {
            String at = failover.at("On") + '/' + i;
            String word = given.get(i);
            if (faults.touches(at)) {
                continue;
            }
            if (!HttpTarget.Failover.isWord(word)) {
                meaning(at, "The word is " + JsonFields.shortened(word) + " (expected: " + EXPECTED_WORD + ")");
            } else if (!on.add(word)) {
                meaning(at, "The word " + word + " stands twice (expected: each once)");
            }
        }
        return on;
    }

    private HttpTarget.Probe probe(JsonFields probe) {
        HttpTarget.Probe.Kind kind = kind(probe);
        if (kind == HttpTarget.Probe.Kind.TCP) {
            for (String key : List.of("Path", "Statuses")) {
                if (probe.has(key)) {
                    faults.shape(
                            probe.at(key), "A probe by tcp has " + key + " (expected: none, as nothing is asked for)");
                }
            }
        }
        return new HttpTarget.Probe(
                kind,
                kind == HttpTarget.Probe.Kind.TCP ? "/" : given(probe, "Path").orElse("/"),
                kind == HttpTarget.Probe.Kind.TCP ? List.of() : statuses(probe),
                millis(probe, "IntervalMillis", HttpTarget.Probe.SHORTEST_INTERVAL)
                        .orElse(HttpTarget.Probe.INTERVAL),
                millis(probe, "TimeoutMillis", HttpTarget.SHORTEST_TIMEOUT).orElse(HttpTarget.Probe.TIMEOUT),
                number(probe, "Unhealthy", 1, HttpTarget.Probe.MOST_IN_A_ROW, HttpTarget.Probe.UNHEALTHY),
                number(probe, "Healthy", 1, HttpTarget.Probe.MOST_IN_A_ROW, HttpTarget.Probe.HEALTHY));
    }

    /** A single status may be a number, as YAML makes one of it. */
    private List<String> statuses(JsonFields probe) {
        RouteReader.requireElements(probe, "Statuses", ", and no answer would do", "200-399", faults);
        List<String> statuses = new ArrayList<>();
        for (JsonValue element : probe.elements("Statuses")) {
            if (element instanceof JsonString text) {
                statuses.add(text.getString());
            } else if (element instanceof JsonNumber number && number.isIntegral()) {
                statuses.add(number.toString());
            } else {
                faults.shape(
                        probe.at("Statuses") + '/' + statuses.size(),
                        "The element is " + JsonFields.kind(element)
                                + " (expected: a status, or a text such as 200-399)");
                statuses.add("");
            }
        }
        return statuses;
    }

    private HttpTarget.Probe.Kind kind(JsonFields probe) {
        Optional<String> word = probe.requiredText("Kind", EXPECTED_KIND);
        if (word.isPresent() && !KINDS.contains(word.get())) {
            meaning(
                    probe.at("Kind"),
                    "Kind is " + JsonFields.shortened(word.get()) + " (expected: " + EXPECTED_KIND + ")");
        }
        return word.filter(KINDS::contains)
                .map(known -> HttpTarget.Probe.Kind.valueOf(known.toUpperCase(Locale.ROOT)))
                .orElse(HttpTarget.Probe.Kind.HTTP);
    }

    private Optional<JsonFields> object(String key, List<String> keys) {
        return fields.value(key).flatMap(value -> object(value, fields.at(key), keys));
    }

    private Optional<JsonFields> object(JsonValue value, String pointer, List<String> keys) {
        return JsonFields.only(value, pointer, keys, key -> RouteKeys.elsewhere(key, keys), faults);
    }

    /** A text that is not blank if it is there. */
    private static Optional<String> given(JsonFields from, String key) {
        return from.has(key) ? from.requiredText(key) : Optional.empty();
    }

    private static int number(JsonFields from, String key, int least, int most, int otherwise) {
        return (int) from.number(key, least, most).orElse(otherwise);
    }

    private static Optional<Duration> millis(JsonFields from, String key, Duration least) {
        OptionalLong millis = from.number(key, least.toMillis(), HttpTarget.LONGEST_TIMEOUT.toMillis());
        return millis.isPresent() ? Optional.of(Duration.ofMillis(millis.getAsLong())) : Optional.empty();
    }

    private void meaning(String pointer, String detail) {
        faults.add(GatewayError.INVALID_ROUTE, Fault.at(pointer, detail));
    }
}
