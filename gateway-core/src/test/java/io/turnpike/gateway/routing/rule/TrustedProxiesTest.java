package io.turnpike.gateway.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.exchange.Exchange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {

    private static final TrustedProxies PROXIES =
            TrustedProxies.of(List.of("10.0.0.0/8", "192.0.2.1", "2001:db8::/32"));

    private static Exchange.Headers headers(@Nullable String listed, @Nullable String forwarded) {
        return new Exchange.Headers() {
            @Override
            public @Nullable String first(String name) {
                return name.equals("X-Forwarded-For") ? listed : name.equals("Forwarded") ? forwarded : null;
            }
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | 203.0.113.7 | 203.0.113.7",
                "10.0.0.1 | 1.2.3.4, 203.0.113.7 | 203.0.113.7",
                "10.0.0.1 | 1.2.3.4, 203.0.113.7, 10.9.9.9, 192.0.2.1 | 203.0.113.7",
                "10.0.0.1 | 10.0.0.3, 10.0.0.2 | 10.0.0.3",
                "10.0.0.1 | 203.0.113.7:4711 | 203.0.113.7",
                "10.0.0.1 | [2001:db9::1]:4711 | 2001:db9::1",
                "10.0.0.1 | 2001:db9::1 | 2001:db9::1",
                "10.0.0.1 | 203.0.113.7,, | 203.0.113.7",
                "10.0.0.1 | 203.0.113.7, nonsense, 10.0.0.2 | 10.0.0.2",
                "10.0.0.1 | unknown | 10.0.0.1",
                "10.0.0.1 | 203.0.113.07 | 10.0.0.1",
                "10.0.0.1 | | 10.0.0.1",
                "::ffff:10.0.0.1 | 203.0.113.7 | 203.0.113.7",
                "203.0.113.9 | 203.0.113.7 | 203.0.113.9",
                "192.0.2.2 | 10.0.0.1 | 192.0.2.2",
            })
    void client_ofXForwardedFor_isTheLastThatIsNotTrusted(String peer, @Nullable String header, String client) {
        assertThat(PROXIES.client(peer, headers(header, null))).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "for=203.0.113.7 | 203.0.113.7",
                "For=\"203.0.113.7:80\";proto=https;by=10.0.0.1 | 203.0.113.7",
                "for=1.2.3.4, proto=http;for=\"[2001:db9::1]:4711\" | 2001:db9::1",
                "for=203.0.113.7, for=10.0.0.2;host=\"a,b\" | 203.0.113.7",
                "for=_hidden | 10.0.0.1",
                "proto=https | 10.0.0.1",
                "for=\", for=203.0.113.7 | 203.0.113.7",
                "for=\"[2001:db9::1\" | 10.0.0.1",
                "for=203.0.113.7;host=\"x\\\", for=192.168.1.1;y=\\\"\";proto=http | 203.0.113.7",
                "for=192.168.1.1, for=203.0.113.7;host=\"x\\\\\";proto=http | 203.0.113.7",
                "for=192.168.1.1;host=\"x\\\", for=203.0.113.7;host=\"a\" | 203.0.113.7",
                "proto=http;host=\"a;for=192.168.1.1;b\";for=203.0.113.7 | 203.0.113.7",
                "proto=http;host=\"a\\\";for=192.168.1.1;b=\\\"\";for=203.0.113.7 | 203.0.113.7",
                "for=192.168.1.1;for=203.0.113.7 | 10.0.0.1",
            })
    void client_ofForwarded_isTheLastThatIsNotTrusted(String header, String client) {
        assertThat(PROXIES.client("10.0.0.1", headers(null, header))).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "10.0.0.1 | 203.0.113.7 | https | - | https",
                "10.0.0.1 | 203.0.113.7 | HTTPS | - | https",
                "10.0.0.1 | - | https | - | https",
                "10.0.0.1 | unknown | https | - | https",
                "10.0.0.1 | 203.0.113.7 | - | - | http",
                "10.0.0.1 | 203.0.113.7 | wss | - | http",
                "10.0.0.1 | 203.0.113.7 | https, http | - | http",
                "10.0.0.1 | 203.0.113.7, 10.0.0.2 | https, http | - | https",
                "10.0.0.1 | 203.0.113.7, 10.0.0.2 | https | - | https",
                "10.0.0.1 | 1.2.3.4, 203.0.113.7 | https, http | - | http",
                "10.0.0.1 | - | - | for=203.0.113.7;proto=https | https",
                "10.0.0.1 | - | - | for=203.0.113.7;proto=\"https\", for=10.0.0.2;proto=http | https",
                "10.0.0.1 | - | - | for=1.2.3.4;proto=https, for=203.0.113.7;proto=http | http",
                "10.0.0.1 | - | - | proto=https | https",
                "10.0.0.1 | - | - | for=203.0.113.7;proto=https;proto=http | http",
                "10.0.0.1 | 203.0.113.7 | https | for=203.0.113.7;proto=https | https",
                "10.0.0.1 | 203.0.113.7 | https | for=203.0.113.7 | https",
                "10.0.0.1 | 203.0.113.7 | http | for=203.0.113.7;proto=https | http",
                "10.0.0.1 | 203.0.113.7 | https | for=1.2.3.4;proto=https | http",
                "203.0.113.9 | 203.0.113.7 | https | for=203.0.113.7;proto=https | http",
            })
    void scheme_ofTheClient_isThatOfItsProxy(
            String peer, @Nullable String listed, @Nullable String proto, @Nullable String forwarded, String scheme) {
        Exchange.Headers headers = name -> switch (name) {
            case "X-Forwarded-For" -> listed;
            case "X-Forwarded-Proto" -> proto;
            case "Forwarded" -> forwarded;
            default -> null;
        };

        assertThat(PROXIES.scheme(peer, "http", headers)).isEqualTo(scheme);
        assertThat(TrustedProxies.NONE.scheme(peer, "https", headers)).isEqualTo("https");
    }

    @Test
    void client_headersThatAgree_isBelieved() {
        assertThat(PROXIES.client("10.0.0.1", headers("203.0.113.7", "for=203.0.113.7")))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void client_headersThatContradict_isUnknown() {
        assertThat(PROXIES.client("10.0.0.1", headers("203.0.113.7", "for=198.51.100.1")))
                .isEmpty();
    }

    @Test
    void trusts_nobodyNamed_believesNobody() {
        assertThat(TrustedProxies.NONE.trusts("127.0.0.1")).isFalse();
        assertThat(TrustedProxies.NONE.client("127.0.0.1", headers("203.0.113.7", null)))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void of_noAddress_saysWhatWasExpected() {
        assertThatThrownBy(() -> TrustedProxies.of(List.of("lan")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"lan\"");
    }
}
