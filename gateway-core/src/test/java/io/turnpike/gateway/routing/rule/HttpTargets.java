package io.turnpike.gateway.routing.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes HTTP targets for tests. */
public final class HttpTargets {

    /** A self-signed certificate. */
    public static final String PEM = """
            -----BEGIN CERTIFICATE-----
            MIIBkjCCATegAwIBAgIUHwPRvFmstPbVsx1f3pCTysIc84QwCgYIKoZIzj0EAwIw
            HTEbMBkGA1UEAwwSY2F0YWxvZ3VlLmludGVybmFsMCAXDTI2MTEyMjAzNDQxMloY
            DzIxMjYxMDI5MDM0NDEyWjAdMRswGQYDVQQDDBJjYXRhbG9ndWUuaW50ZXJuYWww
            WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQRLvCYXcKbQNHAUlD8srcPZ00YLX/u
            V52asqC5weJ/KLBC4EvYPyuhkrM7HcFblIVQOI5U8T53qgs23xd8wrtLo1MwUTAd
            BgNVHQ4EFgQUsMxYzDd57OqkNOzVGylFZhnK6DAwHwYDVR0jBBgwFoAUsMxYzDd5
            7OqkNOzVGylFZhnK6DAwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBG
            AiEAni+4xi7kcRGAwFja/IfC6lUO8+ztX8lzYnk6ux5LD+wCIQDnwuXJxuYzTF31
            oh+14SlGgiTY1KgFkO5pFeSc5yEcxw==
            -----END CERTIFICATE-----
            """;

    private HttpTargets() {}

    /** Nodes of the weight 1, all else as it is without being said. */
    public static HttpTarget nodes(String... addresses) {
        List<HttpTarget.Node> nodes = new ArrayList<>();
        for (String address : addresses) {
            nodes.add(new HttpTarget.Node(address, 1));
        }
        return of(nodes, "");
    }

    /** The live servers of a service, all else as it is without being said. */
    public static HttpTarget service(String name) {
        return of(List.of(), name);
    }

    private static HttpTarget of(List<HttpTarget.Node> nodes, String service) {
        return new HttpTarget(
                nodes,
                service,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                HttpTarget.CONNECT_TIMEOUT,
                HttpTarget.IDLE_TIMEOUT,
                HttpTarget.Failover.DEFAULT,
                Optional.empty());
    }

    /** Everything that can be said is, for a route of {@code /a/{ID}/*}. */
    public static HttpTarget everything() {
        return new HttpTarget(
                List.of(new HttpTarget.Node("10.0.0.5:8080", 2), new HttpTarget.Node("[2001:db8::1]:80", 0)),
                "",
                Optional.of(new HttpTarget.Tls(Optional.of("catalogue.internal"), Optional.of(PEM), false)),
                Optional.of("/v2/{ID}/*"),
                Optional.of("catalogue.internal:8443"),
                Duration.ofMillis(1_500),
                Duration.ofMillis(30_000),
                new HttpTarget.Failover(
                        Set.of("error", "http_503", "invalid_header", "non_idempotent"),
                        0,
                        Optional.of(Duration.ofMillis(10_000))),
                Optional.of(new HttpTarget.Probe(
                        HttpTarget.Probe.Kind.HTTPS,
                        "/health?deep=1",
                        List.of("200-299", "404"),
                        Duration.ofMillis(100),
                        Duration.ofMillis(1_000),
                        1,
                        100)));
    }

    public static HttpTarget withPath(HttpTarget t, String path) {
        return new HttpTarget(
                t.nodes(),
                t.service(),
                t.tls(),
                Optional.of(path),
                t.host(),
                t.connectTimeout(),
                t.idleTimeout(),
                t.failover(),
                t.probe());
    }

    public static HttpTarget withService(HttpTarget t, String service) {
        return new HttpTarget(
                t.nodes(),
                service,
                t.tls(),
                t.path(),
                t.host(),
                t.connectTimeout(),
                t.idleTimeout(),
                t.failover(),
                t.probe());
    }

    public static HttpTarget withHost(HttpTarget t, String host) {
        return new HttpTarget(
                t.nodes(),
                t.service(),
                t.tls(),
                t.path(),
                Optional.of(host),
                t.connectTimeout(),
                t.idleTimeout(),
                t.failover(),
                t.probe());
    }

    /** With its first node alone, of that weight. */
    public static HttpTarget weighted(HttpTarget t, int weight) {
        return new HttpTarget(
                List.of(new HttpTarget.Node(t.nodes().get(0).address(), weight)),
                t.service(),
                t.tls(),
                t.path(),
                t.host(),
                t.connectTimeout(),
                t.idleTimeout(),
                t.failover(),
                t.probe());
    }

    public static HttpTarget with(HttpTarget t, HttpTarget.Probe probe) {
        return new HttpTarget(
                t.nodes(),
                t.service(),
                t.tls(),
                t.path(),
                t.host(),
                t.connectTimeout(),
                t.idleTimeout(),
                t.failover(),
                Optional.of(probe));
    }

    public static HttpTarget with(HttpTarget t, HttpTarget.Failover failover) {
        return new HttpTarget(
                t.nodes(),
                t.service(),
                t.tls(),
                t.path(),
                t.host(),
                t.connectTimeout(),
                t.idleTimeout(),
                failover,
                t.probe());
    }

    public static HttpTarget with(HttpTarget t, HttpTarget.Tls tls) {
        return new HttpTarget(
                t.nodes(),
                t.service(),
                Optional.of(tls),
                t.path(),
                t.host(),
                t.connectTimeout(),
                t.idleTimeout(),
                t.failover(),
                t.probe());
    }
}
