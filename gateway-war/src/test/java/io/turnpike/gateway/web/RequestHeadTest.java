package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.routing.rule.TrustedProxies;
import io.turnpike.gateway.upstream.StreamedRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {

    private static HttpServletRequest request(String protocol, String... fields) {
        List<HeaderField> all = Arrays.stream(fields)
                .map(field -> field.split(": ", 2))
                .map(field -> new HeaderField(field[0], field[1]))
                .toList();
        Set<String> names =
                new LinkedHashSet<>(all.stream().map(HeaderField::name).toList());
        return (HttpServletRequest) Proxy.newProxyInstance(
                RequestHeadTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getMethod" -> "POST";
                    case "getProtocol" -> protocol;
                    case "getScheme" -> "http";
                    case "getRemoteAddr" -> "192.0.2.1";
                    case "getLocalPort" -> 4200;
                    case "getQueryString" -> null;
                    case "getHeaderNames" -> Collections.enumeration(names);
                    case "getHeaders" -> Collections.enumeration(values(all, (String) arguments[0]));
                    case "getHeader" ->
                        values(all, (String) arguments[0]).stream().findFirst().orElse(null);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static List<String> values(List<HeaderField> fields, String name) {
        return fields.stream()
                .filter(field -> field.is(name))
                .map(HeaderField::value)
                .toList();
    }

    private static StreamedRequest read(HttpServletRequest request, String path) throws Exception {
        return read(request, path, TrustedProxies.NONE);
    }

    private static StreamedRequest read(HttpServletRequest request, String path, TrustedProxies proxies)
            throws Exception {
        ServletHeaders headers = new ServletHeaders(request);
        String client = proxies.client(request.getRemoteAddr(), headers);
        return RequestHead.read(request, ClientConnection.of(request), headers.exchange(path, () -> client), proxies);
    }

    @Test
    void read_length_isThatOfTheBody() throws Exception {
        StreamedRequest head = read(request("HTTP/1.1", "Host: h:1", "Content-Length: 7"), "/x");

        assertThat(head.contentLength()).isEqualTo(7);
        assertThat(head.sender()).isEqualTo(new StreamedRequest.Sender("192.0.2.1", false, "http", "h:1", 4200));
        assertThat(head.fields())
                .containsExactly(new HeaderField("Host", "h:1"), new HeaderField("Content-Length", "7"));
    }

    @Test
    void read_trustedProxy_tellsAddressAndSchemeOfItsClient() throws Exception {
        HttpServletRequest request =
                request("HTTP/1.1", "Host: h:1", "X-Forwarded-For: 198.51.100.9", "X-Forwarded-Proto: https");

        assertThat(read(request, "/x", TrustedProxies.of(List.of("192.0.2.1"))).sender())
                .isEqualTo(new StreamedRequest.Sender("192.0.2.1", true, "http", "h:1", 4200, "198.51.100.9", "https"));
    }

    @Test
    void read_http10WithoutHost_hasNone() throws Exception {
        assertThat(read(request("HTTP/1.0"), "/x").sender().host()).isEmpty();
    }

    @Test
    void read_chunked_lengthIsUnknown() throws Exception {
        assertThat(read(request("HTTP/1.1", "Host: h", "Transfer-Encoding: Chunked"), "/x")
                        .contentLength())
                .isEqualTo(StreamedRequest.UNKNOWN_LENGTH);
    }

    @Test
    void read_neither_thereIsNoBody() throws Exception {
        assertThat(read(request("HTTP/1.1", "Host: h"), "/x").hasBody()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1|Content-Length: 2",
                "Content-Length: 1|Content-Length: 1",
                "Content-Length: 1, 1",
                "Content-Length: +1",
                "Content-Length: 0x1",
                "Content-Length: 99999999999999999999",
                "Content-Length: 1|Transfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
                "Transfer-Encoding: xchunked",
                "Host: other",
                "Bad Name: 1",
                "X: a\rb",
                "X: a\0b",
            })
    void read_whatCanBeReadInTwoWays_isRefused(String fields) {
        assertThatThrownBy(() -> read(request("HTTP/1.1", ("Host: h|" + fields).split("\\|", -1)), "/x"))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.error()).isEqualTo(GatewayError.MALFORMED_REQUEST));
    }

    @Test
    void read_chunkedInHttp10_isRefused() {
        assertThatThrownBy(() -> read(request("HTTP/1.0", "Host: h", "Transfer-Encoding: chunked"), "/x"))
                .isInstanceOf(GatewayException.class);
    }

    @Test
    void read_pathWithABlank_isRefused() {
        assertThatThrownBy(() -> read(request("HTTP/1.1", "Host: h"), "/x HTTP/1.1"))
                .isInstanceOf(GatewayException.class);
    }
}
