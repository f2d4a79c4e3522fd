package io.turnpike.gateway.persistence;

import io.turnpike.gateway.persistence.StrictFields.UnreadableFieldException;
import io.turnpike.gateway.routing.rule.HttpTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;

/**
 * The HTTP nodes that a route leads to as a document: {@code nodes} (each {@code address}, {@code weight}), {@code service}, {@code tls} ({@code
 * servername}, {@code cacertificates}, {@code verify}), {@code path}, {@code host}, {@code connecttimeoutmillis}, {@code idletimeoutmillis},
 * {@code failover} ({@code on}, {@code tries}, {@code timeoutmillis}), {@code probe} ({@code kind}, {@code path}, {@code statuses}, {@code
 * intervalmillis}, {@code timeoutmillis}, {@code unhealthy}, {@code healthy}). What has a value without being said is written with it, so
 * that a route stays as it was made when that changes; what has none is left out.
 */
final class HttpTargetDocuments {

    /** All fields of the document. */
    static final Set<String> FIELDS = Set.of(
            "nodes",
            "service",
            "tls",
            "path",
            "host",
            "connecttimeoutmillis",
            "idletimeoutmillis",
            "failover",
            "probe");

    private static final Set<String> NODE = Set.of("address", "weight");
    private static final Set<String> TLS = Set.of("servername", "cacertificates", "verify");
    private static final Set<String> FAILOVER = Set.of("on", "tries", "timeoutmillis");
    private static final Set<String> PROBE =
            Set.of("kind", "path", "statuses", "intervalmillis", "timeoutmillis", "unhealthy", "healthy");

    private HttpTargetDocuments() {}

    static Document write(HttpTarget target) {
        Document document = new Document(
                        "nodes",
                        target.nodes().stream()
                                .map(node -> new Document("address", node.address()).append("weight", node.weight()))
                                .toList())
                .append("service", target.service())
                .append("connecttimeoutmillis", target.connectTimeout().toMillis())
                .append("idletimeoutmillis", target.idleTimeout().toMillis())
                .append("failover", failover(target.failover()));
        target.tls().ifPresent(tls -> document.append("tls", tls(tls)));
        target.path().ifPresent(path -> document.append("path", path));
        target.host().ifPresent(host -> document.append("host", host));
        target.probe().ifPresent(probe -> document.append("probe", probe(probe)));
        return document;
    }

    /** @throws UnreadableFieldException if anything in it is not as it was written */
    static HttpTarget read(StrictFields http) throws UnreadableFieldException {
        List<HttpTarget.Node> nodes = new ArrayList<>();
        for (StrictFields node : http.documents("nodes", NODE)) {
            nodes.add(new HttpTarget.Node(node.text("address"), node.number("weight")));
        }
        return new HttpTarget(
                nodes,
                http.text("service"),
                http.has("tls") ? Optional.of(tls(http.document("tls", TLS))) : Optional.empty(),
                http.optionalText("path"),
                http.optionalText("host"),
                http.millis("connecttimeoutmillis"),
                http.millis("idletimeoutmillis"),
                failover(http.document("failover", FAILOVER)),
                http.has("probe") ? Optional.of(probe(http.document("probe", PROBE))) : Optional.empty());
    }

    private static Document tls(HttpTarget.Tls tls) {
        Document document = new Document("verify", tls.verify());
        tls.serverName().ifPresent(name -> document.append("servername", name));
        tls.caCertificates().ifPresent(pem -> document.append("cacertificates", pem));
        return document;
    }

    private static HttpTarget.Tls tls(StrictFields tls) throws UnreadableFieldException {
        return new HttpTarget.Tls(
                tls.optionalText("servername"), tls.optionalText("cacertificates"), tls.flag("verify"));
    }

    private static Document failover(HttpTarget.Failover failover) {
        Document document =
                new Document("on", List.copyOf(new TreeSet<>(failover.on()))).append("tries", failover.tries());
        failover.timeout().ifPresent(timeout -> document.append("timeoutmillis", timeout.toMillis()));
        return document;
    }

    private static HttpTarget.Failover failover(StrictFields failover) throws UnreadableFieldException {
        Optional<Duration> timeout =
                failover.has("timeoutmillis") ? Optional.of(failover.millis("timeoutmillis")) : Optional.empty();
        return new HttpTarget.Failover(new TreeSet<>(failover.texts("on")), failover.number("tries"), timeout);
    }

    private static Document probe(HttpTarget.Probe probe) {
        return new Document("kind", word(probe.kind()))
                .append("path", probe.path())
                .append("statuses", probe.statuses())
                .append("intervalmillis", probe.interval().toMillis())
                .append("timeoutmillis", probe.timeout().toMillis())
                .append("unhealthy", probe.unhealthy())
                .append("healthy", probe.healthy());
    }

    private static HttpTarget.Probe probe(StrictFields probe) throws UnreadableFieldException {
        String kind = probe.text("kind");
        return new HttpTarget.Probe(
                Arrays.stream(HttpTarget.Probe.Kind.values())
                        .filter(known -> word(known).equals(kind))
                        .findFirst()
                        .orElseThrow(() -> StrictFields.wrong("kind")),
                probe.text("path"),
                probe.texts("statuses"),
                probe.millis("intervalmillis"),
                probe.millis("timeoutmillis"),
                probe.number("unhealthy"),
                probe.number("healthy"));
    }

    private static String word(HttpTarget.Probe.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
