package io.turnpike.gateway.routing.rule;

import static io.turnpike.gateway.routing.rule.Operator.ABSENT;
import static io.turnpike.gateway.routing.rule.Operator.EQUALS;
import static io.turnpike.gateway.routing.rule.Operator.GREATER;
import static io.turnpike.gateway.routing.rule.Operator.GREATER_OR_EQUAL;
import static io.turnpike.gateway.routing.rule.Operator.IN;
import static io.turnpike.gateway.routing.rule.Operator.LESS;
import static io.turnpike.gateway.routing.rule.Operator.LESS_OR_EQUAL;
import static io.turnpike.gateway.routing.rule.Operator.MATCHES;
import static io.turnpike.gateway.routing.rule.Operator.NOT_EQUALS;
import static io.turnpike.gateway.routing.rule.Operator.NOT_IN;
import static io.turnpike.gateway.routing.rule.Operator.NOT_MATCHES;
import static io.turnpike.gateway.routing.rule.Operator.PRESENT;
import static io.turnpike.gateway.routing.rule.ValueSource.COOKIE;
import static io.turnpike.gateway.routing.rule.ValueSource.HEADER;
import static io.turnpike.gateway.routing.rule.ValueSource.QUERY;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Exchange;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteRuleTest {

    private static final RouteDefinition ANY = Rules.route("r", "/a");

    @Test
    void admits_header_comparesEachLineAndNamesRegardlessOfCase() {
        RouteRule rule = rule(Rules.with(ANY, HEADER, "X-Version", EQUALS, "2"));

        assertThat(rule.unconditional()).isFalse();
        assertThat(admits(rule, Rules.request("GET", "/a", "x-version: 2"))).isTrue();
        assertThat(admits(rule, Rules.request("GET", "/a", "X-Version: 1", "X-Version: 2")))
                .isTrue();
        assertThat(admits(rule, Rules.request("GET", "/a", "X-Version: 1"))).isFalse();
        assertThat(admits(rule, Rules.request("GET", "/a"))).isFalse();
    }

    @Test
    void admits_headerInUtf8_comparesWhatIsMeant() {
        RouteRule rule = rule(Rules.with(ANY, HEADER, "X-City", EQUALS, "Köln"));

        assertThat(admits(rule, Rules.request("GET", "/a", "X-City: K\u00c3\u00b6ln")))
                .isTrue();
    }

    @Test
    void admits_cookie_findsItAmongOthers() {
        RouteRule rule = rule(Rules.with(ANY, COOKIE, "beta", IN, "yes", "1"));

        assertThat(admits(rule, Rules.request("GET", "/a", "Cookie: a=b; beta=1; c")))
                .isTrue();
        assertThat(admits(rule, Rules.request("GET", "/a", "Cookie: a=b", "Cookie: beta=\"yes\"")))
                .isTrue();
        assertThat(admits(rule, Rules.request("GET", "/a", "Cookie: Beta=1; betaa=yes; beta")))
                .isFalse();
    }

    @Test
    void admits_query_isDecodedAsAForm() {
        RouteRule rule = rule(Rules.with(ANY, QUERY, "full name", EQUALS, "a b/ü"));

        assertThat(admits(rule, query("x=1&full+name=a%20b%2F%C3%BC"))).isTrue();
        assertThat(admits(rule, query("full%20name=other&full+name=a+b/%C3%BC")))
                .isTrue();
        assertThat(admits(rule, query("full+name=%zz"))).isFalse();
        assertThat(admits(rule, query(null))).isFalse();
    }

    @Test
    void admits_presentAndAbsent_areOpposites() {
        RouteRule present = rule(Rules.with(ANY, QUERY, "debug", PRESENT));
        RouteRule absent = rule(Rules.with(ANY, QUERY, "debug", ABSENT));

        for (String query : new String[] {"debug", "debug=", "a=1&debug=x"}) {
            assertThat(admits(present, query(query))).as(query).isTrue();
            assertThat(admits(absent, query(query))).as(query).isFalse();
        }
        for (String query : new String[] {"", "debugger=1", "a=debug", null}) {
            assertThat(admits(present, query(query))).as(query).isFalse();
            assertThat(admits(absent, query(query))).as(query).isTrue();
        }
    }

    @Test
    void admits_negations_holdWithoutAnyValue() {
        assertThat(admits(rule(Rules.with(ANY, QUERY, "n", NOT_EQUALS, "1")), query(null)))
                .isTrue();
        assertThat(admits(rule(Rules.with(ANY, QUERY, "n", NOT_IN, "1", "2")), query("n=2")))
                .isFalse();
        assertThat(admits(rule(Rules.with(ANY, QUERY, "n", NOT_EQUALS, "1")), query("n=2&n=1")))
                .isFalse();
        assertThat(admits(rule(Rules.with(ANY, QUERY, "n", NOT_MATCHES, "[0-9]+")), query("n=12")))
                .isFalse();
        assertThat(admits(rule(Rules.with(ANY, QUERY, "n", NOT_MATCHES, "[0-9]+")), query("n=12x")))
                .isTrue();
    }

    @Test
    void admits_regularExpression_takesTheWholeValue() {
        RouteRule rule = rule(Rules.with(ANY, HEADER, "User-Agent", MATCHES, "(?i)curl/.*"));

        assertThat(admits(rule, Rules.request("GET", "/a", "User-Agent: CURL/8.1")))
                .isTrue();
        assertThat(admits(rule, Rules.request("GET", "/a", "User-Agent: not curl/8.1")))
                .isFalse();
    }

    @Test
    void admits_numbers_areComparedByValue() {
        assertThat(admits(rule(Rules.with(ANY, QUERY, "n", LESS, "10")), query("n=9.99")))
                .isTrue();
        assertThat(admits(rule(Rules.with(ANY, QUERY, "n", LESS, "10")), query("n=10.0")))
                .isFalse();
        assertThat(admits(rule(Rules.with(ANY, QUERY, "n", LESS_OR_EQUAL, "10")), query("n=10.0")))
                .isTrue();
        assertThat(admits(rule(Rules.with(ANY, QUERY, "n", GREATER, "-1")), query("n=0")))
                .isTrue();
        assertThat(admits(
                        rule(Rules.with(ANY, QUERY, "n", GREATER_OR_EQUAL, "9007199254740993")),
                        query("n=9007199254740992")))
                .isFalse();
        for (String value : new String[] {"", "x", "1e3", "0x10", "NaN", "1".repeat(41), "1_0"}) {
            assertThat(admits(rule(Rules.with(ANY, QUERY, "n", GREATER, "-1")), query("n=" + value)))
                    .as(value)
                    .isFalse();
        }
    }

    @Test
    void admits_clients_areComparedByBlock() {
        RouteRule rule = rule(Rules.withClients(ANY, "10.0.0.0/8", "192.0.2.7", "2001:db8::/33", "fe80::1"));

        for (String address : new String[] {
            "10.1.2.3", "192.0.2.7", "2001:db8:7fff::1", "::ffff:10.9.9.9", "fe80::1%eth0", "fe80:0:0:0:0:0:0:1"
        }) {
            assertThat(admits(rule, from(address))).as(address).isTrue();
        }
        for (String address : new String[] {"11.0.0.1", "192.0.2.8", "2001:db8:8000::1", "::1", "", "localhost"}) {
            assertThat(admits(rule, from(address))).as(address).isFalse();
        }
    }

    @Test
    void admits_nothingAsked_readsNothing() {
        RouteRule rule = rule(Rules.withVerbs(ANY, "GET"));
        Exchange.Headers noHeaders = name -> {
            throw new AssertionError("not to be read");
        };
        Exchange.Client noClient = () -> {
            throw new AssertionError("not to be read");
        };

        assertThat(rule.unconditional()).isTrue();
        assertThat(admits(rule, new Exchange("GET", "/a", "%zz", noHeaders, noClient, new byte[0], 0)))
                .isTrue();
    }

    @Test
    void verbBits_rule_hasTheBitsOfWhatItTakes() {
        int get = rule(Rules.withVerbs(ANY, "GET")).verbBits();

        assertThat(get & RouteRule.verb("GET")).isNotZero();
        assertThat(get & RouteRule.verb("HEAD")).isNotZero();
        assertThat(get & RouteRule.verb("POST")).isZero();
        assertThat(get & RouteRule.verb("PROPFIND")).isZero();
        for (String verb : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "PROPFIND")) {
            assertThat(rule(ANY).verbBits() & RouteRule.verb(verb)).as(verb).isNotZero();
        }
    }

    @Test
    void covers_lessIsAsked_isTold() {
        RouteDefinition x = Rules.with(ANY, HEADER, "X", EQUALS, "1");

        assertThat(rule(ANY).covers(rule(x))).isTrue();
        assertThat(rule(x).covers(rule(ANY))).isFalse();
        assertThat(rule(Rules.with(ANY, HEADER, "x", PRESENT)).covers(rule(x))).isTrue();
        assertThat(rule(Rules.with(ANY, HEADER, "X", IN, "1", "2")).covers(rule(x)))
                .isTrue();
        assertThat(rule(Rules.with(ANY, HEADER, "X", MATCHES, "[0-9]")).covers(rule(x)))
                .isTrue();
        assertThat(rule(Rules.with(ANY, HEADER, "X", LESS, "1")).covers(rule(x)))
                .isFalse();
        assertThat(rule(Rules.with(ANY, HEADER, "X", NOT_EQUALS, "2")).covers(rule(x)))
                .as("another line of the header may be 2")
                .isFalse();
        assertThat(rule(Rules.with(ANY, HEADER, "X", NOT_IN, "2")).covers(rule(Rules.with(ANY, HEADER, "X", ABSENT))))
                .isTrue();
        assertThat(rule(Rules.withVerbs(ANY, "GET", "POST")).covers(rule(Rules.withVerbs(ANY, "GET"))))
                .isTrue();
        assertThat(rule(Rules.withVerbs(ANY, "GET")).covers(rule(ANY))).isFalse();
        assertThat(rule(Rules.withClients(ANY, "10.0.0.0/8", "::/0"))
                        .covers(rule(Rules.withClients(ANY, "10.2.0.0/16"))))
                .isTrue();
        assertThat(rule(Rules.withClients(ANY, "10.2.0.0/16")).covers(rule(Rules.withClients(ANY, "10.0.0.0/8"))))
                .isFalse();
        assertThat(rule(Rules.withClients(ANY, "10.2.0.0/16")).covers(rule(ANY)))
                .isFalse();
    }

    private static boolean admits(RouteRule rule, Exchange exchange) {
        return rule.admits(new RequestAttributes(exchange));
    }

    private static Exchange query(String query) {
        return Rules.requestFrom("", "GET", "/a", query);
    }

    private static Exchange from(String client) {
        return Rules.requestFrom(client, "GET", "/a", null);
    }

    private static RouteRule rule(RouteDefinition definition) {
        return Rules.checked(definition).rule();
    }
}
