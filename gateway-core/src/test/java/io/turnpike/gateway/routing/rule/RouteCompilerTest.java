package io.turnpike.gateway.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteCompilerTest {

    private static final RouteDefinition GOOD = Rules.route("r", "/a");

    @Test
    void compile_manyFaults_namesAllOfThemWithPointers() {
        RouteDefinition bad = new RouteDefinition(
                "a/b",
                2_000_000,
                List.of("/ok", "no-slash", "/a//b", "/a/{1}", "/a*b", "/*x/y", "/%zz", "/a/../b"),
                List.of("*.example.com", "example.com:80", "*", "-x.org", "*.10.0.0.1", "a..b"),
                Set.of("GET", "get", "TRACE"),
                List.of("10.0.0.0/8", "10.0.0.1/8", "10.0.0.0/33", "::/129", "host", "01.2.3.4", "1.2.3"),
                List.of(
                        new ConditionDefinition(
                                io.turnpike.gateway.routing.rule.ValueSource.HEADER,
                                "X Y",
                                Operator.EQUALS,
                                List.of("1")),
                        new ConditionDefinition(
                                io.turnpike.gateway.routing.rule.ValueSource.QUERY, "n", Operator.LESS, List.of("1e3")),
                        new ConditionDefinition(
                                io.turnpike.gateway.routing.rule.ValueSource.COOKIE,
                                "c",
                                Operator.MATCHES,
                                List.of("(a")),
                        new ConditionDefinition(
                                io.turnpike.gateway.routing.rule.ValueSource.QUERY, "n", Operator.IN, List.of()),
                        new ConditionDefinition(
                                io.turnpike.gateway.routing.rule.ValueSource.QUERY,
                                "n",
                                Operator.PRESENT,
                                List.of("x"))),
                new ThriftTarget("s", "m"));

        assertThat(RouteCompiler.faults(bad))
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder(
                        "/RouteId",
                        "/Priority",
                        "/Uris/1",
                        "/Uris/2",
                        "/Uris/3",
                        "/Uris/4",
                        "/Uris/5",
                        "/Uris/6",
                        "/Uris/7",
                        "/Hosts/1",
                        "/Hosts/3",
                        "/Hosts/4",
                        "/Hosts/5",
                        "/Verbs/1",
                        "/Verbs/2",
                        "/Clients/1",
                        "/Clients/2",
                        "/Clients/3",
                        "/Clients/4",
                        "/Clients/5",
                        "/Clients/6",
                        "/Conditions/0/Header",
                        "/Conditions/1/Value",
                        "/Conditions/2/Value",
                        "/Conditions/3/Values",
                        "/Conditions/4/Value");
        assertThatThrownBy(() -> RouteCompiler.compile(bad))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.error()).isEqualTo(GatewayError.INVALID_ROUTE));
    }

    @Test
    void compile_samePathTwice_isAFault() {
        assertThat(RouteCompiler.faults(Rules.route("r", "/x", "/a/{x}", "/x/", "/a/{y}")))
                .containsExactly(
                        Fault.at(
                                "/Uris/2",
                                "Uris: \"/x/\" takes the same requests as \"/x\" before it (expected: each once)"),
                        Fault.at(
                                "/Uris/3",
                                "Uris: \"/a/{y}\" takes the same requests as \"/a/{x}\" before it (expected: each once)"));
        assertThat(RouteCompiler.faults(Rules.withHosts(GOOD, "a..b", "A.org", "a.org.")))
                .extracting(Fault::pointer)
                .containsExactly("/Hosts/0", "/Hosts/2");
        assertThat(RouteCompiler.faults(Rules.route("r", "/{x}/{x}")))
                .singleElement()
                .satisfies(fault -> assertThat(fault.detail()).contains("template twice"));
        assertThat(RouteCompiler.faults(Rules.route("r"))).hasSize(1);
    }

    @Test
    void compile_tooMuchOfAnything_isAFault() {
        assertThat(RouteCompiler.faults(Rules.route("r", "/" + "a".repeat(2_048))))
                .hasSize(1);
        assertThat(RouteCompiler.faults(Rules.withClients(
                        GOOD, Collections.nCopies(1_001, "::1").toArray(String[]::new))))
                .hasSize(1);
        RouteDefinition conditions = GOOD;
        for (int i = 0; i < 21; i++) {
            conditions =
                    Rules.with(conditions, io.turnpike.gateway.routing.rule.ValueSource.QUERY, "q", Operator.PRESENT);
        }
        assertThat(RouteCompiler.faults(conditions)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{30}){30}",
                "((a{1,100}){1,100}){1,100}",
                "(((a{10}){10}){10}){10}",
                "(a*){501}",
                "a{1001}",
                "(?=x)",
                "(a)\\1",
                "[a",
                "*",
                "\\p{Nothing}",
                "x{99999}"
            })
    void compile_costlyOrBrokenExpression_isAFaultAtOnce(String regex) {
        assertThat(faultsOf(regex))
                .singleElement()
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/Conditions/0/Value"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                "(a+)+b",
                "\\d{4}-\\d{2}",
                "[]{}]{2}",
                "\\Qa.b\\E",
                "x{100}",
                ""
            })
    void compile_usualExpression_isTaken(String regex) {
        assertThat(faultsOf(regex)).isEmpty();
    }

    @Test
    void matches_expressionThatBacktracksElsewhere_isFast() {
        LinearRegex regex = LinearRegex.of("(a+)+b|(a|a)*c|(.*){20}d");

        org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThat(regex.matches("a".repeat(4_000))).isFalse());
    }

    @Test
    void parseUri_everyKind_isRead() {
        assertThat(kinds("/")).isEmpty();
        assertThat(kinds("/a/{x}/b")).containsExactly("LITERAL a", "ONE x", "LITERAL b");
        assertThat(kinds("/a/*/b/*")).containsExactly("LITERAL a", "ONE ", "LITERAL b", "REST ");
        assertThat(kinds("/a/*/")).containsExactly("LITERAL a", "ONE ");
        assertThat(kinds("/*")).containsExactly("REST ");
        assertThat(kinds("/a/bb*")).containsExactly("LITERAL a", "PREFIX bb");
        assertThat(kinds("/%7Bx%7D/caf%C3%A9/a%2Fb/%2A/"))
                .containsExactly("LITERAL {x}", "LITERAL café", "LITERAL a/b", "LITERAL *");
    }

    @Test
    void ofHeader_anyForm_isPlain() {
        assertThat(HostPattern.ofHeader("API.Example.com:8080")).isEqualTo("api.example.com");
        assertThat(HostPattern.ofHeader("example.com.")).isEqualTo("example.com");
        assertThat(HostPattern.ofHeader("[2001:DB8::1]:443"))
                .isEqualTo(HostPattern.parse("[2001:db8:0::1]").name());
        assertThat(HostPattern.ofHeader("[::ffff:10.0.0.1]")).isEqualTo("10.0.0.1");
        assertThat(HostPattern.ofHeader("10.0.0.1:80")).isEqualTo("10.0.0.1");
        for (String none :
                new String[] {null, "", "2001:db8::1", "[::1", "[x]", "a:b", ":80", ".", "[fe80::1%25eth0]:x"}) {
            assertThat(HostPattern.ofHeader(none)).as(none).isNull();
        }
    }

    private static List<Fault> faultsOf(String regex) {
        return RouteCompiler.faults(
                Rules.with(GOOD, io.turnpike.gateway.routing.rule.ValueSource.QUERY, "q", Operator.MATCHES, regex));
    }

    private static List<String> kinds(String uri) {
        return PathPattern.parseUri(uri).segments().stream()
                .map(s -> s.kind() + " " + s.text())
                .toList();
    }
}
