package io.turnpike.gateway;

import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A route to HTTP nodes of which everything is said that can be, for tests. */
public final class HttpRouteSample {

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

    private HttpRouteSample() {}

    /** The route, sound by the rules of today. */
    public static RouteDefinition everything() {
        return to(new HttpTarget(
                List.of(new HttpTarget.Node("10.0.0.5:8080", 2), new HttpTarget.Node("10.0.0.6:8080", 0)),
                "",
                Optional.of(new HttpTarget.Tls(Optional.of("catalogue.internal"), Optional.of(PEM), false)),
                Optional.of("/v2/{ID}/*"),
                Optional.of("catalogue.internal"),
                Duration.ofMillis(1_500),
                Duration.ofMillis(30_000),
                new HttpTarget.Failover(Set.of("timeout", "error", "http_502"), 0, Optional.of(Duration.ofMillis(7))),
                Optional.of(new HttpTarget.Probe(
                        HttpTarget.Probe.Kind.HTTPS,
                        "/health",
                        List.of("404", "200-399"),
                        Duration.ofMillis(1_000),
                        Duration.ofMillis(500),
                        1,
                        4))));
    }

    /** The live servers of a service, and nothing else said. */
    public static RouteDefinition service() {
        return to(new HttpTarget(
                List.of(),
                "Catalogue",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                HttpTarget.CONNECT_TIMEOUT,
                HttpTarget.IDLE_TIMEOUT,
                HttpTarget.Failover.DEFAULT,
                Optional.empty()));
    }

    private static RouteDefinition to(HttpTarget target) {
        return new RouteDefinition(
                "nodes",
                0,
                List.of("/catalogue/{ID}/*"),
                List.of(),
                Set.of("GET", "OPTIONS"),
                List.of(),
                List.of(),
                target);
    }
}
