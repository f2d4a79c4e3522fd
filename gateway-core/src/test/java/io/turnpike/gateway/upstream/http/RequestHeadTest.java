package io.turnpike.gateway.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.upstream.StreamedRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {

    @Test
    void of_hopByHopFields_areLeftOut() throws Exception {
        String head = head(
                Gateway.SENDER,
                "Connection: X-One, keep-alive",
                "connection: x-two",
                "X-One: 1",
                "X-Two: 2",
                "X-Three: 3",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "Proxy-Authenticate: Basic",
                "Proxy-Authorization: Basic abc",
                "TE: gzip, deflate;q=0.5",
                "Trailer: X-Sum",
                "Transfer-Encoding: chunked",
                "Upgrade: websocket",
                "Authorization: Bearer x");

        assertThat(names(head))
                .containsExactly(
                        "host",
                        "x-three",
                        "authorization",
                        "x-forwarded-for",
                        "x-forwarded-proto",
                        "x-forwarded-host",
                        "x-forwarded-port",
                        "forwarded",
                        "via");
    }

    /** Trailers are dropped, so nobody is told that they are welcome. */
    @Test
    void of_te_isNotPassedOn() throws Exception {
        assertThat(head(Gateway.SENDER, "TE: gzip, Trailers;q=1", "Connection: te"))
                .doesNotContainIgnoringCase("\r\nTE:")
                .doesNotContainIgnoringCase("\r\nConnection:");
    }

    /** The proxy has passed on what its client sent: it does not know these names. */
    @Test
    void of_forwardingFieldsWithUnderscore_areDroppedOfTrustedProxiesToo() throws Exception {
        String head = head(
                Gateway.PROXY,
                "X_Forwarded_For: 6.6.6.6",
                "X-Forwarded_Proto: evil",
                "X_Real-IP: 6.6.6.6",
                "X-Real-IP: 203.0.113.7",
                "X_Other: kept");

        assertThat(head)
                .doesNotContain("6.6.6.6", "evil")
                .contains("\r\nX-Real-IP: 203.0.113.7\r\n", "\r\nX_Other: kept\r\n");
    }

    @Test
    void of_trustedProxyThatSendsOneKind_hasOnlyThatContinued() throws Exception {
        StreamedRequest.Sender proxy = new StreamedRequest.Sender("192.0.2.7", true, "http", "shop.example", 8080);
        assertThat(head(proxy, "Forwarded: for=198.51.100.1;proto=https"))
                .contains("\r\nForwarded: for=198.51.100.1;proto=https, for=192.0.2.7;host=shop.example;proto=http\r\n")
                .doesNotContain("X-Forwarded-");
        assertThat(head(proxy, "X-Forwarded-For: 198.51.100.1", "X-Forwarded-Proto: https"))
                .contains("\r\nX-Forwarded-For: 198.51.100.1, 192.0.2.7\r\n", "\r\nX-Forwarded-Proto: https\r\n")
                .doesNotContain("\r\nForwarded:");
    }

    /** A link with {@code https} and the port of this gateway would lead nowhere. */
    @Test
    void of_trustedProxyThatTellsNoPort_noneIsMadeUp() throws Exception {
        StreamedRequest.Sender proxy = new StreamedRequest.Sender("192.0.2.7", true, "http", "shop.example", 8080);
        assertThat(head(proxy, "X-Forwarded-For: 198.51.100.1", "X-Forwarded-Proto: https"))
                .contains("\r\nX-Forwarded-Host: shop.example\r\n")
                .doesNotContain("X-Forwarded-Port");
        assertThat(head(proxy, "X-Forwarded-For: 198.51.100.1", "X-Forwarded-Port: 8443"))
                .contains("\r\nX-Forwarded-Port: 8443\r\n");
        assertThat(head(proxy)).contains("\r\nX-Forwarded-Port: 8080\r\n");
    }

    /** Otherwise a client could take away from the node what it decides by. */
    @Test
    void of_connectionNamesWhatTheGatewayWrites_changesNothing() throws Exception {
        String head = head(
                Gateway.SENDER,
                "Connection: Host, X-Forwarded-For, Forwarded, Via, Content-Length",
                "X-Forwarded-For: 6.6.6.6");

        assertThat(head)
                .contains(
                        "\r\nHost: shop.example:8080\r\n", "\r\nX-Forwarded-For: 192.0.2.7\r\n", "\r\nVia: 1.1 me\r\n");
    }

    @Test
    void of_untrustedSender_nothingOfItsForwardingIsBelieved() throws Exception {
        String head = head(
                Gateway.SENDER,
                "X-Forwarded-For: 6.6.6.6",
                "x_forwarded_for: 6.6.6.6",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Port: 443",
                "X-Forwarded-Prefix: /evil",
                "X-Real-IP: 6.6.6.6",
                "Forwarded: for=6.6.6.6;proto=https");

        assertThat(head).doesNotContain("6.6.6.6", "evil");
        assertThat(head)
                .contains(
                        "\r\nX-Forwarded-For: 192.0.2.7\r\n",
                        "\r\nX-Forwarded-Proto: http\r\n",
                        "\r\nX-Forwarded-Host: shop.example:8080\r\n",
                        "\r\nX-Forwarded-Port: 8080\r\n",
                        "\r\nForwarded: for=192.0.2.7;host=\"shop.example:8080\";proto=http\r\n");
    }

    @Test
    void of_trustedSender_isAppendedTo() throws Exception {
        String head = head(
                Gateway.PROXY,
                "X-Forwarded-For: 198.51.100.1",
                "X-Forwarded-For: 198.51.100.2, 198.51.100.3",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Prefix: /shop",
                "Forwarded: for=198.51.100.1;proto=https");

        assertThat(head)
                .contains(
                        "\r\nX-Forwarded-For: 198.51.100.1, 198.51.100.2, 198.51.100.3, 192.0.2.7\r\n",
                        "\r\nX-Forwarded-Proto: https\r\n",
                        "\r\nX-Forwarded-Host: shop.example:8080\r\n",
                        "\r\nX-Forwarded-Prefix: /shop\r\n",
                        "\r\nForwarded: for=198.51.100.1;proto=https, for=192.0.2.7;host=\"shop.example:8080\";proto=http\r\n");
        assertThat(names(head)).containsOnlyOnce("x-forwarded-for", "x-forwarded-proto", "forwarded");
    }

    @Test
    void of_senderByIpv6WithoutHost_isQuotedAndLeftOut() throws Exception {
        assertThat(head(new StreamedRequest.Sender("2001:db8::1", false, "https", "", 443)))
                .contains(
                        "\r\nX-Forwarded-For: 2001:db8::1\r\n", "\r\nForwarded: for=\"[2001:db8::1]\";proto=https\r\n")
                .doesNotContain("X-Forwarded-Host");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,0,''",
        "HEAD,0,''",
        "DELETE,0,''",
        "POST,0,Content-Length: 0",
        "PUT,0,Content-Length: 0",
        "POST,7,Content-Length: 7",
        "GET,7,Content-Length: 7",
        "POST,-1,Transfer-Encoding: chunked"
    })
    void of_framing_isOne(String method, long length, String expected) throws Exception {
        String head = text(Gateway.request(method, length, "Transfer-Encoding: gzip", "Expect: 42-whatever"), "/a");

        assertThat(head.lines().filter(line -> line.matches("(Content-Length|Transfer-Encoding|Expect):.*")))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/a\r\nX: y", "/\u0142", "/\0"})
    void of_pathThatIsNone_isMalformed(String path) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> text(Gateway.get(), path)))
                .hasMessageContaining("The path or the query");
    }

    private static String head(StreamedRequest.Sender sender, String... fields) throws Exception {
        return text(Gateway.request(sender, "GET", "/a", null, 0, fields), "/a");
    }

    private static String text(StreamedRequest request, String path) throws Exception {
        byte[] head = RequestHead.of(request, path, "shop.example:8080", "me").head();
        return new String(head, StandardCharsets.ISO_8859_1);
    }

    private static List<String> names(String head) {
        return head.lines()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                .toList();
    }
}
