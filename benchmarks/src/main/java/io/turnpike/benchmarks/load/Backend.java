package io.turnpike.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The servers behind the gateways, all in one process and on one thread: a call costs a few microseconds, so that one core of them
 * outruns any gateway. Usage: {@code Backend FILE DELAY...}, where FILE holds what a plain HTTP request gets and each DELAY, in
 * milliseconds, is one server that answers so late. Prints the ports on one line, and stays until it is ended.
 */
public final class Backend {

    private static final int BACKLOG = 4096;

    private final Selector selector;
    private final byte[] constant;
    private final Queue<Late> late = new ArrayDeque<>();

    private Backend(Selector selector, byte[] constant) {
        this.selector = selector;
        this.constant = constant;
    }

    /** An answer that waits. All that wait do so equally long, so they come in order. */
    private record Late(long dueNanos, BackendConnection connection) {}

    /** What hangs on a server's key. */
    private record Server(ServerSocketChannel channel, Duration delay) {}

    /** What hangs on a connection's key. */
    private record Client(BackendConnection connection, Duration delay) {}

    /**
     * Starts the servers.
     *
     * @throws IOException if FILE cannot be read or no port can be had
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            System.err.println("Usage: Backend FILE DELAY...");
            System.exit(1);
        }
        Backend backend = new Backend(Selector.open(), Files.readAllBytes(Path.of(arguments[0])));
        List<String> ports = new ArrayList<>();
        for (String delay : List.of(arguments).subList(1, arguments.length)) {
            ports.add(Integer.toString(backend.listen(Duration.ofMillis(Long.parseLong(delay)))));
        }
        System.out.println(String.join(" ", ports));
        backend.run();
    }

    private int listen(Duration delay) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT, new Server(server, delay));
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    private void run() throws IOException {
        while (true) {
            Late next = late.peek();
            if (next == null) {
                selector.select(this::ready);
            } else {
                long millis =
                        Duration.ofNanos(next.dueNanos() - System.nanoTime()).toMillis();
                if (millis > 0) {
                    selector.select(this::ready, millis);
                } else {
                    selector.selectNow(this::ready);
                }
                answerDue();
            }
        }
    }

    private void answerDue() {
        for (Late next = late.peek(); next != null && next.dueNanos() <= System.nanoTime(); next = late.peek()) {
            late.remove();
            write(next.connection());
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Server server) {
            accept(server);
        } else if (key.attachment() instanceof Client client) {
            serve(key, client);
        }
    }

    private void accept(Server server) {
        try {
            for (SocketChannel channel = server.channel().accept();
                    channel != null;
                    channel = server.channel().accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(new Client(new BackendConnection(channel, key, constant), server.delay()));
            }
        } catch (IOException e) {
            System.err.println("accepting a connection: " + e.getMessage());
        }
    }

    private void serve(SelectionKey key, Client client) {
        BackendConnection connection = client.connection();
        try {
            boolean answered = !key.isReadable() || connection.read();
            if (!answered) {
                return;
            }
            if (client.delay().isZero() || !key.isReadable()) {
                connection.write();
            } else {
                late.add(new Late(System.nanoTime() + client.delay().toNanos(), connection));
            }
        } catch (IOException | RuntimeException e) {
            // Ended by the other end, or not what this server speaks: either way there is nobody left to talk to.
            connection.close();
        }
    }

    private static void write(BackendConnection connection) {
        try {
            connection.write();
        } catch (IOException | RuntimeException e) {
            connection.close();
        }
    }
}
