package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.ContentCoding;
import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.MalformedTextException;
import io.turnpike.gateway.exchange.RequestText;
import io.turnpike.thrift.json.CallInput;
import io.turnpike.thrift.json.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What of an HTTP request goes into a call: the path's parameters, headers and cookies always, the body if there is one, and the
 * query ({@code application/x-www-form-urlencoded}, as the WHATWG URL standard describes it, but malformed text is refused)
 * where there is no body or fields are bound to it.
 */
final class RequestInput {

    private RequestInput() {}

    /**
     * @param bindsQuery whether the query counts beside a body too
     * @throws GatewayException if the body is not JSON by its media type, or the query is malformed
     */
    static CallInput of(Exchange exchange, List<Parameter> pathParameters, boolean bindsQuery) throws GatewayException {
        boolean hasBody = exchange.bodyLength() > 0;
        if (hasBody) {
            requireJson(exchange.headers().first("Content-Type"));
            ContentCoding.requireNone(exchange.headers().first("Content-Encoding"));
        }
        String query = exchange.query();
        List<Parameter> parameters = List.of();
        if (query != null && !query.isEmpty() && (bindsQuery || !hasBody)) {
            parameters = new ArrayList<>();
            parseQuery(query, parameters);
        }
        return new CallInput(
                exchange.body(),
                0,
                exchange.bodyLength(),
                pathParameters,
                parameters,
                new HeaderValues(exchange.headers()));
    }

    private static void parseQuery(String query, List<Parameter> parameters) throws GatewayException {
        for (int begin = 0; begin <= query.length(); ) {
            int ampersand = query.indexOf('&', begin);
            int end = ampersand < 0 ? query.length() : ampersand;
            if (end > begin) {
                int equals = query.indexOf('=', begin);
                boolean hasValue = equals >= 0 && equals < end;
                String name = decode(query.substring(begin, hasValue ? equals : end));
                parameters.add(new Parameter(name, hasValue ? decode(query.substring(equals + 1, end)) : ""));
            }
            begin = end + 1;
        }
    }

    private static String decode(String text) throws GatewayException {
        try {
            return RequestText.form(text);
        } catch (MalformedTextException e) {
            throw malformed(text, e.expected());
        }
    }

    private static GatewayException malformed(String text, String expected) {
        return new GatewayException(
                GatewayError.MALFORMED_REQUEST, "query: '" + text + "' (expected: " + expected + ")");
    }

    private static void requireJson(@Nullable String contentType) throws GatewayException {
        if (contentType == null || contentType.isBlank()) {
            return;
        }
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        if (!type.equals("application/json") && !type.equals("text/json") && !type.endsWith("+json")) {
            throw new GatewayException(
                    GatewayError.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type is " + type + "; add the header Content-Type: application/json"
                            + " (curl: -H 'Content-Type: application/json')");
        }
    }
}
