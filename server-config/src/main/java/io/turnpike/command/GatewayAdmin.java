package io.turnpike.command;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** {@code /admin/config} of a gateway. Follows no redirection: it would carry the key to somewhere else. For one thread at a time. */
final class GatewayAdmin {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([0-9]{1,18})\"");

    private final URI gateway;
    private final String key;
    private final Duration patience;
    private final long mostBytes;
    private final HttpClient client;

    /**
     * @param patience how long an answer may take, all of it
     * @param mostBytes how long an answer may be
     */
    GatewayAdmin(URI gateway, String key, Duration patience, long mostBytes) {
        this.gateway = gateway;
        this.key = key;
        this.patience = patience;
        this.mostBytes = mostBytes;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience.compareTo(Duration.ofSeconds(10)) < 0 ? patience : Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * What the gateway answered.
     *
     * @param body of a refusal a problem (RFC 9457)
     * @param revision that the answer is of
     */
    record Reply(int status, JsonObject body, OptionalLong revision) {}

    /**
     * Everything that is registered.
     *
     * @throws CommandProblem if there is no gateway, or it does not answer as one does
     */
    Reply get() throws CommandProblem {
        return send(request("").GET().build());
    }

    /**
     * Asks for a configuration to be the one in force.
     *
     * @param revision that it is to be made on; empty: on any
     * @throws CommandProblem as {@link #get}
     */
    Reply put(JsonValue configuration, boolean dryRun, OptionalLong revision) throws CommandProblem {
        HttpRequest.Builder request = request(dryRun ? "?dryRun=true" : "")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(configuration.toString()));
        if (revision.isPresent()) {
            request.header("If-Match", '"' + Long.toString(revision.getAsLong()) + '"');
        }
        return send(request.build());
    }

    private HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create(gateway + "/admin/config" + query))
                .header("apikey", key)
                .header("Accept", "application/json");
    }

    private Reply send(HttpRequest request) throws CommandProblem {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, LimitedBody.of(mostBytes));
        try {
            return reply(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new CommandProblem(
                    gateway + " has not answered in " + patience.toSeconds() + " s.", unknown(request));
        } catch (ExecutionException e) {
            throw failed(request, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandProblem("interrupted.", unknown(request));
        }
    }

    /** A change whose answer is lost may have been made. */
    private static String unknown(HttpRequest request) {
        return request.method().equals("PUT") && request.uri().getQuery() == null
                ? "It is not known whether the configuration was applied: diff tells."
                : "Nothing was changed.";
    }

    private CommandProblem failed(HttpRequest request, Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
            String why = cause.getCause() instanceof UnresolvedAddressException
                    ? "the host is unknown"
                    : cause instanceof HttpConnectTimeoutException ? "no answer" : "nobody listens there";
            return new CommandProblem(
                    gateway + " cannot be reached: " + why + ".", "Is the gateway running, and is --gateway its URL?");
        }
        if (cause instanceof SSLException) {
            return new CommandProblem(
                    gateway + ": the TLS connection failed: " + Shown.plain(String.valueOf(cause.getMessage())) + ".",
                    "If its certificate is your own: JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE names a store that trusts it.",
                    unknown(request));
        }
        String why = cause instanceof IOException && cause.getMessage() != null ? cause.getMessage() : cause.toString();
        return new CommandProblem(gateway + ": the connection failed: " + Shown.plain(why) + ".", unknown(request));
    }

    private Reply reply(HttpResponse<byte[]> response) throws CommandProblem {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (type.contains("json")) {
            try (JsonReader reader = Json.createReader(new ByteArrayInputStream(response.body()))) {
                JsonObject body = reader.readObject();
                return new Reply(response.statusCode(), body, revision(response));
            } catch (JsonException | IllegalStateException e) {
                type = "malformed JSON";
            }
        }
        String location = response.headers()
                .firstValue("Location")
                .map(to -> " to " + Shown.text(to))
                .orElse("");
        throw new CommandProblem(
                gateway + " does not answer as a gateway does: status " + response.statusCode()
                        + (type.isEmpty() ? "" : ", " + Shown.plain(type)) + location + ".",
                "Is --gateway its URL? It is asked for " + gateway + "/admin/config, without following redirections.");
    }

    private static OptionalLong revision(HttpResponse<?> response) {
        Matcher tag = TAG.matcher(response.headers().firstValue("ETag").orElse(""));
        return tag.matches() ? OptionalLong.of(Long.parseLong(tag.group(1))) : OptionalLong.empty();
    }
}
