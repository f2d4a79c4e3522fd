package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.FreePort;
import io.turnpike.it.harness.HttpMessage;
import io.turnpike.it.harness.HttpNode;
import io.turnpike.it.harness.RawClient;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes to HTTP nodes: what goes through, and how, while all behave. */
public interface HttpContract extends WithGateway {

    /** Says what it got: request line, a header, and the body. */
    private static HttpNode mirror() {
        return HttpNode.start((request, connection) -> {
            String body = new String(request.readBody(connection.in()), StandardCharsets.ISO_8859_1);
            connection.answer(
                    201,
                    request.line() + "|" + request.value("X-Own") + "|" + body,
                    "Content-Type: text/plain; charset=utf-8",
                    "Set-Cookie: a=1; Path=/",
                    "Set-Cookie: b=2",
                    "X-Node: yes");
        });
    }

    @Test
    default void http_everyVerb_goesThroughWithHeadersAndBody() {
        try (HttpNode node = mirror();
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            for (String verb : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND")) {
                String body = verb.equals("GET") ? "" : "body of " + verb;
                Answer answer = gateway().call(verb, route.path() + "/a%2Fb/c?x=%20y", body, "X-Own", "mine");
                assertThat(answer.status()).as("%s", answer).isEqualTo(201);
                assertThat(answer.body())
                        .isEqualTo(verb + " " + route.path() + "/a%2Fb/c?x=%20y HTTP/1.1|mine|" + body);
                assertThat(answer.headers().allValues("Set-Cookie")).containsExactly("a=1; Path=/", "b=2");
                assertThat(answer.header("X-Node")).isEqualTo("yes");
                assertThat(answer.header("Content-Type").replace(" ", "")).isEqualTo("text/plain;charset=utf-8");
            }
        }
    }

    @Test
    default void http_hopByHopHeaders_doNotGoThrough() throws IOException {
        HttpNode.Script script = (request, connection) -> connection.answer(
                200, "ok", "Connection: X-Answer-Hop", "X-Answer-Hop: 1", "Keep-Alive: timeout=5", "X-Answer-End: 1");
        try (HttpNode node = HttpNode.start(script);
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            client.send(
                    "GET " + route.path() + "/x HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\n"
                            + "Keep-Alive: 300\r\nTE: gzip\r\nProxy-Authorization: Basic x\r\nUpgrade: h2c\r\nX-End: 1\r\n\r\n");
            HttpMessage answer = client.head();
            assertThat(client.body(answer)).isEqualTo("ok");
            assertThat(answer.values("X-Answer-Hop")).isEmpty();
            assertThat(answer.value("X-Answer-End")).isEqualTo("1");
            HttpMessage seen = node.requests().get(0);
            assertThat(seen.value("X-End")).isEqualTo("1");
            for (String hop : List.of("X-Hop", "Keep-Alive", "TE", "Proxy-Authorization", "Upgrade")) {
                assertThat(seen.values(hop)).as(hop).isEmpty();
            }
        }
    }

    /** RFC 9110, section 5.5: obs-text. */
    @Test
    default void http_fieldsInLatin1_goThroughBothWays() throws IOException {
        HttpNode.Script script = (request, connection) -> connection.answer(
                200, "ok", "X-Answer: " + request.value("X-Own"), "Set-Cookie: a=" + request.value("Cookie"));
        try (HttpNode node = HttpNode.start(script);
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            client.send("GET " + route.path()
                    + "/x HTTP/1.1\r\nHost: h\r\nX-Own: Gr\u00fc\u00dfe \u00ff\r\nCookie: \u00e9\r\n\r\n");
            HttpMessage answer = client.head();
            assertThat(client.body(answer)).isEqualTo("ok");
            assertThat(node.requests().get(0).value("X-Own")).isEqualTo("Gr\u00fc\u00dfe \u00ff");
            assertThat(answer.value("X-Answer")).isEqualTo("Gr\u00fc\u00dfe \u00ff");
            assertThat(answer.value("Set-Cookie")).isEqualTo("a=\u00e9");
        }
    }

    /** They are resolved to find the route, and go on as they are. The length of the path is another each time: Grizzly's array may be just as long. */
    @Test
    default void http_pathThatEndsInDots_arrives() throws IOException {
        try (HttpNode node = mirror();
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            for (int i = 0; i < 40; i++) {
                String path = route.path() + "/a/" + "b".repeat(i) + (i % 2 == 0 ? "/." : "/..");
                client.send("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab");
                HttpMessage answer = client.head();
                assertThat(answer.status()).as(path).isEqualTo(201);
                assertThat(client.body(answer)).isEqualTo("POST " + path + " HTTP/1.1||ab");
            }
        }
    }

    /** Servers write it anew, and Grizzly has no word for many. */
    @Test
    default void http_statusOfTheNode_hasItsReasonPhrase() throws IOException {
        HttpNode.Script script = (request, connection) ->
                connection.answer(Integer.parseInt(request.line().replaceFirst(".*/(\\d+) .*", "$1")), "ok");
        try (HttpNode node = HttpNode.start(script);
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            for (String status : List.of("200 OK", "404 Not Found", "429 Too Many Requests", "508 Loop Detected")) {
                client.send("GET " + route.path() + "/" + status.split(" ")[0] + " HTTP/1.1\r\nHost: h\r\n\r\n");
                HttpMessage answer = client.head();
                assertThat(client.body(answer)).isEqualTo("ok");
                assertThat(answer.line()).isEqualTo("HTTP/1.1 " + status);
            }
        }
    }

    @Test
    default void http_chunkedBothWays_arrivesWhole() throws IOException {
        CountDownLatch headHasCome = new CountDownLatch(1);
        HttpNode.Script script = (request, connection) -> {
            String body = new String(request.readBody(connection.in()), StandardCharsets.ISO_8859_1);
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\ngot\r\n");
            try {
                // Whole at once the answer could as well have a length on its way on.
                headHasCome.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            connection.send(Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\nX-Sum: 1\r\n\r\n");
        };
        try (HttpNode node = HttpNode.start(script);
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            client.send("POST " + route.path()
                    + "/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            client.send("7\r\n, world\r\n0\r\nX-Trailer: dropped\r\n\r\n");
            HttpMessage answer = client.head();
            headHasCome.countDown();
            assertThat(answer.isChunked()).as("%s", answer).isTrue();
            assertThat(client.body(answer)).isEqualTo("gothello, world");
            assertThat(node.requests()).hasSize(1);
            assertThat(node.requests().get(0).isChunked()).isTrue();
        }
    }

    /** More than the gateway hands to a node at once: the server has the end of it before the node has taken the rest. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100000", "Transfer-Encoding: chunked"})
    default void http_bodyInOneWrite_arrivesWhole(String framing) throws IOException {
        byte[] body = new byte[100_000];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31 + i / 251);
        }
        boolean isChunked = framing.endsWith("chunked");
        byte[] end = (isChunked ? "\r\n0\r\n\r\n" : "").getBytes(StandardCharsets.US_ASCII);
        HttpNode.Script script = (request, connection) ->
                connection.answer(200, String.valueOf(Arrays.equals(request.readBody(connection.in()), body)));
        try (HttpNode node = HttpNode.start(script);
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            String head = "PUT " + route.path() + "/x HTTP/1.1\r\nHost: h\r\n" + framing + "\r\n\r\n"
                    + (isChunked ? Integer.toHexString(body.length) + "\r\n" : "");
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.write(head.getBytes(StandardCharsets.US_ASCII));
            request.write(body);
            request.write(end);
            for (int i = 0; i < 60; i++) {
                try (RawClient client = new RawClient(gateway())) {
                    request.writeTo(client.out());
                    assertThat(client.body(client.head())).isEqualTo("true");
                }
            }
            assertThat(node.endings()).isEmpty();
        }
    }

    @Test
    default void http_severalRequestsOfOneConnection_areAnsweredInTurn() throws IOException {
        try (HttpNode node = mirror();
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            for (int i = 0; i < 20; i++) {
                client.send("POST " + route.path() + "/" + i + " HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(client.body(client.head())).isEqualTo("POST " + route.path() + "/" + i + " HTTP/1.1||abc");
            }
        }
    }

    @Test
    default void http_headAndBodilessAnswers_haveNoBodyAndKeepTheConnection() throws IOException {
        HttpNode.Script script = (request, connection) -> {
            switch (request.line().split(" ")[1].replaceAll(".*/", "")) {
                case "length" -> connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
                case "chunked" -> connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                case "none" -> connection.send("HTTP/1.1 204 No Content\r\n\r\n");
                default -> connection.send("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nContent-Length: 99\r\n\r\n");
            }
        };
        try (HttpNode node = HttpNode.start(script);
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            client.send("HEAD " + route.path() + "/length HTTP/1.1\r\nHost: h\r\n\r\n");
            HttpMessage length = client.head();
            assertThat(length.status()).isEqualTo(200);
            assertThat(length.value("Content-Length")).isEqualTo("1234");
            client.send("HEAD " + route.path() + "/chunked HTTP/1.1\r\nHost: h\r\n\r\n");
            HttpMessage chunked = client.head();
            assertThat(chunked.status()).isEqualTo(200);
            assertThat(chunked.values("Content-Length")).isEmpty();
            client.send("GET " + route.path() + "/none HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(204);
            client.send("GET " + route.path() + "/same HTTP/1.1\r\nHost: h\r\n\r\n");
            HttpMessage same = client.head();
            assertThat(same.status()).isEqualTo(304);
            assertThat(same.value("ETag")).isEqualTo("\"1\"");
            client.send("HEAD " + route.path() + "/length HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.rest()).isEmpty();
        }
    }

    /** Unlike 204 and 304, 205 does not end with its head (RFC 9112, section 6.3). */
    @Test
    default void http_resetContent_hasAnEnd() throws IOException {
        HttpNode.Script script =
                (request, connection) -> connection.send("HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n");
        try (HttpNode node = HttpNode.start(script);
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            client.send("GET " + route.path() + "/x HTTP/1.1\r\nHost: h\r\n\r\n");
            HttpMessage answer = client.head();
            assertThat(answer.status()).isEqualTo(205);
            assertThat(client.body(answer)).isEmpty();
        }
    }

    @Test
    default void http_expect100Continue_isAnsweredAndTheBodyFollows() throws IOException {
        try (HttpNode node = mirror();
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            client.send("PUT " + route.path()
                    + "/x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(100);
            client.send("abc");
            HttpMessage answer = client.head();
            assertThat(answer.status()).isEqualTo(201);
            assertThat(client.body(answer)).endsWith("|abc");
        }
    }

    @Test
    default void http_forwardingHeaders_ofAnybody_areReplaced() throws IOException {
        try (HttpNode node = mirror();
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway());
                RawClient proxy = new RawClient(gateway(), TRUSTED_PROXY)) {
            String request =
                    "GET " + route.path() + "/x HTTP/1.1\r\nHost: shop.example\r\nX-Forwarded-For: 203.0.113.7\r\n"
                            + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\n\r\n";
            assertThat(client.send(request).head().status()).isEqualTo(201);
            assertThat(proxy.send(request).head().status()).isEqualTo(201);
            HttpMessage untrusted = node.requests().get(0);
            assertThat(untrusted.values("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(untrusted.values("X-Forwarded-Proto")).containsExactly("http");
            assertThat(untrusted.values("X-Forwarded-Host")).containsExactly("shop.example");
            assertThat(String.join(",", untrusted.values("Forwarded"))).doesNotContain("203.0.113.7");
            HttpMessage trusted = node.requests().get(1);
            assertThat(String.join(", ", trusted.values("X-Forwarded-For"))).isEqualTo("203.0.113.7, " + TRUSTED_PROXY);
            assertThat(trusted.values("X-Forwarded-Proto")).containsExactly("https");
        }
    }

    /** A node that reads no body of a GET would take the chunk that says so for its next request. */
    @Test
    default void http_getByHttp2_hasNoBodyForTheNode() throws Exception {
        try (HttpNode node = mirror();
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(gateway().address()).resolve(route.path() + "/x"))
                    .build();
            // The first request changes over to HTTP/2.
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(201);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            }
            assertThat(node.requests()).hasSize(3).allSatisfy(head -> {
                assertThat(head.values("Transfer-Encoding")).isEmpty();
                assertThat(head.values("Content-Length")).isEmpty();
            });
        }
    }

    /** Behind a proxy that takes TLS off, a redirect to HTTPS must end. */
    @Test
    default void http_redirectToHttps_goesByTheSchemeThatATrustedProxyNames() throws IOException {
        JsonObject https = Json.createObjectBuilder().add("Https", true).build();
        try (HttpNode node = mirror();
                HttpRoute route = HttpRoute.withPlugin(gateway(), "redirect", https, node);
                RawClient client = new RawClient(gateway());
                RawClient proxy = new RawClient(gateway(), TRUSTED_PROXY)) {
            String line = "GET " + route.path() + "/x?y HTTP/1.1\r\nHost: shop.example\r\n";
            String byHttps = line + "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: https\r\n\r\n";
            HttpMessage led = client.send(byHttps).head();
            assertThat(led.status()).isEqualTo(301);
            assertThat(led.values("Location")).containsExactly("https://shop.example" + route.path() + "/x?y");
            assertThat(proxy.send(line + "Forwarded: for=203.0.113.7\r\n\r\n")
                            .head()
                            .status())
                    .isEqualTo(301);
            assertThat(proxy.send(byHttps).head().status()).isEqualTo(201);
            assertThat(node.requests().get(0).values("X-Forwarded-Port")).isEmpty();
        }
    }

    @Test
    default void http_clientsOfARoute_areThoseThatATrustedProxyNames() throws IOException {
        String id = Owner.unique("clients");
        try (HttpNode node = HttpNode.saying("in")) {
            String json = "{\"Uris\":[\"/" + id + "/*\"],\"Clients\":[\"203.0.113.0/24\"],\"Upstream\":{\"Http\":"
                    + "{\"Nodes\":[{\"Address\":\"" + node.address() + "\"}]}}}";
            Answer made = gateway().put("/admin/routes/" + id, json, "apikey", MASTER_KEY);
            assertThat(made.status()).as("%s", made).isEqualTo(200);
            String request = "GET /" + id + "/x HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n";
            try (RawClient client = new RawClient(gateway());
                    RawClient proxy = new RawClient(gateway(), TRUSTED_PROXY)) {
                assertThat(client.send(request).head().status()).isEqualTo(404);
                assertThat(proxy.send(request).head().status()).isEqualTo(200);
            } finally {
                assertThat(gateway()
                                .delete("/admin/routes/" + id, "apikey", MASTER_KEY)
                                .status())
                        .isEqualTo(204);
            }
        }
    }

    @Test
    default void http_deadNode_theNextOneAnswers() {
        JsonObject failover = Json.createObjectBuilder()
                .add(
                        "Failover",
                        Json.createObjectBuilder()
                                .add(
                                        "On",
                                        Json.createArrayBuilder().add("error").add("http_503")))
                .build();
        HttpNode.Script busy = (request, connection) -> connection.answer(503, "busy");
        try (HttpNode node = HttpNode.saying("alive");
                HttpNode overloaded = HttpNode.start(busy);
                HttpRoute route = HttpRoute.to(gateway(), failover, node)) {
            route.lead(failover, List.of("127.0.0.1:" + FreePort.find(), overloaded.address(), node.address()));
            for (int i = 0; i < 6; i++) {
                Answer answer = gateway().get(route.path() + "/x");
                assertThat(answer.status()).as("%s", answer).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("alive");
            }
            Answer posted = gateway().post(route.path() + "/x", "{}");
            assertThat(posted.status())
                    .as("not idempotent, so no node after one that may have done it: %s", posted)
                    .isIn(200, 503);
        }
    }

    @Test
    default void http_noNodeThere_isAProblem() {
        try (HttpNode node = HttpNode.saying("x");
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            route.lead(JsonObject.EMPTY_JSON_OBJECT, List.of("127.0.0.1:" + FreePort.find()));
            Answer answer = gateway().post(route.path() + "/x", "{}");
            assertThat(answer.status()).as("%s", answer).isIn(502, 503);
            assertThat(answer.mediaType()).isEqualTo("application/problem+json");
            Answer head = gateway().call("HEAD", route.path() + "/x", "");
            assertThat(head.status()).as("%s", head).isIn(502, 503);
        }
    }

    @Test
    default void http_gatewayAsItsOwnNode_isCut() {
        try (HttpNode node = HttpNode.saying("x");
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            route.lead(
                    JsonObject.EMPTY_JSON_OBJECT,
                    List.of("127.0.0.1:" + URI.create(gateway().address()).getPort()));
            problem(gateway().get(route.path() + "/x"), 508, "loop-detected");
        }
    }

    @Test
    default void http_slowTrickle_reachesTheClientAsItComes() throws IOException {
        CountDownLatch seen = new CountDownLatch(1);
        HttpNode.Script script = (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            connection.send("9\r\ndata: 1\n\n\r\n");
            try {
                if (!seen.await(20, TimeUnit.SECONDS)) {
                    throw new IOException("the client has not seen the first event");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            connection.send("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
        };
        try (HttpNode node = HttpNode.start(script);
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            client.send("GET " + route.path() + "/x HTTP/1.1\r\nHost: h\r\n\r\n");
            HttpMessage head = client.head();
            assertThat(head.value("Content-Type")).isEqualTo("text/event-stream");
            assertThat(new String(HttpMessage.readChunk(client.in()), StandardCharsets.US_ASCII))
                    .isEqualTo("data: 1\n\n");
            seen.countDown();
            assertThat(client.body(head)).isEqualTo("data: 2\n\n");
            assertThat(node.endings()).isEmpty();
        }
    }

    @Test
    default void http_routeSwitchedUnderLoad_failsNoRequestAndMixesNothing() throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        List<String> failures = new CopyOnWriteArrayList<>();
        try (HttpNode one = HttpNode.saying("one");
                HttpNode two = HttpNode.saying("two");
                HttpRoute route = HttpRoute.to(gateway(), one)) {
            List<Thread> load = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String body = i % 2 == 0 ? "" : "x".repeat(20_000);
                Thread thread = new Thread(() -> {
                    while (!ended.get()) {
                        try {
                            Answer answer = gateway().call(body.isEmpty() ? "GET" : "PUT", route.path() + "/x", body);
                            if (answer.status() == 200 && List.of("one", "two").contains(answer.body())) {
                                answered.incrementAndGet();
                            } else {
                                failures.add(answer.toString());
                            }
                        } catch (RuntimeException e) {
                            failures.add(e.toString());
                        }
                    }
                });
                thread.start();
                load.add(thread);
            }
            for (int i = 0; i < 20; i++) {
                HttpNode next = i % 2 == 0 ? two : one;
                route.lead(JsonObject.EMPTY_JSON_OBJECT, List.of(next.address()));
                assertThat(gateway().get(route.path() + "/x").body()).isEqualTo(i % 2 == 0 ? "two" : "one");
            }
            ended.set(true);
            for (Thread thread : load) {
                thread.join();
            }
        }
        assertThat(failures).isEmpty();
        assertThat(answered.get()).isGreaterThan(20);
    }
}
