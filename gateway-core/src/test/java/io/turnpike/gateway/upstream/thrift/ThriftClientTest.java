package io.turnpike.gateway.upstream.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.thrift.json.CallInput;
import io.turnpike.thrift.json.MethodTranscoder;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.thrift.server.THsHaServer;
import org.apache.thrift.server.TServer;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.transport.TNonblockingServerSocket;
import org.apache.thrift.transport.TServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ThriftClientTest {

    private final FakeRegistry registry = new FakeRegistry();
    private final ThriftTransport transport = new ThriftTransport(registry, 2);
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final AtomicInteger served = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        transport.close();
        for (AutoCloseable each : toClose) {
            each.close();
        }
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("turnpike-io")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"FRAMED", "BUFFERED"})
    void call_realServer_framingIsFoundAndEveryKindOfAnswerComes(Framing framing) throws Exception {
        registry.passing(registry.instance(server(framing)));
        ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS);

        Response echo = call(client, EchoService.ECHO, EchoService.body("{\"text\":\"héllo\"}"));

        assertThat(echo.status()).isEqualTo(200);
        assertThat(text(echo)).isEqualTo("\"héllo\"");
        assertThat(client.endpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.framing()).isEqualTo(framing);
            assertThat(endpoint.state()).isEqualTo(EndpointState.REACHABLE);
        });
        assertThat(call(client, EchoService.NOTHING, EchoService.body("{}")).status())
                .isEqualTo(204);
        assertThat(call(client, EchoService.TELL, EchoService.body("{}")).status())
                .isEqualTo(202);
        Response teapot = call(client, EchoService.FAIL, EchoService.body("{}"));
        assertThat(teapot.status()).isEqualTo(418);
        assertThat(text(teapot)).isEqualTo("{\"exception\":\"Teapot\",\"value\":{\"reason\":\"short and stout\"}}");
        GatewayException crash = failure(client, EchoService.CRASH);
        assertThat(crash.error()).isEqualTo(GatewayError.APPLICATION_ERROR);
        assertThat(crash.detail()).contains("INTERNAL_ERROR");
        await(() -> served.get() == 2);
    }

    @Test
    void open_ofAnOwner_callsItsServersAndThoseOfNobodyOnly() throws Exception {
        ServiceInstance other = registry.instance(server(Framing.FRAMED));
        ThriftClient client = transport.open("Echo", "successor", ThriftClientOptions.DEFAULTS);
        registry.passing(other);
        assertThat(client.endpoints()).isEmpty();
        assertThat(failure(client, EchoService.ECHO).detail()).isEqualTo("No server of Echo is connected");
        registry.critical(other);
        assertThat(failure(client, EchoService.ECHO).logNote()).isEmpty();

        registry.passing(other, owned("successor", 1), owned("", 2));
        assertThat(client.endpoints())
                .extracting(endpoint -> endpoint.instance().port())
                .containsExactlyInAnyOrder(1, 2);
        assertThat(transport
                        .open("Echo", "successor", ThriftClientOptions.DEFAULTS)
                        .endpoints())
                .hasSize(2);
        assertThat(transport.open("Echo", "owner", ThriftClientOptions.DEFAULTS).endpoints())
                .hasSize(2);
        assertThat(transport.open("Echo", ThriftClientOptions.DEFAULTS).endpoints())
                .hasSize(3);
    }

    private static ServiceInstance owned(String ownerId, int port) {
        return new ServiceInstance("id-" + port, "Echo", ownerId, "127.0.0.1", port, 1, Instant.EPOCH);
    }

    @Test
    void call_bodyDoesNotFit_saysWhere() throws Exception {
        ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS);

        CompletableFuture<Response> broken =
                client.call(EchoService.ECHO, EchoService.body("{\"text\":")).toCompletableFuture();
        CompletableFuture<Response> wrong =
                client.call(EchoService.ECHO, EchoService.body("{\"text\":1}")).toCompletableFuture();

        assertThat(problem(broken).error()).isEqualTo(GatewayError.MALFORMED_REQUEST);
        assertThat(problem(wrong).error()).isEqualTo(GatewayError.INVALID_ARGUMENTS);
        assertThat(problem(wrong).faults()).isNotEmpty();
    }

    @Test
    void call_nobodyLive_saysWhy() throws Exception {
        ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS);
        GatewayException none = failure(client, EchoService.ECHO);
        assertThat(none.error()).isEqualTo(GatewayError.NO_LIVE_INSTANCE);
        assertThat(none.headers()).containsEntry("Retry-After", "1");
        assertThat(none.detail()).isEqualTo("No server of Echo is connected");

        registry.critical(registry.instance(1));
        GatewayException silent = failure(client, EchoService.ECHO);
        assertThat(silent.detail()).contains("heartbeats").doesNotContain("127.0.0.1");
        assertThat(silent.logNote()).isEqualTo("127.0.0.1:1");

        registry.passing(registry.instance(closedPort()));
        assertThat(failure(client, EchoService.ECHO).detail()).contains("cannot be reached");
    }

    @Test
    void call_serverListensLater_isReachedThen() throws Exception {
        int port = closedPort();
        registry.passing(registry.instance("localhost", port));
        ThriftClient client = transport.open("Echo", options(Duration.ofSeconds(10), Framing.AUTO));
        await(() -> client.endpoints().get(0).state() == EndpointState.UNREACHABLE);

        server(Framing.FRAMED, port);

        await(() -> client.endpoints().get(0).state() == EndpointState.REACHABLE);
        assertThat(call(client, EchoService.ECHO, EchoService.body("{\"text\":\"x\"}"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void call_severalInstances_takeTurns() throws Exception {
        AtomicInteger[] counts = {new AtomicInteger(), new AtomicInteger()};
        registry.passing(
                registry.instance(server(Framing.FRAMED, 0, counts[0])),
                registry.instance(server(Framing.FRAMED, 0, counts[1])));
        ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS);
        await(() -> client.endpoints().stream().allMatch(each -> each.state() == EndpointState.REACHABLE));
        // While a connection is being opened, calls go where there is one already.
        while (counts[0].get() == 0 || counts[1].get() == 0) {
            call(client, EchoService.ECHO, EchoService.body("{\"text\":\"x\"}"));
        }
        int first = counts[0].get();
        int second = counts[1].get();
        for (int i = 0; i < 40; i++) {
            call(client, EchoService.ECHO, EchoService.body("{\"text\":\"x\"}"));
        }
        assertThat(counts[0].get() + counts[1].get()).isEqualTo(first + second + 40);
        assertThat(counts[0].get() - first).isBetween(17, 23);
    }

    @Test
    void call_oneInstanceDown_otherTakesAll() throws Exception {
        TServer dying = start(Framing.FRAMED, 0, new AtomicInteger());
        int port = server(Framing.FRAMED);
        registry.passing(registry.instance(portOf(dying)), registry.instance(port));
        ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS);
        await(() -> client.endpoints().stream().allMatch(each -> each.state() == EndpointState.REACHABLE));
        dying.stop();
        await(() -> !canConnect(portOf(dying)));
        await(() -> {
            // A call that was on a connection when the server closed it may fail, none after that.
            return failures(client, 20) == 0;
        });
        assertThat(failures(client, 100)).isZero();
    }

    @Test
    void call_instanceUnregistered_getsNoMoreCalls() throws Exception {
        registry.passing(registry.instance(server(Framing.BUFFERED)));
        ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS);
        call(client, EchoService.ECHO, EchoService.body("{\"text\":\"x\"}"));
        registry.passing();
        assertThat(failure(client, EchoService.ECHO).error()).isEqualTo(GatewayError.NO_LIVE_INSTANCE);
    }

    @Test
    void call_serverClosesAtOnce_connectionLost() throws Exception {
        RawServer server = raw(socket -> {});
        registry.passing(registry.instance(server.port()));
        for (Framing framing : List.of(Framing.AUTO, Framing.FRAMED, Framing.BUFFERED, Framing.HTTP)) {
            ThriftClient client = transport.open("Echo", options(Duration.ofSeconds(10), framing));
            assertThat(failure(client, EchoService.ECHO).error())
                    .as(framing.name())
                    .isEqualTo(GatewayError.CONNECTION_LOST);
            client.close();
        }
    }

    @Test
    void call_serverAnswersGarbage_badReply() throws Exception {
        RawServer server = raw(socket -> {
            RawServer.readSome(socket);
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            RawServer.readUntilClosed(socket);
        });
        registry.passing(registry.instance(server.port()));
        for (Framing framing : List.of(Framing.AUTO, Framing.FRAMED, Framing.BUFFERED, Framing.HTTP)) {
            ThriftClient client = transport.open("Echo", options(Duration.ofSeconds(10), framing));
            GatewayException problem = failure(client, EchoService.ECHO);
            assertThat(problem.error()).as(framing.name()).isEqualTo(GatewayError.BAD_REPLY);
            if (framing == Framing.FRAMED) {
                assertThat(problem.detail()).contains("'HTTP'");
            }
            client.close();
        }
    }

    @Test
    void call_endlessFrame_badReplyOrTimeout() throws Exception {
        RawServer tooLong = raw(socket -> {
            RawServer.readSome(socket);
            socket.getOutputStream().write(new byte[] {0x7f, -1, -1, -1});
            while (true) {
                socket.getOutputStream().write(new byte[65536]);
            }
        });
        registry.passing(registry.instance(tooLong.port()));
        ThriftClient client = transport.open("Echo", options(Duration.ofSeconds(5), Framing.FRAMED));
        assertThat(failure(client, EchoService.ECHO).error()).isEqualTo(GatewayError.BAD_REPLY);
    }

    @Test
    void call_closedWithoutAnyAnswer_saysHowTheServerWasAsked() throws Exception {
        RawServer server = raw(RawServer::readSome);
        registry.passing(registry.instance(server.port()));
        ThriftClient client = transport.open("Echo", options(Duration.ofSeconds(5), Framing.TTHEADER));
        assertThat(failure(client, EchoService.ECHO).detail())
                .contains("before it answered")
                .endsWith("called with Transport ttheader and Protocol binary, does it speak these?");
    }

    @Test
    void call_halfReplyThenClose_connectionLost() throws Exception {
        RawServer server = raw(socket -> {
            RawServer.readSome(socket);
            socket.getOutputStream().write(new byte[] {0, 0, 0, 50, 1, 2, 3});
        });
        registry.passing(registry.instance(server.port()));
        ThriftClient client = transport.open("Echo", options(Duration.ofSeconds(5), Framing.FRAMED));
        GatewayException problem = failure(client, EchoService.ECHO);
        assertThat(problem.error()).isEqualTo(GatewayError.CONNECTION_LOST);
        assertThat(problem.detail()).contains("after 7 bytes");
    }

    @Test
    void call_serverNeverAnswers_timesOutAndClosesTheConnection() throws Exception {
        RawServer server = raw(RawServer::readUntilClosed);
        registry.passing(registry.instance(server.port()));
        ThriftClient client = transport.open("Echo", options(Duration.ofMillis(300), Framing.FRAMED));
        long start = System.nanoTime();
        assertThat(failure(client, EchoService.ECHO).error()).isEqualTo(GatewayError.UPSTREAM_TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(290), Duration.ofSeconds(5));
    }

    @Test
    void call_tooManyWaiting_refused() throws Exception {
        RawServer server = RawServer.counting();
        toClose.add(server);
        registry.passing(registry.instance(server.port()));
        ThriftClientOptions limited = new ThriftClientOptions(
                Dialect.of(Framing.FRAMED),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                1,
                1,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                ThriftClientOptions.DEFAULTS.limits());
        ThriftClient client = transport.open("Echo", limited);
        // The probe's connection and the one that is opened ahead.
        await(() -> server.accepted.get() >= 2);
        CompletableFuture<Response> onTheWay = start(client);
        // The server has got it, so it is on the only connection that there may be.
        await(() -> server.received.get() == 1);
        CompletableFuture<Response> waiting = start(client);
        GatewayException refused = problem(start(client));
        assertThat(refused.error()).isEqualTo(GatewayError.OVERLOADED);
        assertThat(refused.headers()).containsEntry("Retry-After", "1");
        assertThat(problem(onTheWay).error()).isEqualTo(GatewayError.UPSTREAM_TIMEOUT);
        assertThat(problem(waiting).error()).isEqualTo(GatewayError.UPSTREAM_TIMEOUT);
    }

    @Test
    void call_manyAtOnceOverOneSlowServer_allSucceedAndConnectionsAreReused() throws Exception {
        registry.passing(registry.instance(server(Framing.FRAMED)));
        ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS);
        List<CompletableFuture<Response>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(client.call(EchoService.ECHO, EchoService.body("{\"text\":\"call " + i + "\"}"))
                    .toCompletableFuture());
        }
        Set<String> texts = answers.stream()
                .map(CompletableFuture::join)
                .map(ThriftClientTest::text)
                .collect(Collectors.toSet());
        assertThat(texts).hasSize(500);
    }

    @Test
    void call_serverClosedTheIdleConnection_nextCallSucceeds() throws Exception {
        RawServer server = raw(socket -> {
            byte[] request = RawServer.readSome(socket);
            socket.getOutputStream().write(emptyReplyTo(request));
        });
        registry.passing(registry.instance(server.port()));
        ThriftClient client = transport.open("Echo", options(Duration.ofSeconds(5), Framing.FRAMED));
        for (int i = 0; i < 5; i++) {
            assertThat(call(client, EchoService.NOTHING, EchoService.body("{}")).status())
                    .isEqualTo(204);
            await(() -> client.pool().openConnections() == 0);
        }
    }

    @Test
    void call_unusedForTheIdleTime_connectionIsClosed() throws Exception {
        registry.passing(registry.instance(server(Framing.FRAMED)));
        ThriftClientOptions defaults = ThriftClientOptions.DEFAULTS;
        ThriftClient client = transport.open(
                "Echo",
                new ThriftClientOptions(
                        Dialect.of(Framing.FRAMED),
                        defaults.callTimeout(),
                        defaults.connectTimeout(),
                        10,
                        10,
                        Duration.ofMillis(100),
                        defaults.probeInterval(),
                        defaults.limits()));
        for (int i = 0; i < 2; i++) {
            call(client, EchoService.ECHO, EchoService.body("{\"text\":\"x\"}"));
            await(() -> client.pool().openConnections() == 0);
        }
    }

    @Test
    void call_bytesWithoutACall_connectionIsClosedAndTheNextCallSucceeds() throws Exception {
        AtomicReference<RawServer> self = new AtomicReference<>();
        AtomicBoolean closed = new AtomicBoolean();
        RawServer server = raw(socket -> {
            // The first is the probe's, the second the one opened ahead.
            if (self.get().numberOf(socket) == 2) {
                socket.getOutputStream().write(new byte[] {1, 2, 3});
                RawServer.readUntilClosed(socket);
                closed.set(true);
                return;
            }
            socket.getOutputStream().write(emptyReplyTo(RawServer.readSome(socket)));
            RawServer.readUntilClosed(socket);
        });
        self.set(server);
        registry.passing(registry.instance(server.port()));
        ThriftClient client = transport.open("Echo", options(Duration.ofSeconds(5), Framing.FRAMED));
        await(() -> closed.get() && client.pool().openConnections() == 0);
        assertThat(call(client, EchoService.NOTHING, EchoService.body("{}")).status())
                .isEqualTo(204);
    }

    @Test
    void call_serverRestartsWithAnotherFraming_isFoundAgain() throws Exception {
        TServer before = start(Framing.FRAMED, 0, served);
        int port = portOf(before);
        registry.passing(registry.instance(port));
        ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS);
        call(client, EchoService.ECHO, EchoService.body("{\"text\":\"x\"}"));
        before.stop();
        await(() -> client.endpoints().get(0).state() == EndpointState.UNREACHABLE);
        server(Framing.BUFFERED, port);
        await(() -> client.endpoints().get(0).framing() == Framing.BUFFERED);
        assertThat(call(client, EchoService.ECHO, EchoService.body("{\"text\":\"x\"}"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void call_silentServerUnderAuto_timesOutAsFramed() throws Exception {
        RawServer server = raw(RawServer::readUntilClosed);
        registry.passing(registry.instance(server.port()));
        ThriftClient client = transport.open("Echo", options(Duration.ofSeconds(6), Framing.AUTO));
        assertThat(failure(client, EchoService.ECHO).error()).isEqualTo(GatewayError.UPSTREAM_TIMEOUT);
        assertThat(client.endpoints().get(0).framing()).isEqualTo(Framing.FRAMED);
    }

    @Test
    void call_manyOnewayCallsOverOneConnection_allAreWritten() throws Exception {
        registry.passing(registry.instance(server(Framing.FRAMED)));
        ThriftClientOptions defaults = ThriftClientOptions.DEFAULTS;
        ThriftClient client = transport.open(
                "Echo",
                new ThriftClientOptions(
                        Dialect.of(Framing.FRAMED),
                        defaults.callTimeout(),
                        defaults.connectTimeout(),
                        1,
                        20_000,
                        defaults.idleTimeout(),
                        defaults.probeInterval(),
                        defaults.limits()));
        List<CompletableFuture<Response>> answers = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            answers.add(client.call(EchoService.TELL, EchoService.body("{}")).toCompletableFuture());
        }
        for (CompletableFuture<Response> answer : answers) {
            assertThat(answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(202);
        }
        await(() -> served.get() == 10_000);
    }

    @Test
    void close_callUnderWay_endsNormally() throws Exception {
        java.util.concurrent.CountDownLatch release = new java.util.concurrent.CountDownLatch(1);
        java.util.concurrent.CountDownLatch arrived = new java.util.concurrent.CountDownLatch(1);
        RawServer server = raw(socket -> {
            byte[] request = RawServer.readSome(socket);
            arrived.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                return;
            }
            socket.getOutputStream().write(emptyReplyTo(request));
            RawServer.readUntilClosed(socket);
        });
        registry.passing(registry.instance(server.port()));
        ThriftClient client = transport.open("Echo", options(Duration.ofSeconds(10), Framing.FRAMED));
        CompletableFuture<Response> answer =
                client.call(EchoService.NOTHING, EchoService.body("{}")).toCompletableFuture();
        arrived.await();
        client.close();
        assertThat(failure(client, EchoService.NOTHING).error()).isEqualTo(GatewayError.NO_LIVE_INSTANCE);
        release.countDown();
        assertThat(answer.get(5, TimeUnit.SECONDS).status()).isEqualTo(204);
    }

    /** The same message as a reply with an empty result. */
    private static byte[] emptyReplyTo(byte[] request) {
        byte[] reply = request.clone();
        reply[7] = 2;
        return reply;
    }

    private static ThriftClientOptions options(Duration timeout, Framing framing) {
        return ThriftClientOptions.DEFAULTS.withCallTimeout(timeout).withFraming(framing);
    }

    private static String text(Response response) {
        return new String(response.body(), 0, response.bodyLength(), StandardCharsets.UTF_8);
    }

    private static CompletableFuture<Response> start(ThriftClient client) {
        return client.call(EchoService.ECHO, EchoService.body("{\"text\":\"x\"}"))
                .toCompletableFuture();
    }

    private static Response call(ThriftClient client, MethodTranscoder method, CallInput input) throws Exception {
        return client.call(method, input).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static GatewayException failure(ThriftClient client, MethodTranscoder method) throws Exception {
        return problem(client.call(method, EchoService.body("{}")).toCompletableFuture());
    }

    private static GatewayException problem(CompletableFuture<Response> answer) throws Exception {
        try {
            throw new AssertionError("got " + answer.get(20, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return (GatewayException) e.getCause();
        }
    }

    private static int failures(ThriftClient client, int calls) {
        int failed = 0;
        for (int i = 0; i < calls; i++) {
            try {
                start(client).join();
            } catch (java.util.concurrent.CompletionException e) {
                failed++;
            }
        }
        return failed;
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the condition holds in time").isLessThan(deadline);
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    private RawServer raw(RawServer.Behaviour behaviour) {
        RawServer server = new RawServer(behaviour);
        toClose.add(server);
        return server;
    }

    private int server(Framing framing) throws Exception {
        return server(framing, 0);
    }

    private int server(Framing framing, int port) throws Exception {
        return server(framing, port, served);
    }

    private int server(Framing framing, int port, AtomicInteger calls) throws Exception {
        return portOf(start(framing, port, calls));
    }

    private final java.util.Map<TServer, Integer> ports = new java.util.HashMap<>();

    private int portOf(TServer server) {
        return ports.get(server);
    }

    private TServer start(Framing framing, int port, AtomicInteger calls) throws Exception {
        TServer server;
        int bound;
        if (framing == Framing.FRAMED) {
            TNonblockingServerSocket socket = new TNonblockingServerSocket(port);
            server = new THsHaServer(new THsHaServer.Args(socket)
                    .processor(EchoService.processor(calls))
                    .maxWorkerThreads(8));
            bound = socket.getPort();
        } else {
            TServerSocket socket = new TServerSocket(port);
            server = new TThreadPoolServer(new TThreadPoolServer.Args(socket).processor(EchoService.processor(calls)));
            bound = socket.getServerSocket().getLocalPort();
        }
        ports.put(server, bound);
        Thread thread = new Thread(server::serve, "thrift-server");
        thread.setDaemon(true);
        thread.start();
        toClose.add(server::stop);
        return server;
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean canConnect(int port) {
        try (java.net.Socket socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
