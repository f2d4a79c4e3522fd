package io.turnpike.registry.consul;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * Speaks HTTP with Consul's agents, on kept-alive connections. Nothing in it waits longer than it is told. Safe for use by several
 * threads at once.
 */
final class ConsulHttp implements AutoCloseable {

    private static final int LARGEST_REASON = 200;
    private static final byte[] NO_BODY = {};

    private final ConsulOptions options;
    private final SSLSocketFactory sockets;
    private final Set<HttpURLConnection> running = ConcurrentHashMap.newKeySet();
    private final Set<HttpURLConnection> abandoned = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @throws IllegalArgumentException if the files for TLS cannot be used */
    ConsulHttp(ConsulOptions options) {
        this.options = options;
        this.sockets = options.tls().socketFactory();
    }

    /** Reads an answer. */
    @FunctionalInterface
    interface Reader<T> {
        /** @throws IOException if it ends early or is not what was expected */
        T read(InputStream body) throws IOException;
    }

    /**
     * What a read was answered with.
     *
     * @param index the {@code X-Consul-Index} of the answer, at least 1
     * @param value what was read
     */
    record Indexed<T>(long index, T value) {}

    /** A part of a path or a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Reads something.
     *
     * @param path with its query
     * @param patience how long to wait for a connection at most, and for each part of the answer
     * @throws ConsulException if the answer is not 200
     */
    <T> Indexed<T> get(URI agent, String path, Duration patience, Reader<T> reader) throws IOException {
        String query = options.datacenter()
                .map(name -> (path.indexOf('?') < 0 ? "?dc=" : "&dc=") + encoded(name))
                .orElse("");
        return send(agent, "GET", path + query, NO_BODY, patience, (connection, body) -> {
            T value = reader.read(body);
            return new Indexed<>(index(connection), value);
        });
    }

    /** @throws ConsulException if the answer is not 200 */
    void put(URI agent, String path, byte[] body, Duration patience) throws IOException {
        send(agent, "PUT", path, body, patience, (connection, answer) -> answer.readAllBytes().length);
    }

    private static long index(HttpURLConnection connection) {
        // Consul's documentation: an index below 1 is a fault of Consul, and asking with it would not block.
        return Math.max(1, connection.getHeaderFieldLong("X-Consul-Index", 1));
    }

    @FunctionalInterface
    private interface Handler<T> {
        T handle(HttpURLConnection connection, InputStream body) throws IOException;
    }

    private <T> T send(URI agent, String verb, String path, byte[] body, Duration patience, Handler<T> handler)
            throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) agent.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, patience.toMillis()));
        connection.setConnectTimeout(Math.min(millis, 2_000));
        connection.setReadTimeout(millis);
        connection.setUseCaches(false);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(verb);
        connection.setRequestProperty("Accept", "application/json");
        options.token().ifPresent(token -> connection.setRequestProperty("X-Consul-Token", token));
        if (connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(sockets);
        }
        running.add(connection);
        try {
            if (closed) {
                throw new SocketException("closed");
            }
            if (verb.equals("PUT")) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body);
                }
            }
            int status = connection.getResponseCode();
            if (status != 200) {
                throw new ConsulException(
                        status, verb + " " + pathOnly(path) + ": " + status + " " + reason(connection));
            }
            try (InputStream answer = connection.getInputStream()) {
                T result = handler.handle(connection, answer);
                // Read to its end, the connection can be used again.
                answer.transferTo(OutputStream.nullOutputStream());
                return result;
            }
        } catch (IOException e) {
            if (closed || abandoned.contains(connection)) {
                throw new AbandonedException(e);
            }
            throw e;
        } catch (RuntimeException e) {
            // A connection that another thread ends at a bad moment has lost parts of its own that it needs.
            if (closed || abandoned.contains(connection)) {
                throw new AbandonedException(e);
            }
            throw e;
        } finally {
            running.remove(connection);
            abandoned.remove(connection);
        }
    }

    private static String pathOnly(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private static String reason(HttpURLConnection connection) throws IOException {
        InputStream body = connection.getErrorStream();
        if (body == null) {
            return "";
        }
        try (body) {
            String text = new String(body.readNBytes(LARGEST_REASON), StandardCharsets.UTF_8);
            body.transferTo(OutputStream.nullOutputStream());
            return text.replaceAll("\\p{Cntrl}", " ").strip();
        }
    }

    /** Ends the blocking queries that wait for an answer now, with an {@link AbandonedException}. */
    void abandonReads() {
        for (HttpURLConnection connection : running) {
            if (connection.getReadTimeout() >= Follower.PATIENCE.toMillis()) {
                abandoned.add(connection);
                connection.disconnect();
                if (!running.contains(connection)) {
                    abandoned.remove(connection);
                }
            }
        }
    }

    /** Ends what waits for an answer, at once; to be called again while somebody still waits. */
    @Override
    public void close() {
        closed = true;
        running.forEach(HttpURLConnection::disconnect);
    }
}
