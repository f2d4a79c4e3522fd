package io.turnpike.gateway.upstream.thrift;

import static io.turnpike.gateway.upstream.thrift.Calls.await;
import static io.turnpike.gateway.upstream.thrift.Calls.call;
import static io.turnpike.gateway.upstream.thrift.Calls.failure;
import static io.turnpike.gateway.upstream.thrift.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.server.SchemaProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.thrift.TMultiplexedProcessor;
import org.apache.thrift.TProcessor;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.server.THsHaServer;
import org.apache.thrift.server.TNonblockingServer;
import org.apache.thrift.server.TServer;
import org.apache.thrift.server.TSimpleServer;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.server.TThreadedSelectorServer;
import org.apache.thrift.transport.TNonblockingServerSocket;
import org.apache.thrift.transport.TServerSocket;
import org.apache.thrift.transport.TTransportException;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every server of Apache Thrift's Java library, in each protocol, multiplexed or not, whose framing {@code auto} finds. */
@Timeout(60)
class StockServerTest {

    private enum Kind {
        SIMPLE(Framing.BUFFERED),
        THREAD_POOL(Framing.BUFFERED),
        THREAD_POOL_FRAMED(Framing.FRAMED),
        NONBLOCKING(Framing.FRAMED),
        HALF_SYNC_HALF_ASYNC(Framing.FRAMED),
        THREADED_SELECTOR(Framing.FRAMED);

        private final Framing framing;

        Kind(Framing framing) {
            this.framing = framing;
        }
    }

    private final FakeRegistry registry = new FakeRegistry();
    private final ThriftTransport transport = new ThriftTransport(registry, 2);
    private final AtomicInteger served = new AtomicInteger();
    private final List<AutoCloseable> toClose = new ArrayList<>();

    static Stream<Arguments> matrix() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(ThriftProtocol.values())
                        .flatMap(protocol -> Stream.of(
                                Arguments.of(kind, protocol, Optional.empty()),
                                Arguments.of(kind, protocol, Optional.of("Several.Echo")))));
    }

    @AfterEach
    void close() throws Exception {
        transport.close();
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void call_framingUnknown_isFoundWithoutARealCall(Kind kind, ThriftProtocol protocol, Optional<String> multiplexed)
            throws Exception {
        Dialect dialect = new Dialect(Framing.AUTO, protocol, multiplexed, Dialect.DEFAULT_HTTP_PATH);
        registry.passing(registry.instance(start(kind, dialect)));
        ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS.withDialect(dialect));
        await(() -> client.endpoints().get(0).state() == EndpointState.REACHABLE);
        assertThat(client.endpoints().get(0).framing()).isEqualTo(kind.framing);
        assertThat(served.get()).isZero();

        assertEveryKindOfAnswer(client, dialect);
    }

    @ParameterizedTest
    @EnumSource(ThriftProtocol.class)
    void call_servlet_answers(ThriftProtocol protocol) throws Exception {
        for (Optional<String> multiplexed : List.of(Optional.<String>empty(), Optional.of("Several.Echo"))) {
            Dialect dialect = new Dialect(Framing.HTTP, protocol, multiplexed, "/thrift");
            ServletServer server =
                    new ServletServer(processor(dialect), "/thrift", ServletServer.Body.SIZED, encoding(dialect));
            toClose.add(server);
            registry.passing(registry.instance(server.port()));
            served.set(0);
            ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS.withDialect(dialect));
            assertEveryKindOfAnswer(client, dialect);
            client.close();
        }
    }

    @ParameterizedTest
    @EnumSource(ThriftProtocol.class)
    void call_serverSpeaksTheOtherProtocol_isNoAnswerAndNoHarm(ThriftProtocol protocol) throws Exception {
        ThriftProtocol other = protocol == ThriftProtocol.BINARY ? ThriftProtocol.COMPACT : ThriftProtocol.BINARY;
        Dialect dialect = new Dialect(Framing.FRAMED, protocol, Optional.empty(), Dialect.DEFAULT_HTTP_PATH);
        registry.passing(registry.instance(start(
                Kind.NONBLOCKING, new Dialect(Framing.FRAMED, other, Optional.empty(), Dialect.DEFAULT_HTTP_PATH))));
        ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS.withDialect(dialect));
        GatewayException problem = failure(client, EchoService.in(dialect, EchoService.ECHO));
        assertThat(problem.error()).isIn(GatewayError.CONNECTION_LOST, GatewayError.BAD_REPLY);
        assertThat(served.get()).isZero();
    }

    private void assertEveryKindOfAnswer(ThriftClient client, Dialect dialect) throws Exception {
        String large = "é".repeat(100_000);
        for (String text : List.of("héllo", "", large)) {
            assertThat(text(call(client, EchoService.in(dialect, EchoService.ECHO), "{\"text\":\"" + text + "\"}")))
                    .isEqualTo('"' + text + '"');
        }
        assertThat(call(client, EchoService.in(dialect, EchoService.NOTHING), "{}")
                        .status())
                .isEqualTo(204);
        assertThat(call(client, EchoService.in(dialect, EchoService.TELL), "{}").status())
                .isEqualTo(202);
        assertThat(call(client, EchoService.in(dialect, EchoService.FAIL), "{}").status())
                .isEqualTo(418);
        GatewayException crash = failure(client, EchoService.in(dialect, EchoService.CRASH));
        assertThat(crash.error()).isEqualTo(GatewayError.APPLICATION_ERROR);
        assertThat(crash.detail()).contains("INTERNAL_ERROR");
        await(() -> served.get() == 4);
    }

    private TProcessor processor(Dialect dialect) {
        SchemaProcessor alone = EchoService.processor(served);
        if (dialect.multiplexedName().isEmpty()) {
            return alone;
        }
        TMultiplexedProcessor several = new TMultiplexedProcessor();
        several.registerProcessor("Other", EchoService.processor(new AtomicInteger()));
        several.registerProcessor(dialect.multiplexedName().get(), alone);
        return several;
    }

    private static TProtocolFactory encoding(Dialect dialect) {
        return switch (dialect.protocol()) {
            case BINARY -> new TBinaryProtocol.Factory();
            case COMPACT -> new TCompactProtocol.Factory();
        };
    }

    private int start(Kind kind, Dialect dialect) throws TTransportException {
        TProcessor processor = processor(dialect);
        TProtocolFactory protocol = encoding(dialect);
        return switch (kind) {
            case SIMPLE -> {
                TServerSocket socket = new TServerSocket(0);
                yield serve(
                        new TSimpleServer(
                                new TServer.Args(socket).processor(processor).protocolFactory(protocol)),
                        socket);
            }
            case THREAD_POOL -> {
                TServerSocket socket = new TServerSocket(0);
                yield serve(
                        new TThreadPoolServer(new TThreadPoolServer.Args(socket)
                                .processor(processor)
                                .protocolFactory(protocol)),
                        socket);
            }
            case THREAD_POOL_FRAMED -> {
                TServerSocket socket = new TServerSocket(0);
                yield serve(
                        new TThreadPoolServer(new TThreadPoolServer.Args(socket)
                                .processor(processor)
                                .protocolFactory(protocol)
                                .transportFactory(new TFramedTransport.Factory())),
                        socket);
            }
            case NONBLOCKING -> {
                TNonblockingServerSocket socket = new TNonblockingServerSocket(0);
                yield serve(
                        new TNonblockingServer(new TNonblockingServer.Args(socket)
                                .processor(processor)
                                .protocolFactory(protocol)),
                        socket);
            }
            case HALF_SYNC_HALF_ASYNC -> {
                TNonblockingServerSocket socket = new TNonblockingServerSocket(0);
                yield serve(
                        new THsHaServer(new THsHaServer.Args(socket)
                                .processor(processor)
                                .protocolFactory(protocol)),
                        socket);
            }
            case THREADED_SELECTOR -> {
                TNonblockingServerSocket socket = new TNonblockingServerSocket(0);
                yield serve(
                        new TThreadedSelectorServer(new TThreadedSelectorServer.Args(socket)
                                .processor(processor)
                                .protocolFactory(protocol)),
                        socket);
            }
        };
    }

    private int serve(TServer server, TServerSocket socket) {
        serve(server);
        return socket.getServerSocket().getLocalPort();
    }

    private int serve(TServer server, TNonblockingServerSocket socket) {
        serve(server);
        return socket.getPort();
    }

    private void serve(TServer server) {
        Thread thread = new Thread(server::serve, "thrift-server");
        thread.setDaemon(true);
        thread.start();
        toClose.add(server::stop);
    }
}
