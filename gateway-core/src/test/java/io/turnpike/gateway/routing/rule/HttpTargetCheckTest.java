package io.turnpike.gateway.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.exchange.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTargetCheckTest {

    private static final String AT = "/Upstream/Http";
    private static final HttpTarget GOOD = HttpTargets.nodes("10.0.0.5:8080");

    @Test
    void faults_everythingSaid_none() {
        assertThat(faults(HttpTargets.everything(), "/a/{ID}/*", "/b/{other}/{ID}/*"))
                .isEmpty();
        assertThat(faults(GOOD, "/a/{any.name}")).isEmpty();
        assertThat(faults(HttpTargets.withService(HttpTargets.nodes(), "Catalogue"), "/"))
                .isEmpty();
    }

    @Test
    void faults_manyFaults_namesAllOfThemWithPointers() {
        HttpTarget bad = new HttpTarget(
                List.of(
                        new HttpTarget.Node("10.0.0.5", 1),
                        new HttpTarget.Node("a.org:80", -1),
                        new HttpTarget.Node("A.org.:80", 1_001),
                        new HttpTarget.Node("*.a.org:80", 1)),
                "Catalogue",
                Optional.of(new HttpTarget.Tls(Optional.of("10.0.0.1"), Optional.of("-----BEGIN"), true)),
                Optional.of("/{nobody}"),
                Optional.of("a b"),
                Duration.ZERO,
                Duration.ofMillis(3_600_001),
                new HttpTarget.Failover(Set.of("error", "off", "http_600"), 101, Optional.of(Duration.ZERO)),
                Optional.of(new HttpTarget.Probe(
                        HttpTarget.Probe.Kind.HTTP,
                        "health",
                        List.of("200", "20x", "399-200"),
                        Duration.ofMillis(99),
                        Duration.ZERO,
                        0,
                        101)));

        assertThat(faults(bad, "/a"))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder(
                        AT,
                        AT + "/Nodes/0/Address",
                        AT + "/Nodes/1/Weight",
                        AT + "/Nodes/2/Address",
                        AT + "/Nodes/2/Weight",
                        AT + "/Nodes/3/Address",
                        AT + "/Tls/ServerName",
                        AT + "/Tls/CaCertificates",
                        AT + "/Path",
                        AT + "/Host",
                        AT + "/ConnectTimeoutMillis",
                        AT + "/IdleTimeoutMillis",
                        AT + "/Failover/On/1",
                        AT + "/Failover/On/2",
                        AT + "/Failover/Tries",
                        AT + "/Failover/TimeoutMillis",
                        AT + "/Probe/Path",
                        AT + "/Probe/Statuses/1",
                        AT + "/Probe/Statuses/2",
                        AT + "/Probe/IntervalMillis",
                        AT + "/Probe/TimeoutMillis",
                        AT + "/Probe/Unhealthy",
                        AT + "/Probe/Healthy");
        assertThat(faults(bad, "/a")).allMatch(fault -> fault.detail().contains("(expected: "));
    }

    @Test
    void faults_noOrTooManyOrIdleNodes_areFaults() {
        assertThat(faults(HttpTargets.nodes(), "/a"))
                .singleElement()
                .satisfies(fault -> assertThat(fault.detail()).contains("neither Nodes nor Service"));
        assertThat(faults(HttpTargets.nodes(addresses(100)), "/a")).isEmpty();
        assertThat(faults(HttpTargets.nodes(addresses(101)), "/a"))
                .extracting(Fault::pointer)
                .containsExactly(AT + "/Nodes");
        HttpTarget idle = HttpTargets.everything();
        HttpTarget allIdle = new HttpTarget(
                List.of(new HttpTarget.Node("a:1", 0), new HttpTarget.Node("b:1", 0)),
                "",
                idle.tls(),
                idle.path(),
                idle.host(),
                idle.connectTimeout(),
                idle.idleTimeout(),
                idle.failover(),
                idle.probe());
        assertThat(faults(allIdle, "/a/{ID}/*"))
                .singleElement()
                .satisfies(fault -> assertThat(fault.detail()).contains("weight 0"));
    }

    @Test
    void faults_pathWithSeveral_areAllTold() {
        assertThat(faults(HttpTargets.withPath(GOOD, "/{no}/{nor}/*"), "/b/{ID}"))
                .extracting(Fault::pointer)
                .containsExactly(AT + "/Path", AT + "/Path", AT + "/Path");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /v2            | /a             |
                    /v2/           | /a             |
                    /              | /a             |
                    /*             | /a/*           |
                    /x%2Fy/~a;b=c  | /a             |
                    /{ID}/{b.c}    | /{b.c}/x/{ID}  |
                    v2             | /a             | does not begin with a slash
                    /v2//x         | /a             | empty segment
                    /*/x           | /a/*           | star
                    /*/            | /a/*           | star
                    /x*            | /a/*           | star
                    /a/../b        | /a             | ".."
                    /a%2e%2e/%zz   | /a             | two hexadecimal digits
                    /caf\u00e9     | /a             | U+00E9
                    /a b           | /a             | U+0020
                    /a?b           | /a             | U+003F
                    /{ID}/{ID}     | /{ID}          | template twice
                    /{ID}          | /a/{id}        | {ID} is no template of /a/{id}
                    /x/*           | /a             | does not end in /*
                    /x/*           | /a*            | does not end in /*
                    /x/*           | /a/*/          | does not end in /*
                    """)
    void faults_path_isTakenOrSaysWhy(String path, String uri, String detail) {
        List<Fault> faults = faults(HttpTargets.withPath(GOOD, path), uri);

        if (detail == null) {
            assertThat(faults).isEmpty();
        } else {
            assertThat(faults).singleElement().satisfies(fault -> {
                assertThat(fault.pointer()).isEqualTo(AT + "/Path");
                assertThat(fault.detail()).contains(detail);
            });
        }
    }

    @Test
    void faults_pathThatOnlySomeUrisFill_isAFault() {
        assertThat(faults(HttpTargets.withPath(GOOD, "/{ID}/*"), "/a/{ID}/*", "/b/*"))
                .hasSize(1);
        assertThat(faults(HttpTargets.withPath(GOOD, "/x/*"), "/a/*", "/b"))
                .singleElement()
                .satisfies(fault -> assertThat(fault.detail()).contains("/b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.org", "a.org:80", "10.0.0.1", "[::1]", "[::1]:65535", "my_host"})
    void faults_host_isTaken(String host) {
        assertThat(faults(HttpTargets.withHost(GOOD, host), "/a")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a..b", "*", "*.a.org", "a.org:", "a.org:0", "a.org:65536", "::1", "[::1", "a b", "a\r\nX: y"
            })
    void faults_noHost_isAFault(String host) {
        assertThat(faults(HttpTargets.withHost(GOOD, host), "/a"))
                .singleElement()
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo(AT + "/Host"));
    }

    @Test
    void faults_tcpProbeWithMore_isAFault() {
        HttpTarget.Probe tcp = probe(HttpTarget.Probe.Kind.TCP, "/", List.of());
        assertThat(faults(HttpTargets.with(GOOD, tcp), "/a")).isEmpty();
        assertThat(faults(HttpTargets.with(GOOD, probe(HttpTarget.Probe.Kind.TCP, "/", List.of("200"))), "/a"))
                .extracting(Fault::pointer)
                .containsExactly(AT + "/Probe");
        assertThat(faults(HttpTargets.with(GOOD, probe(HttpTarget.Probe.Kind.HTTP, "/a%4", List.of("200"))), "/a"))
                .extracting(Fault::pointer)
                .containsExactly(AT + "/Probe/Path");
    }

    @Test
    void faults_optionsAmongTheVerbs_isForHttpOnly() {
        RouteDefinition http = Rules.withVerbs(route(GOOD, "/a"), "OPTIONS", "GET");

        assertThat(RouteCompiler.faults(http)).isEmpty();
        assertThat(RouteCompiler.faults(Rules.withVerbs(Rules.route("r", "/a"), "OPTIONS")))
                .extracting(Fault::pointer)
                .containsExactly("/Verbs/0");
        RouteRule rule = Rules.checked(http).rule();
        assertThat(rule.verbBits() & RouteRule.verb("OPTIONS")).isNotZero();
        assertThat(Rules.checked(Rules.withVerbs(route(GOOD, "/a"), "GET"))
                                .rule()
                                .verbBits()
                        & RouteRule.verb("OPTIONS"))
                .isZero();
        assertThat(Rules.checked(route(GOOD, "/a")).rule().verbBits() & RouteRule.verb("OPTIONS"))
                .isNotZero();
    }

    @Test
    void parse_addresses_arePlain() {
        assertThat(NodeAddress.parse("Catalogue.Internal.:80")).isEqualTo(new NodeAddress("catalogue.internal", 80));
        assertThat(NodeAddress.parse("[2001:DB8:0::1]:443")).hasToString("[2001:db8:0:0:0:0:0:1]:443");
        assertThat(NodeAddress.parse("10.0.0.5:08080").port()).isEqualTo(8080);
        for (String none : List.of(
                "",
                ":80",
                "a",
                "a:",
                "a:x",
                "a:99999999999",
                "::1:80",
                "[::1]",
                "[::1]80",
                "[fe80::1%eth0]:80",
                "1.2.3:80")) {
            assertThatThrownBy(() -> NodeAddress.parse(none)).as(none).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void contains_statusRange_isInclusive() {
        assertThat(StatusRange.parse("200-399").contains(200)).isTrue();
        assertThat(StatusRange.parse("200-399").contains(399)).isTrue();
        assertThat(StatusRange.parse("200-399").contains(400)).isFalse();
        assertThat(StatusRange.parse("404").contains(404)).isTrue();
        assertThat(StatusRange.parse("404").contains(403)).isFalse();
    }

    @Test
    void read_certificates_allOrNone() {
        assertThat(PemCertificates.read(HttpTargets.PEM + HttpTargets.PEM)).hasSize(2);
        for (String none : List.of("", "x", HttpTargets.PEM.replace("MIIB", "AAAA"))) {
            assertThatThrownBy(() -> PemCertificates.read(none)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static HttpTarget.Probe probe(HttpTarget.Probe.Kind kind, String path, List<String> statuses) {
        return new HttpTarget.Probe(kind, path, statuses, Duration.ofSeconds(5), Duration.ofSeconds(2), 3, 2);
    }

    private static List<Fault> faults(HttpTarget target, String... uris) {
        return RouteCompiler.faults(route(target, uris));
    }

    private static RouteDefinition route(HttpTarget target, String... uris) {
        return new RouteDefinition("r", 0, List.of(uris), List.of(), Set.of(), List.of(), List.of(), target);
    }

    private static String[] addresses(int count) {
        return IntStream.range(0, count).mapToObj(i -> "10.0.0." + i + ":80").toArray(String[]::new);
    }
}
