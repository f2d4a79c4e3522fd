package io.turnpike.gateway.upstream.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.turnpike.gateway.upstream.io.ConnectFailure;
import io.turnpike.gateway.upstream.io.IoLoop;
import io.turnpike.gateway.upstream.io.Resolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Opens connections to nodes: looks up the name, tries one address after the other, and shakes hands if TLS is wanted. Safe for use by
 * several threads at once; who is told of the result is told on the I/O thread.
 */
final class NodeConnector {

    private final Resolver resolver;
    private final Optional<NodeTls> tls;
    private final Duration timeout;
    private final HttpProblems problems;
    private final LongSupplier nanoTime;

    /** @param timeout of the look-up and all addresses together, and again of the handshake */
    NodeConnector(
            Resolver resolver, Optional<NodeTls> tls, Duration timeout, HttpProblems problems, LongSupplier nanoTime) {
        this.resolver = resolver;
        this.tls = tls;
        this.timeout = timeout;
        this.problems = problems;
        this.nanoTime = nanoTime;
    }

    /** Who waits for a connection; one of the two is called, once. */
    interface Waiting {

        void connected(HttpConnection connection);

        void failed(Failure failure);
    }

    /** Connects; to be called on the I/O thread. The caller has asked {@link HttpNode#mayConnect}. */
    void connect(HttpNode node, ConnectionShelf shelf, IoLoop loop, Waiting waiting) {
        long deadlineNanos = nanoTime.getAsLong() + timeout.toNanos();
        resolver.resolve(node.address().host(), loop, addresses -> {
            if (addresses.isEmpty()) {
                node.disconnected();
                waiting.failed(problems.unknownHost());
            } else {
                connect(node, shelf, loop, waiting, addresses, deadlineNanos);
            }
        });
    }

    /** Connects to one of these addresses, of which there is one at least; for tests too. */
    void connect(
            HttpNode node,
            ConnectionShelf shelf,
            IoLoop loop,
            Waiting waiting,
            List<InetAddress> addresses,
            long deadlineNanos) {
        new Attempts(node, shelf, loop, waiting, addresses, deadlineNanos).next(0);
    }

    /** The addresses of one name, one after the other. Each has its share of the time that is left. */
    private final class Attempts {

        private final HttpNode node;
        private final ConnectionShelf shelf;
        private final IoLoop loop;
        private final Waiting waiting;
        private final List<InetAddress> addresses;
        private final long deadlineNanos;

        Attempts(
                HttpNode node,
                ConnectionShelf shelf,
                IoLoop loop,
                Waiting waiting,
                List<InetAddress> addresses,
                long deadlineNanos) {
            this.node = node;
            this.shelf = shelf;
            this.loop = loop;
            this.waiting = waiting;
            this.addresses = addresses;
            this.deadlineNanos = deadlineNanos;
        }

        void next(int index) {
            HttpConnection connection = new HttpConnection(node, shelf);
            try {
                open(index, connection);
            } catch (RuntimeException e) {
                refused(index, connection, ConnectFailure.of(e));
            }
        }

        private void open(int index, HttpConnection connection) {
            InetSocketAddress address =
                    new InetSocketAddress(addresses.get(index), node.address().port());
            Optional<SslHandler> handshake = tls.map(each -> each.handler(node.address(), timeout));
            Consumer<ChannelFuture> done = result -> {
                if (!result.isSuccess()) {
                    refused(index, connection, ConnectFailure.of(result.cause()));
                } else if (handshake.isEmpty()) {
                    connection.opened(result.channel(), false);
                    waiting.connected(connection);
                } else {
                    shake(handshake.get(), connection);
                }
            };
            loop.connect(
                    address,
                    share(addresses.size() - index),
                    done,
                    handshake
                            .map(ssl -> new ChannelHandler[] {ssl, connection.decoder(), connection})
                            .orElseGet(() -> new ChannelHandler[] {connection.decoder(), connection}));
        }

        private Duration share(int left) {
            return Duration.ofNanos(Math.max(0, (deadlineNanos - nanoTime.getAsLong()) / left));
        }

        private void refused(int index, HttpConnection connection, ConnectFailure failure) {
            if (index + 1 < addresses.size() && node.mayConnect()) {
                connection.close();
                next(index + 1);
            } else {
                connection.close();
                waiting.failed(problems.connectFailed(failure));
            }
        }

        private void shake(SslHandler handshake, HttpConnection connection) {
            var unused = handshake.handshakeFuture().addListener(shaken -> {
                if (shaken.isSuccess() && connection.isOpen()) {
                    connection.opened(handshake.handshakeFuture().getNow(), true);
                    waiting.connected(connection);
                    return;
                }
                connection.close();
                Throwable cause = shaken.cause();
                waiting.failed(
                        cause instanceof SslHandshakeTimeoutException
                                ? problems.connectTimeout(timeout)
                                : problems.handshakeFailed(cause));
            });
        }
    }
}
