package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.exchange.HttpText;
import io.turnpike.gateway.routing.rule.TrustedProxies;
import io.turnpike.gateway.upstream.StreamedRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the head of a request that is handed on, and refuses what two readers could understand differently (RFC 9112, sections 5, 6.3 and
 * 11.2), whatever the server has let pass.
 */
final class RequestHead {

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final String HTTP_1_1 = "HTTP/1.1";

    private RequestHead() {}

    /**
     * Reads a head.
     *
     * @param connection that it came by
     * @param head the same request, with its path below the context root
     * @param proxies that are believed when they say for whom they act
     * @throws GatewayException {@code MALFORMED_REQUEST}
     */
    static StreamedRequest read(
            HttpServletRequest request, ClientConnection connection, Exchange head, TrustedProxies proxies)
            throws GatewayException, IOException {
        String path = head.path();
        List<HeaderField> fields = fields(request);
        String query = request.getQueryString();
        require(HttpText.isToken(request.getMethod()), "The method", "a token");
        require(
                HttpText.isPlain(path) && path.startsWith("/"),
                "The path",
                "a path without blanks and control characters");
        require(query == null || HttpText.isPlain(query), "The query", "no blanks and control characters");
        require(HeaderField.values(fields, "Host").size() <= 1, "Host: given more than once", "once");
        return new StreamedRequest(
                request.getMethod(),
                path,
                query,
                fields,
                length(request, connection, fields),
                sender(request, head, proxies));
    }

    private static StreamedRequest.Sender sender(HttpServletRequest request, Exchange head, TrustedProxies proxies) {
        String address = request.getRemoteAddr();
        String scheme = request.getScheme();
        return new StreamedRequest.Sender(
                address,
                proxies.trusts(address),
                scheme,
                host(request),
                request.getLocalPort(),
                head.client().address(),
                proxies.scheme(address, scheme, head.headers()));
    }

    private static List<HeaderField> fields(HttpServletRequest request) throws GatewayException {
        List<HeaderField> fields = new ArrayList<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            require(HttpText.isToken(name), "The name of a header", "a token");
            for (String value : Collections.list(request.getHeaders(name))) {
                require(HttpText.isValue(value), name, "no control characters");
                fields.add(new HeaderField(name, value.strip()));
            }
        }
        return fields;
    }

    /** How long the body is (RFC 9112, section 6.3). */
    private static long length(HttpServletRequest request, ClientConnection connection, List<HeaderField> fields)
            throws GatewayException, IOException {
        List<String> lengths = HeaderField.values(fields, "Content-Length");
        List<String> codings = HeaderField.values(fields, "Transfer-Encoding");
        // A request that has changed to HTTP/2 (Upgrade: h2c) still has the field that its body came with until then.
        if (!codings.isEmpty() && request.getProtocol().startsWith("HTTP/1.")) {
            require(lengths.isEmpty(), "Content-Length and Transfer-Encoding are both given", "one of them");
            require(
                    codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked"),
                    "Transfer-Encoding: " + codings.get(0),
                    "chunked");
            require(request.getProtocol().equals(HTTP_1_1), "Transfer-Encoding", "only in HTTP/1.1");
            return StreamedRequest.UNKNOWN_LENGTH;
        }
        require(lengths.size() <= 1, "Content-Length: given more than once", "once");
        if (!lengths.isEmpty()) {
            require(LENGTH.matcher(lengths.get(0)).matches(), "Content-Length: " + lengths.get(0), "a number");
            return Long.parseLong(lengths.get(0));
        }
        return connection.mayHaveBodyWithoutLength() ? StreamedRequest.UNKNOWN_LENGTH : 0;
    }

    private static String host(HttpServletRequest request) {
        String host = request.getHeader("Host");
        if (host != null) {
            return host;
        }
        // In HTTP/1.0 there may be none, and the server would tell its own name; in HTTP/2 it knows the one of
        // :authority.
        return request.getProtocol().startsWith("HTTP/1.")
                ? ""
                : request.getServerName() + ":" + request.getServerPort();
    }

    private static void require(boolean holds, String what, String expected) throws GatewayException {
        if (!holds) {
            throw new GatewayException(GatewayError.MALFORMED_REQUEST, what + " (expected: " + expected + ")");
        }
    }
}
