package io.turnpike.gateway.upstream.http;

import static io.turnpike.gateway.routing.rule.HttpTargets.nodes;
import static io.turnpike.gateway.routing.rule.HttpTargets.with;
import static io.turnpike.gateway.upstream.http.Gateway.await;
import static io.turnpike.gateway.upstream.http.Gateway.get;
import static io.turnpike.gateway.upstream.http.Gateway.send;
import static io.turnpike.gateway.upstream.http.Gateway.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.upstream.io.FaultLog;
import io.turnpike.gateway.upstream.thrift.RawServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeProbesTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Gateway gateway = new Gateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void tick_nodeFailsAndRecovers_isLeftOutAndComesBack() throws Exception {
        AtomicInteger status = new AtomicInteger(200);
        try (Node sick = new Node((head, socket) -> Node.send(
                        socket,
                        head.startsWith("GET /health ")
                                ? "HTTP/1.1 " + status.get() + " X\r\nContent-Length: 0\r\n\r\n"
                                : Node.OK));
                Node well = Node.answering(Node.OK)) {
            HttpClient client = gateway.open(with(target(sick, well), probe(HttpTarget.Probe.Kind.HTTP)));
            HttpNode node = client.nodes().get(0);
            awaitProbes(sick, 1);
            assertThat(sick.heads.get(0)).contains("\r\nHost: " + sick.address() + "\r\n");

            status.set(500);
            nextProbe(sick, 2);
            nextProbe(sick, 3);
            assertThat(node.healthy()).isTrue();
            nextProbe(sick, 4);
            await(() -> !node.healthy());
            int before = requests(sick);
            for (int i = 0; i < 4; i++) {
                assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            }
            assertThat(requests(sick)).isEqualTo(before);

            status.set(204);
            nextProbe(sick, 5);
            assertThat(node.healthy()).isFalse();
            nextProbe(sick, 6);
            await(node::healthy);
        }
    }

    @ParameterizedTest
    @CsvSource({"200,true", "399,true", "400,false", "503,false", "199,false"})
    void tick_statuses_areTwoAndThreeHundredsByDefault(int status, boolean healthy) throws Exception {
        // The interim answer says nothing.
        String interim = "HTTP/1.1 103 X\r\n\r\n";
        try (Node node = Node.answering(
                (status < 200 ? "" : interim) + "HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n")) {
            HttpClient client = gateway.open(with(
                    target(node),
                    new HttpTarget.Probe(
                            HttpTarget.Probe.Kind.HTTP, "/health", List.of(), INTERVAL, Duration.ofSeconds(2), 1, 1)));
            awaitProbes(node, 1);
            gateway.elapse(Duration.ofSeconds(3));
            nextProbe(node, 2);

            await(() -> client.nodes().get(0).healthy() == healthy);
        }
    }

    @Test
    void tick_nodeIsSilent_failsAfterTheTimeout() throws Exception {
        try (Node node = new Node((head, socket) -> socket.getInputStream().read())) {
            HttpTarget.Probe impatient = new HttpTarget.Probe(
                    HttpTarget.Probe.Kind.HTTP, "/health", List.of("200"), INTERVAL, Duration.ofSeconds(2), 1, 1);
            HttpClient client = gateway.open(with(target(node), impatient));
            awaitProbes(node, 1);
            assertThat(client.nodes().get(0).healthy()).isTrue();
            gateway.elapse(Duration.ofSeconds(3));

            await(() -> !client.nodes().get(0).healthy());
            await(() -> client.nodes().get(0).connections() == 0);
        }
    }

    @Test
    void tick_nodeRefusesTcp_noneIsLeft() throws Exception {
        HttpTarget.Probe tcp =
                new HttpTarget.Probe(HttpTarget.Probe.Kind.TCP, "/", List.of(), INTERVAL, Duration.ofSeconds(2), 1, 1);
        HttpClient client = gateway.open(with(nodes("127.0.0.1:" + FailoverTest.unusedPort()), tcp));
        await(() -> !client.nodes().get(0).healthy());

        GatewayException problem = send(client, get()).awaitProblem();
        assertThat(problem.error()).isEqualTo(GatewayError.NO_LIVE_INSTANCE);
        assertThat(problem.detail()).contains("probes");
        assertThat(problem.headers()).containsKey("Retry-After");
    }

    /** A client is shared by routes to the same nodes: the log names the first one, and how many more there are. */
    @Test
    void tick_nodeGoesAndComes_isLoggedWithItsRoutes() throws Exception {
        AtomicInteger status = new AtomicInteger(500);
        CompletableFuture<Boolean> used = new CompletableFuture<>();
        try (LogLines log = new LogLines(FaultLog.class);
                Node node = new Node((head, socket) -> {
                    used.join();
                    Node.send(socket, "HTTP/1.1 " + status.get() + " X\r\nContent-Length: 0\r\n\r\n");
                })) {
            HttpTarget.Probe once = new HttpTarget.Probe(
                    HttpTarget.Probe.Kind.HTTP, "/health", List.of(), INTERVAL, Duration.ofSeconds(2), 1, 2);
            HttpClient client = gateway.open(with(target(node), once));
            client.usedBy("orders");
            client.usedBy("orders");
            client.usedBy("assets");
            used.complete(true);
            await(() -> log.lines().size() == 1);
            client.leftBy("orders");
            client.leftBy("assets");
            status.set(200);
            awaitProbes(node, 1);
            nextProbe(node, 2);
            nextProbe(node, 3);
            await(() -> log.lines().size() == 2);

            String name = "HTTP node " + node.address() + " of the route ";
            assertThat(log.lines())
                    .containsExactly(
                            "WARNING " + name
                                    + "assets and 1 more has failed a probe (status 500); it gets no requests,"
                                    + " and is probed every 5000 ms",
                            "INFO " + name + "orders has passed 2 probes in a row; it gets requests from now on");
        }
    }

    @Test
    void status_probedNode_isChecking_thenUpOrUnhealthy() throws Exception {
        AtomicInteger status = new AtomicInteger(200);
        CompletableFuture<Boolean> free = new CompletableFuture<>();
        try (Node node = new Node((head, socket) -> {
            free.join();
            Node.send(socket, "HTTP/1.1 " + status.get() + " X\r\nContent-Length: 0\r\n\r\n");
        })) {
            HttpTarget.Probe twice = new HttpTarget.Probe(
                    HttpTarget.Probe.Kind.HTTP, "/health", List.of(), INTERVAL, Duration.ofSeconds(100), 2, 1);
            HttpClient client = gateway.open(with(target(node), twice));
            await(() -> client.status().get(0).connections() == 1);
            NodeStatus first = client.status().get(0);
            assertThat(first.state()).isEqualTo(NodeState.CHECKING);
            assertThat(first.address()).hasToString(node.address());
            assertThat(first.weight()).isEqualTo(1);
            assertThat(first.lastFault()).isEmpty();
            gateway.elapse(Duration.ofSeconds(3));
            free.complete(true);
            await(() -> client.status().get(0).state() == NodeState.UP);
            assertThat(client.status().get(0).since()).isLessThan(Duration.ofSeconds(3));

            status.set(500);
            nextProbe(node, 2);
            await(() -> client.status().get(0).lastFault().isPresent());
            assertThat(client.status().get(0).state()).as("one failure of two").isEqualTo(NodeState.UP);
            nextProbe(node, 3);
            await(() -> client.status().get(0).state() == NodeState.UNHEALTHY);
            gateway.elapse(Duration.ofSeconds(1));
            NodeStatus last = client.status().get(0);
            assertThat(last.since()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
            assertThat(last.lastFault()).hasValueSatisfying(fault -> {
                assertThat(fault.reason()).isEqualTo("status 500");
                assertThat(fault.ago()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
            });
        }
    }

    @Test
    void status_nodeOnWhichARequestFails_isUnavailForTenSeconds() throws Exception {
        HttpClient client = gateway.open(nodes("127.0.0.1:" + FailoverTest.unusedPort()));
        gateway.elapse(Duration.ofSeconds(60));
        assertThat(client.status().get(0).state()).isEqualTo(NodeState.UP);
        assertThat(client.status().get(0).since()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));

        send(client, get()).awaitProblem();
        gateway.elapse(Duration.ofSeconds(1));
        NodeStatus failed = client.status().get(0);
        assertThat(failed.state()).isEqualTo(NodeState.UNAVAIL);
        assertThat(failed.since()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
        assertThat(failed.lastFault().orElseThrow().reason()).contains("the connection was refused");

        gateway.elapse(Duration.ofSeconds(11));
        NodeStatus again = client.status().get(0);
        assertThat(again.state()).isEqualTo(NodeState.UP);
        assertThat(again.since()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
        assertThat(again.lastFault()).isPresent();
    }

    @Test
    void answered_afterAFailureAndItsTenSeconds_isToldOnce() throws Exception {
        AtomicInteger well = new AtomicInteger();
        try (LogLines log = new LogLines(FaultLog.class);
                Node node = new Node((head, socket) -> {
                    if (well.get() == 0) {
                        socket.close();
                    } else {
                        Node.send(socket, Node.OK);
                    }
                })) {
            HttpClient client = gateway.open(target(node));
            send(client, get()).awaitProblem();
            well.set(1);
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            assertThat(log.lines()).isEmpty();
            gateway.elapse(Duration.ofSeconds(60));
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            await(() -> !log.lines().isEmpty());
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .matches("INFO HTTP node " + node.address()
                            + " answers again, 6\\d seconds after a request failed on it \\(.* before it answered\\)");
        }
    }

    @Test
    void status_longFault_isCut() {
        HttpClient client = gateway.open(nodes("127.0.0.1:9"));
        client.nodes().get(0).failed("x".repeat(300));

        assertThat(client.status().get(0).lastFault().orElseThrow().reason()).isEqualTo("x".repeat(200) + "…");
    }

    @Test
    void tick_probedByTlsAndSpeaksNone_isToldInWords() throws Exception {
        byte[] refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (RawServer plain = new RawServer(socket -> {
            socket.getOutputStream().write(refusal);
            socket.getInputStream().readAllBytes();
        })) {
            HttpClient client =
                    gateway.open(with(nodes("127.0.0.1:" + plain.port()), probe(HttpTarget.Probe.Kind.HTTPS)));
            await(() -> client.status().get(0).lastFault().isPresent());

            assertThat(client.status().get(0).lastFault().orElseThrow().reason())
                    .isEqualTo("No TLS connection to the HTTP node: it does not speak TLS");
        }
    }

    @Test
    void status_nodeOfWeight0_isDown_inTheOrderOfTheList() {
        HttpTarget target = new HttpTarget(
                List.of(
                        new HttpTarget.Node("127.0.0.1:9", 3),
                        new HttpTarget.Node("127.0.0.2:9", 0),
                        new HttpTarget.Node("127.0.0.3:9", 1)),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                HttpTarget.CONNECT_TIMEOUT,
                HttpTarget.IDLE_TIMEOUT,
                HttpTarget.Failover.DEFAULT,
                Optional.empty());

        assertThat(gateway.open(target).status())
                .extracting(node -> node.address() + " " + node.weight() + " " + node.state())
                .containsExactly("127.0.0.1:9 3 UP", "127.0.0.2:9 0 DOWN", "127.0.0.3:9 1 UP");
    }

    @Test
    void tick_nodeTakesTcp_isHealthyWithoutARequest() throws Exception {
        try (Node node = Node.answering(Node.OK)) {
            HttpTarget.Probe tcp = new HttpTarget.Probe(
                    HttpTarget.Probe.Kind.TCP, "/", List.of(), INTERVAL, Duration.ofSeconds(2), 1, 1);
            HttpClient client = gateway.open(with(target(node), tcp));
            await(() -> node.connections() == 1);
            gateway.elapse(INTERVAL);
            await(() -> node.connections() == 2);

            assertThat(client.nodes().get(0).healthy()).isTrue();
            assertThat(node.heads).isEmpty();
        }
    }

    @Test
    void close_endsTheProbes() throws Exception {
        try (Node node = Node.answering(Node.OK);
                Node other = Node.answering(Node.OK)) {
            HttpClient client = gateway.open(with(target(node), probe(HttpTarget.Probe.Kind.HTTP)));
            gateway.open(with(target(other), probe(HttpTarget.Probe.Kind.HTTP)));
            awaitProbes(node, 1);
            awaitProbes(other, 1);
            client.close();
            gateway.elapse(INTERVAL);
            awaitProbes(other, 2);

            assertThat(node.heads).hasSize(1);
        }
    }

    /** The clock stands still: nothing but the leaving ends the probe. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leave_probeIsUnderWay_isEnded(boolean client) throws Exception {
        try (Node silent = new Node((head, socket) -> socket.getInputStream().read())) {
            HttpClient opened = gateway.open(with(target(silent), patient()));
            HttpNode node = opened.nodes().get(0);
            awaitProbes(silent, 1);
            assertThat(node.connections()).isEqualTo(1);

            if (client) {
                opened.close();
            } else {
                opened.update(Map.of());
            }

            await(() -> node.connections() == 0);
            assertThat(node.healthy()).isTrue();
        }
    }

    private static HttpTarget.Probe patient() {
        return new HttpTarget.Probe(
                HttpTarget.Probe.Kind.HTTP, "/health", List.of("200"), INTERVAL, Duration.ofMinutes(5), 1, 1);
    }

    private static HttpTarget.Probe probe(HttpTarget.Probe.Kind kind) {
        return new HttpTarget.Probe(kind, "/health", List.of("200-299"), INTERVAL, Duration.ofSeconds(2), 3, 2);
    }

    private void nextProbe(Node node, int count) throws InterruptedException {
        gateway.elapse(INTERVAL);
        awaitProbes(node, count);
    }

    private static void awaitProbes(Node node, int count) throws InterruptedException {
        await(() -> node.heads.stream().filter(each -> each.contains("/health")).count() == count);
    }

    private static int requests(Node node) {
        return (int) node.heads.stream().filter(each -> each.contains("/a/b")).count();
    }
}
