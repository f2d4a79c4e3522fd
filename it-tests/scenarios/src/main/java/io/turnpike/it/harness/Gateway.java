package io.turnpike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A gateway as its callers see it: HTTP and JSON. Safe for use by several threads. */
public final class Gateway {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI base;

    /** A gateway at this address; a path in it is ignored. */
    public Gateway(URI base) {
        this.base = base.resolve("/");
    }

    /** Where it is, without a slash at the end. */
    public String address() {
        String text = base.toString();
        return text.substring(0, text.length() - 1);
    }

    public Answer get(String path, String... headers) {
        return call("GET", path, "", headers);
    }

    public Answer post(String path, String json, String... headers) {
        return call("POST", path, json, headers);
    }

    public Answer put(String path, String json, String... headers) {
        return call("PUT", path, json, headers);
    }

    public Answer delete(String path, String... headers) {
        return call("DELETE", path, "", headers);
    }

    /** One call. A body is sent as {@code application/json} unless the headers (name, value, …) say otherwise. */
    public Answer call(String verb, String path, String body, String... headers) {
        try {
            return answer(CLIENT.send(request(verb, path, body, headers), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(verb + " " + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in " + verb + " " + path, e);
        }
    }

    /** One call, without waiting for its answer. */
    public CompletableFuture<Answer> start(String verb, String path, String body, String... headers) {
        return CLIENT.sendAsync(request(verb, path, body, headers), BodyHandlers.ofString())
                .thenApply(Gateway::answer);
    }

    private HttpRequest request(String verb, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address() + path)).timeout(TIMEOUT);
        boolean typed = false;
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
            typed |= headers[i].equalsIgnoreCase("Content-Type");
        }
        if (body.isEmpty()) {
            return request.method(verb, BodyPublishers.noBody()).build();
        }
        if (!typed) {
            request.header("Content-Type", "application/json");
        }
        return request.method(verb, BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    @Override
    public String toString() {
        return address();
    }
}
