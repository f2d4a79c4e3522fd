package io.turnpike.gateway.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.routing.rule.NodeAddress;
import io.turnpike.gateway.upstream.io.IoLoop;
import io.turnpike.gateway.upstream.io.Resolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NodeConnectorTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** The first address takes no connection: its listen queue is full. */
    @Test
    void connect_firstAddressIsSilent_connectsToTheSecondInTime() throws Exception {
        InetAddress silent = InetAddress.getByName("127.0.0.2");
        try (Gateway gateway = new Gateway();
                Resolver resolver = new Resolver();
                Node second = Node.answering(Node.OK);
                ServerSocket first = new ServerSocket(second.port(), 1, silent)) {
            List<SocketChannel> waiting = fill(first);
            try {
                NodeConnector connector =
                        new NodeConnector(resolver, Optional.empty(), TIMEOUT, new HttpProblems(""), System::nanoTime);
                HttpNode node =
                        new HttpNode(NodeAddress.parse(second.address()), new ClientUsers(), false, System::nanoTime);
                assertThat(node.mayConnect()).isTrue();
                Result result = new Result();
                IoLoop loop = gateway.loops.all().get(0);
                long began = System.nanoTime();
                loop.execute(() -> connector.connect(
                        node,
                        new ConnectionShelf(),
                        loop,
                        result,
                        List.of(silent, InetAddress.getLoopbackAddress()),
                        began + TIMEOUT.toNanos()));

                HttpConnection connection = result.opened.get(20, TimeUnit.SECONDS);
                Duration taken = Duration.ofNanos(System.nanoTime() - began);
                loop.execute(connection::close);
                assertThat(taken).isBetween(TIMEOUT.dividedBy(2).minusMillis(100), TIMEOUT);
                Gateway.await(() -> node.connections() == 0);
            } finally {
                for (SocketChannel each : waiting) {
                    each.close();
                }
            }
        }
    }

    /** More connections than the queue of a listener takes that accepts none. */
    private static List<SocketChannel> fill(ServerSocket listener) throws IOException {
        List<SocketChannel> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
            waiting.add(channel);
        }
        return waiting;
    }

    private static final class Result implements NodeConnector.Waiting {

        final CompletableFuture<HttpConnection> opened = new CompletableFuture<>();

        @Override
        public void connected(HttpConnection connection) {
            opened.complete(connection);
        }

        @Override
        public void failed(Failure failure) {
            opened.completeExceptionally(failure.problem());
        }
    }
}
