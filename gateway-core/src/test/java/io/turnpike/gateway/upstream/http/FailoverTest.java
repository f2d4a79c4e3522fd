package io.turnpike.gateway.upstream.http;

import static io.turnpike.gateway.routing.rule.HttpTargets.nodes;
import static io.turnpike.gateway.routing.rule.HttpTargets.with;
import static io.turnpike.gateway.upstream.http.Gateway.await;
import static io.turnpike.gateway.upstream.http.Gateway.get;
import static io.turnpike.gateway.upstream.http.Gateway.on;
import static io.turnpike.gateway.upstream.http.Gateway.request;
import static io.turnpike.gateway.upstream.http.Gateway.send;
import static io.turnpike.gateway.upstream.http.Gateway.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.HttpTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which failures try the next node, of which requests, and how often. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverTest {

    private final Gateway gateway = new Gateway();

    @AfterAll
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        // what the first node does, what is listed, verb, whether the second answers
        "refuse,        error,                        GET,    true",
        "refuse,        error,                        POST,   true",
        "refuse,        timeout,                      GET,    false",
        "close,         error,                        GET,    true",
        "close,         error,                        DELETE, true",
        "close,         error,                        POST,   false",
        "close,         error,                        PATCH,  false",
        "close,         error|non_idempotent,         POST,   true",
        "close,         invalid_header,               GET,    false",
        "garbage,       invalid_header,               GET,    true",
        "garbage,       error|timeout,                GET,    false",
        "garbage,       invalid_header,               POST,   false",
        "503,           http_503,                     GET,    true",
        "503,           http_503,                     POST,   false",
        "503,           http_503|non_idempotent,      POST,   true",
        "503,           error|timeout|http_502,       GET,    false",
        "404,           http_404,                     GET,    true",
        "429,           http_429,                     GET,    true"
    })
    void begin_firstNodeFails_triesTheNextIfListed(String fault, String words, String method, boolean passes)
            throws Exception {
        try (Node first = failing(fault);
                Node second = Node.answering(Node.OK)) {
            String address = fault.equals("refuse") ? "127.0.0.1:" + unusedPort() : first.address();
            HttpTarget target = with(nodes(address, second.address()), on(words.split("\\|")));

            Received received = send(gateway.open(target), request(method, 0));

            int status =
                    received.ended.handle((done, failure) -> failure == null).join()
                            ? received.awaitStatus()
                            : received.awaitProblem().error().status();
            assertThat(status == 200).isEqualTo(passes);
            assertThat(second.heads).hasSize(passes ? 1 : 0);
            assertThat(first.heads).hasSize(fault.equals("refuse") ? 0 : 1);
        }
    }

    @Test
    void begin_firstNodeIsSilent_triesTheNextOnTimeout() throws Exception {
        try (Node first = silent();
                Node second = Node.answering(Node.OK)) {
            Received received = send(gateway.open(first, second), get());
            await(() -> !first.heads.isEmpty());
            gateway.elapse(Duration.ofSeconds(61));

            assertThat(received.awaitStatus()).isEqualTo(200);
        }
    }

    @Test
    void begin_bodyIsSpent_isNotTriedAgain() throws Exception {
        try (Node first = new Node((head, socket) -> {
                    Node.read(socket, 4);
                    socket.close();
                });
                Node second = Node.answering(Node.OK)) {
            HttpTarget target = with(target(first, second), on("error", "non_idempotent"));

            Received received = send(gateway.open(target), request("PUT", 4), "body");

            assertThat(received.awaitProblem().error()).isEqualTo(GatewayError.CONNECTION_LOST);
            assertThat(second.connections()).isZero();
        }
    }

    /** The client is asked for its body by a node that is connected, so one that refuses costs nothing. */
    @Test
    void begin_firstNodeRefuses_bodyGoesToTheSecond() throws Exception {
        try (Node second = new Node((head, socket) -> {
            Node.read(socket, 4);
            Node.send(socket, Node.OK);
        })) {
            Received received = send(
                    gateway.open(nodes("127.0.0.1:" + unusedPort(), second.address())), request("POST", 4), "body");

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.wanted).hasValue(1);
        }
    }

    /** With Expect the body is unspent when the first node answers. */
    @Test
    void begin_expectAndListedStatus_bodyGoesToTheSecond() throws Exception {
        try (Node first = Node.answering(status(503));
                Node second = new Node((head, socket) -> {
                    Node.send(socket, "HTTP/1.1 100 Continue\r\n\r\n");
                    Node.read(socket, 4);
                    Node.send(socket, Node.OK);
                })) {
            HttpTarget target = with(target(first, second), on("http_503"));
            Received received = send(gateway.open(target), request("PUT", 4, "Expect: 100-continue"), "body");

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.wanted).hasValue(1);
        }
    }

    @Test
    void begin_everyNodeAnswersAListedStatus_passesTheLastOneOn() throws Exception {
        try (Node first = Node.answering(status(503));
                Node second = Node.answering("HTTP/1.1 502 X\r\nContent-Length: 6\r\n\r\nsecond")) {
            Received received = send(gateway.open(with(target(first, second), on("http_503", "http_502"))), get());

            assertThat(received.awaitStatus()).isEqualTo(502);
            assertThat(received.text()).isEqualTo("second");
        }
    }

    @ParameterizedTest
    @CsvSource({"0,3", "1,1", "2,2", "9,3"})
    void begin_tries_areSoManyAtMost(int tries, int expected) throws Exception {
        try (Node a = Node.answering(status(503));
                Node b = Node.answering(status(503));
                Node c = Node.answering(status(503))) {
            HttpTarget.Failover failover = new HttpTarget.Failover(Set.of("http_503"), tries, Optional.empty());

            assertThat(send(gateway.open(with(target(a, b, c), failover)), get())
                            .awaitStatus())
                    .isEqualTo(503);
            assertThat(a.heads.size() + b.heads.size() + c.heads.size()).isEqualTo(expected);
        }
    }

    @Test
    void begin_failoverTimeoutIsOver_triesNoFurtherNode() throws Exception {
        try (Node first = silent();
                Node second = Node.answering(Node.OK)) {
            HttpTarget.Failover failover =
                    new HttpTarget.Failover(Set.of("timeout"), 0, Optional.of(Duration.ofSeconds(10)));
            Received received = send(gateway.open(with(target(first, second), failover)), get());
            await(() -> !first.heads.isEmpty());
            gateway.elapse(Duration.ofSeconds(61));

            assertThat(received.awaitProblem().error()).isEqualTo(GatewayError.UPSTREAM_TIMEOUT);
            assertThat(second.connections()).isZero();
        }
    }

    @Test
    void begin_nodeHasFailed_isTriedLastForTenSeconds() throws Exception {
        try (Node first = failing("close");
                Node second = Node.answering(Node.OK)) {
            HttpClient client = gateway.open(first, second);
            for (int i = 0; i < 6; i++) {
                assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            }
            assertThat(first.heads).hasSize(1);

            gateway.elapse(Duration.ofSeconds(11));
            for (int i = 0; i < 2; i++) {
                assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            }
            assertThat(first.heads).hasSize(2);
        }
    }

    @Test
    void begin_noConnection_isAnErrorOfItsOwn() throws Exception {
        for (String address : List.of("127.0.0.1:" + unusedPort(), "unknown.invalid:80")) {
            GatewayException problem = send(gateway.open(nodes(address)), get()).awaitProblem();

            assertThat(problem.error()).as(address).isEqualTo(GatewayError.NO_CONNECTION);
            assertThat(problem.detail()).startsWith("No connection to the HTTP node: ");
        }
    }

    @Test
    void begin_onlyNodeHasFailed_isTriedAllTheSame() throws Exception {
        try (Node only = failing("close")) {
            HttpClient client = gateway.open(only);

            assertThat(send(client, get()).awaitProblem().error()).isEqualTo(GatewayError.CONNECTION_LOST);
            assertThat(send(client, get()).awaitProblem().error()).isEqualTo(GatewayError.CONNECTION_LOST);
            assertThat(only.heads).hasSize(2);
        }
    }

    @Test
    void begin_weights_areSharesOfTheRequests() throws Exception {
        try (Node a = Node.answering(Node.OK);
                Node b = Node.answering(Node.OK);
                Node none = Node.answering(Node.OK)) {
            HttpTarget base = target(a);
            HttpClient client = gateway.open(new HttpTarget(
                    java.util.List.of(
                            new HttpTarget.Node(a.address(), 3),
                            new HttpTarget.Node(b.address(), 1),
                            new HttpTarget.Node(none.address(), 0)),
                    "",
                    base.tls(),
                    base.path(),
                    base.host(),
                    base.connectTimeout(),
                    base.idleTimeout(),
                    base.failover(),
                    base.probe()));
            for (int i = 0; i < 8; i++) {
                assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            }

            assertThat(a.heads).hasSize(6);
            assertThat(b.heads).hasSize(2);
            assertThat(none.heads).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"GET,true", "PUT,true", "POST,false"})
    void begin_idleConnectionTurnsOutClosed_isTriedAgainIfItMay(String method, boolean passes) throws Exception {
        // Answers once on each connection, and closes it when the next request comes.
        try (Node node = new Node((head, socket) -> {
            if (head.contains("X-Second")) {
                socket.close();
            } else {
                Node.send(socket, Node.OK);
            }
        })) {
            HttpClient client = gateway.open(with(target(node), on()));
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);

            Received received = send(client, request(method, 0, "X-Second: 1"));

            // The second connection is closed as well, which is a failure like any other.
            assertThat(received.awaitProblem().error()).isEqualTo(GatewayError.CONNECTION_LOST);
            assertThat(node.connections()).isEqualTo(passes ? 2 : 1);
        }
    }

    /** A connection that was opened for a call that had gone by then. */
    @Test
    void begin_connectionThatWasNeverUsedTurnsOutClosed_isTriedAgain() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (Node node = new Node((head, socket) -> {
            if (requests.incrementAndGet() == 1) {
                socket.close();
            } else {
                Node.send(socket, Node.OK);
            }
        })) {
            HttpClient client = gateway.open(with(target(node), on()));
            LoopCalls calls = gateway.transport.nextLoop();
            // Both are queued before either runs, and no connect ends before the next task.
            calls.loop()
                    .execute(() -> Gateway.begin(client, get(), new Received()).cancel());
            await(() -> node.connections() == 1 && isShelved(calls, client));

            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            assertThat(node.connections()).isEqualTo(2);
        }
    }

    private static boolean isShelved(LoopCalls calls, HttpClient client) {
        CompletableFuture<Boolean> found = new CompletableFuture<>();
        calls.loop().execute(() -> {
            ConnectionShelf shelf = calls.shelf(client);
            HttpConnection idle = shelf.take(client.nodes().get(0));
            if (idle != null) {
                shelf.put(idle, client.now());
            }
            found.complete(idle != null);
        });
        return found.join();
    }

    @Test
    void begin_nodeClosesIdleConnections_getsANewOneForEachRequest() throws Exception {
        try (Node node = Node.closingAfter(Node.OK)) {
            HttpClient client = gateway.open(node);
            for (int i = 0; i < 5; i++) {
                Received received = send(client, request("GET", 0));
                assertThat(received.awaitStatus()).isEqualTo(200);
            }
            assertThat(node.connections()).isEqualTo(5);
        }
    }

    @Test
    void begin_keepAliveOfTheNodeIsOver_opensAnotherConnection() throws Exception {
        try (Node node = Node.answering("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5\r\nContent-Length: 0\r\n\r\n")) {
            HttpClient client = gateway.open(node);
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            gateway.elapse(Duration.ofSeconds(5));
            await(() -> client.nodes().get(0).connections() == 0);

            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            assertThat(node.connections()).isEqualTo(2);
        }
    }

    @Test
    void begin_noNode_isUnavailable() throws Exception {
        assertThat(send(gateway.open(target(new Node[0])), get()).awaitProblem().error())
                .isEqualTo(GatewayError.NO_LIVE_INSTANCE);
    }

    @Test
    void close_closesIdleConnections() throws Exception {
        try (Node node = Node.answering(Node.OK)) {
            HttpClient client = gateway.open(node);
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            HttpNode known = client.nodes().get(0);
            assertThat(known.connections()).isEqualTo(1);

            client.close();

            await(() -> known.connections() == 0);
        }
    }

    private static Node failing(String fault) {
        return switch (fault) {
            case "garbage" -> Node.closingAfter("no HTTP\r\n\r\n");
            case "close", "refuse" -> new Node((head, socket) -> socket.close());
            default -> Node.answering(status(Integer.parseInt(fault)));
        };
    }

    private static Node silent() {
        return new Node((head, socket) -> socket.getInputStream().read());
    }

    private static String status(int status) {
        return "HTTP/1.1 " + status + " X\r\nContent-Length: 5\r\n\r\nfirst";
    }

    static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
