package io.turnpike.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls one gateway out of several that serve the same: the one that answered last, and the others in turn when it cannot
 * be reached or cannot serve. Safe for use by several threads at once.
 *
 * <p>Uses {@link HttpURLConnection}: HTTP/1.1, and neither a thread nor a connection that outlives a call, which the JDK's
 * newer client (not closeable before JDK 21) cannot promise.
 */
final class GatewayHttp {

    private static final int MAX_ANSWER_BYTES = 256 * 1024;

    private final List<URI> gateways;
    private final int timeoutMillis;
    private volatile int current;

    GatewayHttp(List<String> addresses, Duration timeout) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("gateway addresses: none (expected: at least one)");
        }
        this.gateways = addresses.stream().map(GatewayHttp::base).toList();
        this.timeoutMillis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
    }

    /** {@code host:4200} and {@code http://host:4200/} are the same gateway. */
    /** @throws IllegalArgumentException if it is no address of a gateway */
    static URI base(String address) {
        String text = address.contains("://") ? address : "http://" + address;
        try {
            URI uri = URI.create(text.replaceAll("/+$", ""));
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(expectedAddress(address), e);
        }
        throw new IllegalArgumentException(expectedAddress(address));
    }

    private static String expectedAddress(String address) {
        return "gateway address: " + address + " (expected: as http://localhost:4200)";
    }

    /**
     * Sends a request until a gateway answers that is able to.
     *
     * @param path with a leading slash
     * @param apiKey sent as header {@code apikey}; null: not sent
     * @param body JSON; null: no body
     * @return the text members of the answer
     * @throws GatewayException if the answer is no success
     * @throws IOException if no gateway can be reached
     */
    Map<String, String> call(String method, String path, @Nullable String apiKey, @Nullable String body)
            throws IOException {
        List<IOException> failures = new ArrayList<>();
        int first = current;
        for (int i = 0; i < gateways.size(); i++) {
            int index = (first + i) % gateways.size();
            try {
                Map<String, String> answer = callOne(gateways.get(index), method, path, apiKey, body);
                current = index;
                return answer;
            } catch (GatewayException e) {
                if (e.status() < 500) {
                    current = index;
                    throw e;
                }
                failures.add(e);
            } catch (IOException e) {
                failures.add(new IOException(gateways.get(index) + " cannot be reached: " + inWords(e), e));
            }
        }
        IOException last = failures.remove(failures.size() - 1);
        failures.forEach(last::addSuppressed);
        throw last;
    }

    private static String inWords(IOException e) {
        if (e instanceof UnknownHostException) {
            return "there is no host " + e.getMessage();
        }
        // The JDK says "Connection refused", "Connect timed out", "Read timed out": better without the name of a class.
        boolean plain = e instanceof ConnectException
                || e instanceof SocketTimeoutException
                || e.getClass() == IOException.class;
        return plain && e.getMessage() != null ? e.getMessage() : e.toString();
    }

    private Map<String, String> callOne(
            URI gateway, String method, String path, @Nullable String apiKey, @Nullable String body)
            throws IOException {
        HttpURLConnection http =
                (HttpURLConnection) URI.create(gateway + path).toURL().openConnection();
        try {
            http.setRequestMethod(method);
            http.setConnectTimeout(timeoutMillis);
            http.setReadTimeout(timeoutMillis);
            http.setInstanceFollowRedirects(false);
            http.setUseCaches(false);
            http.setRequestProperty("Connection", "close");
            http.setRequestProperty("Accept", "application/json, application/problem+json");
            if (apiKey != null) {
                http.setRequestProperty("apikey", apiKey);
            }
            if (body != null) {
                http.setDoOutput(true);
                http.setRequestProperty("Content-Type", "application/json");
                try (OutputStream out = http.getOutputStream()) {
                    out.write(body.getBytes(StandardCharsets.UTF_8));
                }
            }
            return answer(gateway, http);
        } finally {
            http.disconnect();
        }
    }

    private static Map<String, String> answer(URI gateway, HttpURLConnection http) throws IOException {
        int status = http.getResponseCode();
        boolean success = status >= 200 && status < 300;
        String text = read(success ? http.getInputStream() : http.getErrorStream());
        Map<String, String> members;
        try {
            members = success && text.isBlank() ? Map.of() : FlatJson.texts(text);
        } catch (IllegalArgumentException e) {
            // An application server that has not deployed the gateway yet says 404 in HTML: no word of the gateway's.
            throw new IOException(
                    "it answered " + status + ", but not as a gateway does (still starting, or another server?)", e);
        }
        if (!success || "failed".equals(members.get("Status"))) {
            throw new GatewayException(
                    status,
                    gateway + " answered " + status + reason(members),
                    retryAfter(http.getHeaderField("Retry-After")));
        }
        return members;
    }

    /** Whole seconds only, as the gateway says it; a date (RFC 9110 section 10.2.3) would need clocks that agree. */
    private static @Nullable Duration retryAfter(@Nullable String header) {
        return header != null && header.strip().matches("[0-9]{1,9}")
                ? Duration.ofSeconds(Integer.parseInt(header.strip()))
                : null;
    }

    private static String reason(Map<String, String> members) {
        for (String name : new String[] {"Message", "detail", "title"}) {
            String said = members.get(name);
            if (said != null && !said.isBlank()) {
                return ": " + said;
            }
        }
        return "";
    }

    private static String read(@Nullable InputStream in) throws IOException {
        if (in == null) {
            return "";
        }
        try (in) {
            byte[] bytes = in.readNBytes(MAX_ANSWER_BYTES + 1);
            if (bytes.length > MAX_ANSWER_BYTES) {
                throw new IOException("its answer is longer than " + MAX_ANSWER_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
