package io.turnpike.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** An HTTP server that gives the answers that it was told to, in turn, and keeps what it was asked. */
final class StubGateway implements AutoCloseable {

    /** What it was asked. */
    record Asked(String method, String target, String key, String ifMatch, String body) {}

    private record Told(int status, String type, String etag, String body) {}

    private final HttpServer server;
    private final Deque<Told> told = new ArrayDeque<>();
    private final List<Asked> asked = new ArrayList<>();

    StubGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized StubGateway answers(int status, String type, String etag, String body) {
        told.add(new Told(status, type, etag, body));
        return this;
    }

    StubGateway answers(long revision, String body) {
        return answers(200, "application/json", "\"" + revision + "\"", body);
    }

    StubGateway refuses(int status, String problem) {
        return answers(status, "application/problem+json", "", problem);
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("apikey"),
                    exchange.getRequestHeaders().getFirst("If-Match"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Told next = told.remove();
            if (!next.type().isEmpty()) {
                exchange.getResponseHeaders().add("Content-Type", next.type());
            }
            if (!next.etag().isEmpty()) {
                exchange.getResponseHeaders().add("ETag", next.etag());
            }
            byte[] body = next.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(next.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
