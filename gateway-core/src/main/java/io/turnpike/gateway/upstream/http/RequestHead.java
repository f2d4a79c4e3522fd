package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.exchange.HttpText;
import io.turnpike.gateway.upstream.StreamedRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes request line and header section for a node (RFC 9112): the client's without what concerns its connection, with what a proxy adds.
 * Framing and {@code Host} are never the client's text.
 */
final class RequestHead {

    private static final String VERSION = "HTTP/1.1";

    private final StringBuilder text = new StringBuilder(1024);

    private RequestHead() {}

    /**
     * Makes the request for the node.
     *
     * @param path what the node is asked for, without the query
     * @param host the {@code Host} field
     * @param pseudonym what this gateway calls itself in {@code Via}
     * @throws GatewayException {@code LOOP_DETECTED} if the request has been here before, {@code MALFORMED_REQUEST} if it has characters
     *     that would become something else on the wire
     */
    static OutboundRequest of(StreamedRequest request, String path, String host, String pseudonym)
            throws GatewayException {
        RequestHead head = new RequestHead();
        head.requestLine(request, path);
        head.field("Host", host);
        HopByHop hopByHop = HopByHop.of(request.fields());
        boolean expects = false;
        List<HeaderField> passedOn = new ArrayList<>(request.fields().size());
        for (HeaderField field : request.fields()) {
            if (field.is("Via") && names(field.value(), pseudonym)) {
                throw HttpProblems.loop();
            }
            expects |= field.is("Expect") && field.value().equalsIgnoreCase("100-continue");
            if (hopByHop.has(field.name())) {
                continue;
            }
            passedOn.add(field);
            if (!isOurs(field)) {
                head.field(field.name(), field.value());
            }
        }
        for (HeaderField field : Forwarding.of(request.sender(), passedOn)) {
            head.field(field.name(), field.value());
        }
        head.field("Via", "1.1 " + pseudonym);
        boolean waits = expects && request.hasBody();
        head.framing(request, waits);
        byte[] bytes = head.text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        return new OutboundRequest(request.method(), bytes, request.contentLength(), waits);
    }

    /** What is written anew. */
    private static boolean isOurs(HeaderField field) {
        return field.is("Host") || field.is("Content-Length") || field.is("Expect") || Forwarding.isOne(field.name());
    }

    private void requestLine(StreamedRequest request, String path) throws GatewayException {
        String query = request.query();
        String target = query == null ? path : path + '?' + query;
        if (!HttpText.isToken(request.method())) {
            throw HttpProblems.malformed("The method");
        }
        if (!HttpText.isPlain(target) || !HttpText.isOctets(target)) {
            throw HttpProblems.malformed("The path or the query");
        }
        text.append(request.method()).append(' ').append(target).append(' ').append(VERSION);
        text.append("\r\n");
    }

    private void field(String name, String value) throws GatewayException {
        if (!HttpText.isToken(name)) {
            throw HttpProblems.malformed("The name of a header field");
        }
        if (!HttpText.isValue(value) || !HttpText.isOctets(value)) {
            throw HttpProblems.malformed("The header field " + name);
        }
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private void framing(StreamedRequest request, boolean expects) throws GatewayException {
        if (request.contentLength() > 0) {
            field("Content-Length", String.valueOf(request.contentLength()));
        } else if (request.hasBody()) {
            field("Transfer-Encoding", "chunked");
        } else if (!request.method().equals("GET") && !request.method().equals("HEAD") && hadLength(request)) {
            field("Content-Length", "0");
        }
        if (expects) {
            field("Expect", "100-continue");
        }
    }

    /** RFC 9110, section 8.6: verbs that usually have a body say so when they have none. */
    private static boolean hadLength(StreamedRequest request) {
        return HeaderField.first(request.fields(), "Content-Length") != null
                || request.method().equals("POST")
                || request.method().equals("PUT")
                || request.method().equals("PATCH");
    }

    private static boolean names(String via, String pseudonym) {
        for (String element : via.split(",", -1)) {
            String[] words = element.strip().split("\\s+", 3);
            if (words.length > 1 && words[1].equalsIgnoreCase(pseudonym)) {
                return true;
            }
        }
        return false;
    }
}
