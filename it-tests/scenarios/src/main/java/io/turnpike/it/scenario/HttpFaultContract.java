package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.HttpMessage;
import io.turnpike.it.harness.HttpNode;
import io.turnpike.it.harness.RawClient;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Routes to HTTP nodes: bad clients, bad nodes, and what must not come of them. */
public interface HttpFaultContract extends WithGateway {

    private static HttpNode saying() {
        return HttpNode.saying("ok");
    }

    @Test
    default void http_nodeThatStopsInTheMiddle_theAnswerIsBrokenAndNotShort() throws IOException {
        HttpNode.Script script = (request, connection) -> {
            boolean chunked = request.line().contains("/chunked");
            String framing =
                    chunked ? "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n" : "Content-Length: 10\r\n\r\nhello";
            connection.send("HTTP/1.1 200 OK\r\n" + framing);
            connection.socket().close();
        };
        try (HttpNode node = HttpNode.start(script);
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            for (String kind : new String[] {"chunked", "length"}) {
                try (RawClient client = new RawClient(gateway())) {
                    client.send("GET " + route.path() + "/" + kind + " HTTP/1.1\r\nHost: h\r\n\r\n");
                    assertThatThrownBy(() -> client.body(client.head()))
                            .as(kind)
                            .isInstanceOf(IOException.class)
                            .isNotInstanceOf(SocketTimeoutException.class);
                }
            }
        }
    }

    @Test
    default void http_clientThatLeavesInTheMiddleOfTheAnswer_theNodeSeesTheEnd() throws IOException {
        HttpNode.Script script = (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                connection.send("1000\r\n" + "x".repeat(0x1000) + "\r\n");
            }
        };
        try (HttpNode node = HttpNode.start(script);
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            try (RawClient client = new RawClient(gateway())) {
                client.send("GET " + route.path() + "/x HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(client.head().status()).isEqualTo(200);
                assertThat(HttpMessage.readChunk(client.in())).isNotEmpty();
            }
            Await.until("the node's connection ends", Duration.ofSeconds(20), () -> {
                assertThat(node.endings()).hasSize(1);
                return true;
            });
        }
    }

    @Test
    default void http_clientThatLeavesInTheMiddleOfItsBody_theNodeSeesNoWholeRequest() throws IOException {
        try (HttpNode node = saying();
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            String[] framings = {"Content-Length: 10\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"};
            for (String framing : framings) {
                int before = node.endings().size();
                try (RawClient client = new RawClient(gateway())) {
                    client.send("POST " + route.path() + "/x HTTP/1.1\r\nHost: h\r\n" + framing);
                    Await.until("the node gets the head", Duration.ofSeconds(20), () -> {
                        assertThat(node.requests()).hasSize(before + 1);
                        return true;
                    });
                    client.socket().shutdownOutput();
                    assertThat(client.rest()).doesNotStartWith("HTTP/1.1 200");
                }
                Await.until("the node's connection ends: " + framing, Duration.ofSeconds(20), () -> {
                    assertThat(node.endings()).hasSize(before + 1);
                    return true;
                });
            }
        }
    }

    @Test
    default void http_clientThatShutsItsHalfAfterTheRequest_isAnswered() throws IOException {
        try (HttpNode node = saying();
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            client.send("POST " + route.path() + "/x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi");
            client.socket().shutdownOutput();
            assertThat(client.rest()).startsWith("HTTP/1.1 200").endsWith("ok");
        }
    }

    @Test
    default void http_nodeThatAnswersBeforeTheBodyIsThere_isHeard() throws IOException {
        HttpNode.Script script = (request, connection) -> {
            connection.answer(413, "too much", "Connection: close");
            connection.socket().shutdownOutput();
            connection.in().readAllBytes();
            connection.socket().close();
        };
        try (HttpNode node = HttpNode.start(script);
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            client.send("POST " + route.path() + "/x HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nbegin");
            HttpMessage answer = client.head();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(client.body(answer)).isEqualTo("too much");
        }
    }

    /**
     * After RFC 9112, sections 5, 6.3 and 11.2. Runaway chunk, two codings, a coding on two lines, and chunked with a length are cases of
     * {@code body_chunked.t} of nginx-tests.
     */
    @Test
    default void http_smugglingAttempts_bringTheNodeNoSecondRequest() throws IOException {
        Map<String, String> attempts = new LinkedHashMap<>();
        String hidden = "GET %1$s/hidden HTTP/1.1\r\nHost: h\r\n\r\n";
        attempts.put("two lengths", "Content-Length: 5\r\nContent-Length: 0\r\n\r\n" + hidden);
        attempts.put("a list of lengths", "Content-Length: 5, 0\r\n\r\n" + hidden);
        attempts.put(
                "length and chunked", "Content-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden);
        attempts.put("chunked and length", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + hidden);
        attempts.put("space before the colon", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + hidden);
        attempts.put("length with a space before the colon", "Content-Length : 5\r\n\r\n" + hidden);
        attempts.put("obsolete folding", "X: a\r\n Content-Length: 0\r\nContent-Length: %2$d\r\n\r\n" + hidden);
        attempts.put("folded coding", "Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + hidden);
        attempts.put("unknown coding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + hidden);
        attempts.put("two codings", "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n" + hidden);
        attempts.put(
                "coding on two lines",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + hidden);
        attempts.put("signed length", "Content-Length: +0\r\n\r\n" + hidden);
        attempts.put("hexadecimal length", "Content-Length: 0x5\r\n\r\n" + hidden);
        attempts.put("vertical tab before chunked", "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n" + hidden);
        attempts.put("bare CR in a value", "X: a\rContent-Length: 0\r\nContent-Length: %2$d\r\n\r\n" + hidden);
        attempts.put("NUL in a value", "X: a\0b\r\nContent-Length: %2$d\r\n\r\n" + hidden);
        attempts.put("runaway chunk", "Transfer-Encoding: chunked\r\n\r\n4\r\nSEE-THIS\r\n0\r\n\r\n" + hidden);
        attempts.put("bad chunk size", "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" + hidden);
        attempts.put("negative chunk size", "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + hidden);
        for (Map.Entry<String, String> attempt : attempts.entrySet()) {
            try (HttpNode node = saying();
                    HttpRoute route = HttpRoute.to(gateway(), node);
                    RawClient client = new RawClient(gateway())) {
                client.send("POST " + route.path() + "/x HTTP/1.1\r\nHost: h\r\n"
                        + attempt.getValue()
                                .formatted(
                                        route.path(),
                                        hidden.formatted(route.path()).length()));
                client.socket().shutdownOutput();
                String answers = client.rest();
                assertThat(node.requests())
                        .as("%s: answered %s", attempt.getKey(), answers)
                        .noneMatch(request -> request.line().contains("hidden"))
                        .allMatch(request -> request.values("Content-Length").size()
                                        + request.values("Transfer-Encoding").size()
                                <= 1);
            }
        }
    }

    /**
     * RFC 9112, section 9.6. All in one write, for Grizzly goes on with what it has read. Whether it has done so is seen on the node, and not at once: other requests
     * follow, on connections of their own.
     */
    @Test
    default void http_requestBehindTheLastOne_isNotProcessed() throws IOException {
        Map<String, String> lastOnes = new LinkedHashMap<>();
        String chunks = "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        lastOnes.put("chunks", "POST %s/x HTTP/1.1\r\nHost: h\r\n" + chunks);
        lastOnes.put("a length beside chunks", "POST %s/x HTTP/1.1\r\nHost: h\r\nContent-Length: 60\r\n" + chunks);
        lastOnes.put("chunks for nobody", "POST /nobody%s HTTP/1.1\r\nHost: h\r\n" + chunks);
        lastOnes.put("chunks for the gateway itself", "GET /ping?%s HTTP/1.1\r\nHost: h\r\n" + chunks);
        lastOnes.put("close in a list", "GET %s/x HTTP/1.1\r\nHost: h\r\nConnection: TE, close\r\n\r\n");
        lastOnes.put(
                "close in a second line",
                "GET %s/x HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n");
        lastOnes.put("HTTP/1.0", "GET %s/x HTTP/1.0\r\nHost: h\r\n\r\n");
        lastOnes.put("the client's own close", "GET %s/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        lastOnes.put(
                "chunks behind another request",
                "GET %1$s/x HTTP/1.1\r\nHost: h\r\n\r\nPOST %1$s/x HTTP/1.1\r\nHost: h\r\n" + chunks);
        try (HttpNode node = saying();
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            for (Map.Entry<String, String> last : lastOnes.entrySet()) {
                try (RawClient client = new RawClient(gateway())) {
                    client.send(last.getValue().formatted(route.path()) + "DELETE " + route.path()
                            + "/hidden HTTP/1.1\r\nHost: h\r\n\r\n");
                    assertThat(client.rest()).as(last.getKey()).startsWith("HTTP/1.");
                }
                route.assertNothingHiddenArrives(gateway(), node, last.getKey());
            }
        }
    }

    /** Before the gateway is asked. An answer that is no refusal would have the client take it for done. */
    @Test
    default void http_requestThatTheServerCannotRead_isRefusedAndIsTheLast() throws IOException {
        List<String> heads = List.of(
                "POST %s/%%zz HTTP/1.1\r\nHost: h\r\n",
                "POST %s/x%% HTTP/1.1\r\nHost: h\r\n", "POST %s/x HTTP/1.1\r\nHost: h:zz\r\n");
        try (HttpNode node = saying();
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            for (String head : heads) {
                try (RawClient client = new RawClient(gateway())) {
                    client.send(head.formatted(route.path())
                            + "Content-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nDELETE " + route.path()
                            + "/hidden HTTP/1.1\r\nHost: h\r\n\r\n");
                    assertThat(client.rest()).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 ");
                }
                route.assertNothingHiddenArrives(gateway(), node, head);
            }
        }
    }

    /** Legal where the path says nothing of a host (RFC 9112, section 3.2); Grizzly does without. */
    @Test
    default void http_emptyHost_isServedOrRefused() throws IOException {
        try (HttpNode node = saying();
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            client.send("GET " + route.path() + "/x HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(node.requests().isEmpty() ? 400 : 200);
        }
    }

    /** A client that gets a 2xx would take the connection for a tunnel. */
    @Test
    default void http_connect_isNotTaken() throws IOException {
        try (HttpNode node = saying();
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            client.send("CONNECT " + route.path() + "/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            // The gateway's answer, or, where the server refuses it before the gateway, an empty one.
            assertThat(client.rest()).startsWith("HTTP/1.1 405 ").containsPattern("CONNECT is not taken|\r\n\r\n\\z");
            assertThat(node.requests()).isEmpty();
        }
    }

    /** As clients write it. Payara finds no path in it; WildFly would answer 500 with a stack trace. */
    @Test
    default void http_connectToAHostAndPort_isRefused() throws IOException {
        try (RawClient client = new RawClient(gateway())) {
            client.send("CONNECT example.com:80 HTTP/1.1\r\nHost: example.com:80\r\nConnection: close\r\n\r\n");
            assertThat(client.head().status()).isIn(400, 405);
        }
    }

    /** Undertow answers TRACE by itself, and knows its body; Grizzly takes that for the next request. */
    @Test
    default void http_bodyOfATrace_isNoRequest() throws IOException {
        try (HttpNode node = saying();
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            String hidden = "DELETE " + route.path() + "/hidden HTTP/1.1\r\nHost: h\r\n\r\n";
            client.send("TRACE " + route.path() + "/x HTTP/1.1\r\nHost: h\r\nContent-Length: " + hidden.length()
                    + "\r\n\r\n" + hidden);
            client.socket().shutdownOutput();
            assertThat(client.rest()).startsWith("HTTP/1.1 405 ").containsOnlyOnce("HTTP/1.1 ");
            route.assertNothingHiddenArrives(gateway(), node, "in the body of a TRACE");
        }
    }

    /** Grizzly leaves the chunks as they are beside Upgrade, so that cannot be served; where the server takes them apart it is. */
    @Test
    default void http_chunksAndUpgrade_areServedOrRefusedAtOnce() throws IOException {
        try (HttpNode node = saying();
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            client.send("POST " + route.path()
                    + "/x HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: foo\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "2\r\nab\r\n0\r\n\r\n");
            HttpMessage answer = client.head();
            if (answer.status() == 400) {
                assertThat(client.body(answer)).contains("malformed-request", "chunks and Upgrade");
                assertThat(node.requests()).isEmpty();
            } else {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(node.requests()).hasSize(1);
            }
        }
    }

    /** The JDK's client changes to HTTP/2 with its first request, whose fields then still tell of chunks. */
    @Test
    default void http_bodyOfUnknownLengthByUpgradeToHttp2_arrives() throws Exception {
        try (HttpNode node = saying();
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            HttpRequest upload = HttpRequest.newBuilder(
                            URI.create(gateway().address()).resolve(route.path() + "/x"))
                    .timeout(Duration.ofSeconds(30))
                    .POST(HttpRequest.BodyPublishers.ofInputStream(
                            () -> new ByteArrayInputStream("hello".getBytes(StandardCharsets.US_ASCII))))
                    .build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(upload, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(node.requests()).hasSize(1);
        }
    }

    /** Grizzly keeps frames, and kept that one was too long. By the second request of a connection: the first one changes to HTTP/2. */
    @Test
    default void http_fieldsTooLongByHttp2_concernNobodyElse() throws Exception {
        try (HttpNode node = saying();
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            HttpRequest plain = HttpRequest.newBuilder(
                            URI.create(gateway().address()).resolve(route.path() + "/x"))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            HttpRequest tooLong = HttpRequest.newBuilder(plain, (name, value) -> true)
                    .header("Cookie", "s=" + "c".repeat(9000))
                    .build();
            for (int i = 0; i < 5; i++) {
                HttpClient client = HttpClient.newHttpClient();
                client.send(plain, HttpResponse.BodyHandlers.discarding());
                try {
                    client.send(tooLong, HttpResponse.BodyHandlers.discarding());
                } catch (IOException e) {
                    // The stream is refused.
                }
            }
            for (int i = 0; i < 25; i++) {
                HttpClient client = HttpClient.newHttpClient();
                for (int request = 0; request < 2; request++) {
                    assertThat(client.send(plain, HttpResponse.BodyHandlers.discarding())
                                    .statusCode())
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    default void http_bareLineFeeds_makeNoOtherRequestOfIt() throws IOException {
        try (HttpNode node = saying();
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            client.send("GET " + route.path() + "/x HTTP/1.1\nHost: h\nX: a\nContent-Length: 0\n\n");
            client.socket().shutdownOutput();
            client.rest();
            assertThat(node.requests())
                    .allMatch(request -> request.line().equals("GET " + route.path() + "/x HTTP/1.1"));
            assertThat(node.requests().size()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    default void http_headerFlood_isRefusedBeforeTheNode() throws IOException {
        try (HttpNode node = saying();
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            String many = "X-%d: y\r\n";
            StringBuilder flood = new StringBuilder();
            for (int i = 0; i < 20_000; i++) {
                flood.append(many.formatted(i));
            }
            for (String headers : new String[] {flood.toString(), "X: " + "y".repeat(2_000_000) + "\r\n"}) {
                try (RawClient client = new RawClient(gateway())) {
                    String answer;
                    try {
                        client.send("GET " + route.path() + "/x HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n");
                        answer = client.rest();
                    } catch (SocketException e) {
                        answer = "";
                    }
                    assertThat(answer).matches("(?s)|HTTP/1.1 4.*");
                }
            }
            assertThat(node.requests()).isEmpty();
            assertThat(gateway().get(route.path() + "/x").body()).isEqualTo("ok");
        }
    }

    @Test
    default void http_pathsThatRewriteTheRequest_areNotPassedOnAsSuch() throws IOException {
        try (HttpNode node = saying();
                HttpRoute route = HttpRoute.to(gateway(), node);
                RawClient client = new RawClient(gateway())) {
            client.send("GET " + route.path()
                    + "/a%0d%0aX-Evil:%201?b=%0a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            client.rest();
            assertThat(node.requests())
                    .allMatch(request -> request.values("X-Evil").isEmpty());
            assertThat(new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .isEmpty();
        }
    }

    @Test
    default void http_nodes_areShownWithWhatFailedLast() throws IOException {
        HttpNode.Script script = (request, connection) -> connection.send("no HTTP\r\n\r\n");
        try (HttpNode node = HttpNode.start(script);
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            String nodes = "/admin/routes" + route.path() + "/nodes";
            assertThat(gateway().get(nodes, "apikey", MASTER_KEY).body()).contains("\"State\":\"up\"");

            assertThat(gateway().get(route.path() + "/x").status()).isEqualTo(502);

            Answer answer = gateway().get(nodes, "apikey", MASTER_KEY);
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            JsonObject shown = answer.object().getJsonArray("Nodes").getJsonObject(0);
            assertThat(answer.object().getJsonNumber("Revision").longValue()).isPositive();
            assertThat(shown.getString("Address")).isEqualTo(node.address());
            assertThat(shown.getString("State")).isEqualTo("unavail");
            assertThat(shown.getString("LastFault")).contains("sent what is no HTTP answer: the line \"no HTTP\"");
            route.lead(Json.createObjectBuilder().add("Path", "/v2/*").build(), List.of(node.address()));
            JsonObject changed = gateway()
                    .get(nodes, "apikey", MASTER_KEY)
                    .object()
                    .getJsonArray("Nodes")
                    .getJsonObject(0);
            assertThat(changed.getString("LastFault")).as("after a change").isEqualTo(shown.getString("LastFault"));
            assertThat(gateway().get(nodes).status()).isEqualTo(401);
            assertThat(gateway().get(nodes + "?limit=1", "apikey", MASTER_KEY).status())
                    .isEqualTo(400);
        }
    }
}
