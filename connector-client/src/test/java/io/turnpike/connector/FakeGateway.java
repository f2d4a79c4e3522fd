package io.turnpike.connector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers what a test tells it to, and remembers what it was asked. */
final class FakeGateway implements AutoCloseable {

    static final String HEALTHY = "{\"Status\":\"ok\",\"Message\":\"healthy\"}";

    final List<String> requests = new CopyOnWriteArrayList<>();
    volatile int connectStatus = 200;
    volatile String connectBody = "{\"Status\":\"ok\",\"Message\":\"connected\",\"ServerID\":\"id-1\"}";
    volatile int healthStatus = 200;
    volatile String healthBody = HEALTHY;
    volatile String retryAfter = "";
    private final HttpServer server;

    FakeGateway() throws IOException {
        this(0);
    }

    FakeGateway(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String address() {
        return "http://127.0.0.1:" + port();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getRawPath();
        String key = exchange.getRequestHeaders().getFirst("apikey");
        requests.add(
                (exchange.getRequestMethod() + " " + path + " " + body + (key == null ? "" : "apikey=" + key)).trim());
        if (exchange.getRequestMethod().equals("DELETE")) {
            exchange.sendResponseHeaders(204, -1);
        } else if (path.equals("/health")) {
            send(exchange, healthStatus, healthBody);
        } else {
            send(exchange, connectStatus, connectBody);
        }
        exchange.close();
    }

    private void send(HttpExchange exchange, int status, String body) throws IOException {
        if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
