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
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    private static final List<String> NOTHING = List.of("Nothing was changed.");

    private final URI gateway;
    private final String key;
    private final Patience patience;
    private final long mostBytes;
    private final HttpClient client;

    /** @param mostBytes how long an answer may be */
    GatewayAdmin(URI gateway, String key, Patience patience, long mostBytes) {
        this.gateway = gateway;
        this.key = key;
        this.patience = patience;
        this.mostBytes = mostBytes;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience.beginning())
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
        return send(request("").GET().timeout(patience.beginning()).build(), NOTHING);
    }

    /**
     * Asks what it would change to make a configuration the one in force.
     *
     * @param revision that it is to be made on; empty: on any
     * @throws CommandProblem as {@link #get}
     */
    Reply tryOut(JsonValue configuration, OptionalLong revision) throws CommandProblem {
        byte[] body = bytes(configuration);
        HttpRequest request = put("?dryRun=true", body, revision)
                .timeout(patience.beginning(body.length))
                .build();
        return send(request, NOTHING);
    }

    /**
     * Asks for a configuration to be the one in force.
     *
     * @param revision that it is to be made on; empty: on any
     * @throws CommandProblem as {@link #get}
     */
    Reply put(JsonValue configuration, OptionalLong revision) throws CommandProblem {
        HttpRequest request = put("", bytes(configuration), revision).build();
        String before = revision.isPresent() ? "It was to be made on revision " + revision.getAsLong() + ": " : "";
        return send(
                request,
                List.of(
                        "The change may have been made or not.",
                        before + "GET /admin/revisions shows whether there is a later one, and who made it."
                                + " ./turnpike config diff shows what is still different."));
    }

    private static byte[] bytes(JsonValue configuration) {
        return configuration.toString().getBytes(StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder put(String query, byte[] body, OptionalLong revision) {
        HttpRequest.Builder request = request(query)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
        revision.ifPresent(number -> request.header("If-Match", '"' + Long.toString(number) + '"'));
        return request;
    }

    private HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create(gateway + "/admin/config" + query))
                .header("apikey", key)
                .header("Accept", "application/json");
    }

    /** @param lost what to say where the answer to a request that has been sent is lost */
    private Reply send(HttpRequest request, List<String> lost) throws CommandProblem {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, LimitedBody.of(mostBytes));
        try {
            return reply(answer.get(patience.all().toMillis(), TimeUnit.MILLISECONDS), lost);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new CommandProblem(gateway + " has not answered in " + seconds(patience.all()) + ".", lost);
        } catch (ExecutionException e) {
            throw failed(request, e.getCause() == null ? e : e.getCause(), lost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandProblem("interrupted.", lost);
        }
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private CommandProblem failed(HttpRequest request, Throwable cause, List<String> lost) {
        if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
            String why = cause.getCause() instanceof UnresolvedAddressException
                    ? "the host is unknown"
                    : cause instanceof HttpConnectTimeoutException
                            ? "no answer in " + seconds(patience.beginning())
                            : "nobody listens there";
            return new CommandProblem(
                    gateway + " cannot be reached: " + why + ".",
                    "Is the gateway running, and is --gateway its URL? One that has just been started listens after some"
                            + " seconds.");
        }
        if (cause instanceof HttpTimeoutException) {
            return new CommandProblem(
                    gateway + " takes connections, but has not answered in "
                            + seconds(request.timeout().orElse(patience.all())) + ".",
                    with("GET " + gateway + "/health/ready says how it is.", lost));
        }
        if (cause instanceof SSLException) {
            return new CommandProblem(
                    gateway + ": the TLS connection failed: " + Shown.plain(String.valueOf(cause.getMessage())) + ".",
                    with(
                            "If its certificate is your own: JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE names a"
                                    + " store that trusts it.",
                            lost));
        }
        String why = cause instanceof IOException && cause.getMessage() != null ? cause.getMessage() : cause.toString();
        return new CommandProblem(gateway + ": the connection was lost: " + Shown.plain(why) + ".", lost);
    }

    private static List<String> with(String first, List<String> others) {
        List<String> lines = new ArrayList<>(List.of(first));
        lines.addAll(others);
        return lines;
    }

    private Reply reply(HttpResponse<byte[]> response, List<String> lost) throws CommandProblem {
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
                with(
                        "Is --gateway its URL? It is asked for " + gateway
                                + "/admin/config, without following redirections. A gateway that has just been started"
                                + " may not be deployed yet.",
                        lost));
    }

    private static OptionalLong revision(HttpResponse<?> response) {
        Matcher tag = TAG.matcher(response.headers().firstValue("ETag").orElse(""));
        return tag.matches() ? OptionalLong.of(Long.parseLong(tag.group(1))) : OptionalLong.empty();
    }
}
