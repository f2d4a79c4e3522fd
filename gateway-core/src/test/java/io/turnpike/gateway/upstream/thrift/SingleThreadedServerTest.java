package io.turnpike.gateway.upstream.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.server.TServer;
import org.apache.thrift.server.TSimpleServer;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.transport.TServerSocket;
import org.apache.thrift.transport.TTransportFactory;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that serve fewer connections at a time than the gateway would open. */
@Timeout(60)
class SingleThreadedServerTest {

    private final FakeRegistry registry = new FakeRegistry();
    private final AtomicInteger served = new AtomicInteger();

    @ParameterizedTest
    @EnumSource(names = {"FRAMED", "BUFFERED"})
    void call_oneThread_everyCallIsServed(Framing framing) throws Exception {
        TServerSocket socket = new TServerSocket(0);
        run(
                new TSimpleServer(new TServer.Args(socket)
                        .processor(EchoService.processor(served))
                        .transportFactory(
                                framing == Framing.FRAMED ? new TFramedTransport.Factory() : new TTransportFactory())
                        .protocolFactory(new TBinaryProtocol.Factory())),
                socket,
                4);
    }

    @Test
    void call_fewThreads_everyCallIsServed() throws Exception {
        TServerSocket socket = new TServerSocket(0);
        run(
                new TThreadPoolServer(new TThreadPoolServer.Args(socket)
                        .processor(EchoService.processor(served))
                        .executorService(Executors.newFixedThreadPool(3))),
                socket,
                12);
    }

    private void run(TServer server, TServerSocket socket, int atOnce) throws Exception {
        Thread thread = new Thread(server::serve, "thrift-server");
        thread.setDaemon(true);
        thread.start();
        try (ThriftTransport transport = new ThriftTransport(registry, 2)) {
            registry.passing(registry.instance(socket.getServerSocket().getLocalPort()));
            ThriftClient client = transport.open("Echo", ThriftClientOptions.DEFAULTS);
            for (int i = 0; i < 20; i++) {
                assertThat(call(client).get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
            for (int round = 0; round < 3; round++) {
                List<CompletableFuture<Response>> answers = new ArrayList<>();
                for (int i = 0; i < atOnce; i++) {
                    answers.add(call(client));
                }
                for (CompletableFuture<Response> answer : answers) {
                    assertThat(answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
                }
            }
            assertThat(served.get()).isEqualTo(20 + 3 * atOnce);
        } finally {
            server.stop();
        }
    }

    private static CompletableFuture<Response> call(ThriftClient client) {
        return client.call(EchoService.ECHO, EchoService.body("{\"text\":\"x\"}"))
                .toCompletableFuture();
    }
}
