package io.turnpike.it.scenario;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.FreePort;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.HttpMessage;
import io.turnpike.it.harness.HttpNode;
import io.turnpike.it.harness.RawClient;
import io.turnpike.it.harness.ServerProcess;
import io.turnpike.it.harness.StockServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that do nothing more in the middle of a request or of an answer: none of them holds up others, and none keeps its connection for ever. */
@Timeout(600)
public abstract class StalledUploadScenarios implements ProcessScenario {

    /** More than either server, or the gateway, has threads for requests. */
    private static final int CLIENTS = 300;

    /** More than Undertow has threads, and no more than a connection may have. */
    private static final int STREAMS = 60;

    private static final int HOUR = 3600;
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    /** Beyond a timeout: what a busy machine takes. */
    private static final Duration SLACK = Duration.ofSeconds(15);

    /** Longer than any call may take here, so that one that waits for such clients fails. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration NO_PATIENCE = Duration.ofSeconds(2);

    private static final String BEGINNING = "x".repeat(WithGateway.MAX_REQUEST_BYTES + 1);
    private static final String[] FRAMINGS = {
        "Content-Length: 1073741824\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n40000000\r\n"
    };

    /**
     * A request that is answered before its body is whole.
     *
     * @param line its first line, and any header fields but those that say how long the body is
     * @param beginning what of the body is sent
     */
    private record Early(String line, String beginning, int status) {

        RawClient send(Gateway gateway, String framing) throws IOException {
            RawClient client = new RawClient(gateway);
            client.socket().setSoTimeout((int) AT_ONCE.toMillis());
            return client.send(
                    line + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n" + framing + beginning);
        }

        void awaitAnswer(RawClient client) throws IOException {
            HttpMessage head = client.head();
            assertThat(head.status()).as("%s: %s", line, head).isEqualTo(status);
            client.body(head);
        }
    }

    private static GatewaySetup setup(Duration clientTimeout) {
        Map<String, Object> settings = new HashMap<>(WithGateway.SETTINGS);
        settings.put("clientTimeoutSeconds", clientTimeout.toSeconds());
        settings.put("timeToLift", HOUR);
        settings.put("timeToDie", HOUR);
        return GatewaySetup.fresh("stalled", settings);
    }

    private static StockServer thrift() throws IOException {
        return StockServer.start(
                StockServer.Kind.THREAD_POOL,
                false,
                Optional.empty(),
                Resource.ECHO,
                Map.of("whoami", arguments -> "me"));
    }

    @Test
    final void clientsThatStallBehindAnEarlyAnswer_haveItAndHoldUpNobody() throws IOException {
        GatewaySetup setup = setup(PATIENCE);
        Gateway gateway = setup.gateway();
        HttpNode.Script refuse = (request, connection) -> {
            connection.answer(413, "too much", "Connection: close");
            connection.socket().shutdownOutput();
            connection.in().readAllBytes();
            connection.socket().close();
        };
        try (ServerProcess server = server().start(setup);
                HttpNode refusing = HttpNode.start(refuse);
                HttpNode node = HttpNode.saying("ok");
                HttpRoute toRefusing = HttpRoute.to(gateway, refusing);
                HttpRoute toNode = HttpRoute.to(gateway, node);
                HttpRoute toNobody = HttpRoute.to(gateway, node);
                StockServer thrift = thrift()) {
            toNobody.lead(JsonObject.EMPTY_JSON_OBJECT, List.of("127.0.0.1:" + FreePort.find()));
            Owner owner = Owner.register(gateway, Resource.ECHO);
            owner.connect(thrift.port());
            assertCalls(owner, toNode);
            List<Early> all = List.of(
                    new Early("PUT /admin/routes/x", "{", 401),
                    new Early("POST " + toRefusing.path() + "/x", "x", 413),
                    new Early("POST " + toNobody.path() + "/x", "x", 502),
                    new Early("POST /" + Owner.unique("Nowhere") + "/x", "{", 404),
                    new Early("POST /register", BEGINNING, 413),
                    new Early("POST /" + owner.service() + "/whoami", BEGINNING, 413));
            List<RawClient> left = new ArrayList<>();
            try {
                for (Early early : all) {
                    for (String framing : FRAMINGS) {
                        left.add(assertHoldUpNobody(early, framing, owner, toNode));
                    }
                }
                long since = System.nanoTime();
                for (RawClient client : left) {
                    Duration rest = PATIENCE.plus(SLACK).minusNanos(System.nanoTime() - since);
                    client.socket().setSoTimeout((int) Math.max(1, rest.toMillis()));
                    assertThat(client.rest()).as("after the answer").isEmpty();
                }
            } finally {
                for (RawClient client : left) {
                    client.close();
                }
            }
            assertThat(server.log().since(0)).noneMatch(ProcessScenario::isStackTrace);
        }
    }

    /** One of the clients is left, and may have sent too much to be told of the end in another way than by a reset. */
    private static RawClient assertHoldUpNobody(Early early, String framing, Owner owner, HttpRoute route)
            throws IOException {
        List<RawClient> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                stalled.add(early.send(owner.gateway(), framing));
            }
            for (RawClient each : stalled) {
                early.awaitAnswer(each);
            }
            assertCalls(owner, route);
            return stalled.remove(0);
        } finally {
            for (RawClient each : stalled) {
                each.close();
            }
        }
    }

    @Test
    final void clientsThatStallInTheMiddle_holdUpNobodyAndMayGoOn() throws IOException {
        GatewaySetup setup = setup(PATIENCE);
        Gateway gateway = setup.gateway();
        try (ServerProcess server = server().start(setup);
                HttpNode node = HttpNode.saying("ok");
                HttpRoute toNode = HttpRoute.to(gateway, node);
                StockServer thrift = thrift()) {
            Owner owner = Owner.register(gateway, Resource.ECHO);
            owner.connect(thrift.port());
            assertCalls(owner, toNode);
            assertMayGoOn("/" + owner.service() + "/whoami", "{", "}", 200, owner, toNode);
            assertMayGoOn("/register", "[", "]", 400, owner, toNode);
            assertMayGoOn("/health", "{", "}", 400, owner, toNode);
            assertMayGoOn("/update/config?type=plugin&name=access&phase=access", "[", "]", 401, owner, toNode);
            assertNoTraceOfOurs(server);
        }
    }

    /** @param first what of the body is sent at once; {@code last} comes when others have been answered */
    private static void assertMayGoOn(String path, String first, String last, int status, Owner owner, HttpRoute route)
            throws IOException {
        List<RawClient> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                RawClient client = new RawClient(owner.gateway());
                stalled.add(client);
                client.socket().setSoTimeout((int) AT_ONCE.toMillis());
                client.send("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                        + (isChunked(i)
                                ? "Transfer-Encoding: chunked\r\n\r\n1\r\n" + first + "\r\n"
                                : "Content-Length: 2\r\n\r\n" + first));
            }
            assertCalls(owner, route);
            Owner.register(owner.gateway(), Resource.ECHO);
            for (int i = 0; i < CLIENTS; i++) {
                RawClient client = stalled.get(i);
                client.send(isChunked(i) ? "1\r\n" + last + "\r\n0\r\n\r\n" : last);
                HttpMessage head = client.head();
                assertThat(head.status()).as("%s: %s", path, head).isEqualTo(status);
                assertThat(client.body(head)).as("%s: %s", path, head).isNotEmpty();
            }
        } finally {
            for (RawClient each : stalled) {
                each.close();
            }
        }
    }

    /** Grizzly may find the end of chunks twice, and stumbles over the second one when the request is over. */
    private static void assertNoTraceOfOurs(ServerProcess server) {
        assertThat(server.log().since(0))
                .noneMatch(line -> ProcessScenario.isStackTrace(line) && line.contains("io.turnpike"));
    }

    private static boolean isChunked(int client) {
        return client % 2 == 1;
    }

    /** The whole request is there when it is refused: nothing is left to wait for but the refusal itself. */
    @Test
    final void bodyThatIsTooLargeAndWhole_isRefusedInWords() throws IOException {
        GatewaySetup setup = setup(PATIENCE);
        Gateway gateway = setup.gateway();
        String half = "x".repeat(WithGateway.MAX_REQUEST_BYTES / 2 + 1);
        String chunk = Integer.toHexString(half.length()) + "\r\n" + half + "\r\n";
        try (ServerProcess server = server().start(setup)) {
            Owner owner = Owner.register(gateway, Resource.ECHO);
            for (String path : List.of("/register", "/health", "/" + owner.service() + "/whoami")) {
                try (RawClient client = new RawClient(gateway)) {
                    client.socket().setSoTimeout((int) AT_ONCE.toMillis());
                    client.send("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n\r\n");
                    HttpMessage head = client.head();
                    assertThat(head.status()).as("%s: %s", path, head).isEqualTo(413);
                    assertThat(client.body(head)).as("%s: %s", path, head).contains("payload-too-large");
                }
            }
            assertNoTraceOfOurs(server);
        }
    }

    /** In HTTP/2 nothing may announce a body, and many requests share a connection. Servers that speak HTTP/1.1 only get chunks. */
    @Test
    final void streamsOfHttp2ThatStall_holdUpNobody() throws Exception {
        GatewaySetup setup = setup(PATIENCE);
        Gateway gateway = setup.gateway();
        try (ServerProcess server = server().start(setup);
                HttpNode node = HttpNode.saying("ok");
                HttpRoute toNode = HttpRoute.to(gateway, node);
                StockServer thrift = thrift()) {
            Owner owner = Owner.register(gateway, Resource.ECHO);
            owner.connect(thrift.port());
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
            URI base = URI.create(gateway.address());
            // The first request changes over to HTTP/2.
            client.send(HttpRequest.newBuilder(base.resolve("/ping")).build(), BodyHandlers.ofString());
            List<CompletableFuture<HttpResponse<String>>> stalled = new ArrayList<>();
            CompletableFuture<String> rest = new CompletableFuture<>();
            for (int i = 0; i < STREAMS; i++) {
                String path = i % 2 == 0 ? "/" + owner.service() + "/whoami" : "/register";
                stalled.add(client.sendAsync(
                        HttpRequest.newBuilder(base.resolve(path))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.fromPublisher(new LateBody(rest)))
                                .build(),
                        BodyHandlers.ofString()));
            }
            assertCalls(owner, toNode);
            rest.complete("{}");
            for (CompletableFuture<HttpResponse<String>> each : stalled) {
                HttpResponse<String> answer = each.get(AT_ONCE.toSeconds(), SECONDS);
                assertThat(answer.statusCode())
                        .as("%s: %s", answer, answer.body())
                        .isIn(200, 400);
            }
            assertCalls(owner, toNode);
        }
    }

    /** A body that comes when it is completed, and whose length nobody knows. */
    private record LateBody(CompletableFuture<String> text) implements Flow.Publisher<ByteBuffer> {

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>(Runnable::run, 1);
            publisher.subscribe(subscriber);
            text.thenAccept(whole -> {
                publisher.submit(ByteBuffer.wrap(whole.getBytes(StandardCharsets.UTF_8)));
                publisher.close();
            });
        }
    }

    private static void assertCalls(Owner owner, HttpRoute route) {
        Await.until("calls of others", AT_ONCE, () -> {
            Answer answer = owner.gateway()
                    .start("POST", "/" + owner.service() + "/whoami", "")
                    .get(5, SECONDS);
            assertThat(answer.body()).isEqualTo("\"me\"");
            assertThat(owner.gateway()
                            .start("POST", route.path() + "/x", "hello")
                            .get(5, SECONDS)
                            .body())
                    .isEqualTo("ok");
            return answer;
        });
    }

    @Test
    final void clientsThatDoTheirPartNoMore_areCutOffAfterTheTimeout() throws IOException {
        GatewaySetup setup = setup(NO_PATIENCE);
        Gateway gateway = setup.gateway();
        HttpNode.Script endless = (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                connection.send("10000\r\n" + "x".repeat(0x10000) + "\r\n");
            }
        };
        try (ServerProcess server = server().start(setup);
                HttpNode reading = HttpNode.saying("ok");
                HttpNode writing = HttpNode.start(endless);
                HttpRoute toReading = HttpRoute.to(gateway, reading);
                HttpRoute toWriting = HttpRoute.to(gateway, writing)) {
            for (String framing : FRAMINGS) {
                try (RawClient client = new RawClient(gateway)) {
                    client.send("POST " + toReading.path() + "/x HTTP/1.1\r\nHost: h\r\n" + framing + "begin");
                    client.socket().setSoTimeout((int) NO_PATIENCE.plus(SLACK).toMillis());
                    assertThat(client.rest())
                            .as("answer to a body that stalls")
                            .startsWith("HTTP/1.1 408 ")
                            .containsIgnoringCase("Connection: close")
                            .contains("\"request-timeout\"");
                }
            }
            awaitEndings(reading, FRAMINGS.length);
            try (RawClient client = new RawClient(gateway)) {
                client.send("GET " + toWriting.path() + "/x HTTP/1.1\r\nHost: h\r\n\r\n");
                awaitEndings(writing, 1);
            }
            Await.until("lines about both", AT_ONCE, () -> {
                assertThat(server.log().since(0))
                        .anyMatch(line ->
                                line.contains(": 408 request-timeout: The request's body stopped after 5 of 1073741824")
                                        && line.contains(", from 127.0.0.1]"))
                        .anyMatch(line ->
                                line.contains(": 200, broken off after the head, request-timeout: The client takes"));
                return server;
            });
            assertThat(server.log().since(0)).noneMatch(ProcessScenario::isStackTrace);
        }
    }

    /** Waits until so many connections of a node have ended in the middle. */
    private static void awaitEndings(HttpNode node, int endings) {
        Await.until("the end of the node's connections", NO_PATIENCE.plus(SLACK), () -> {
            assertThat(node.endings()).hasSize(endings);
            return node;
        });
    }
}
