package io.turnpike.gateway.upstream.thrift;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A server that does to each connection what the test wants. */
public final class RawServer implements AutoCloseable {

    @FunctionalInterface
    public interface Behaviour {
        void serve(Socket socket) throws IOException;
    }

    public final AtomicInteger accepted = new AtomicInteger();

    /** How many requests a {@link #counting} server has read. */
    final AtomicInteger received = new AtomicInteger();

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    public RawServer(Behaviour behaviour) {
        this(onLoopback(), behaviour);
    }

    /** @param listener is closed with this */
    public RawServer(ServerSocket listener, Behaviour behaviour) {
        this.listener = listener;
        daemon(() -> {
            while (true) {
                Socket socket = accept();
                if (socket == null) {
                    return;
                }
                sockets.add(socket);
                accepted.incrementAndGet();
                daemon(() -> {
                    try (socket) {
                        behaviour.serve(socket);
                    } catch (IOException e) {
                        // The gateway has closed it, as the test expects.
                    }
                });
            }
        });
    }

    private static ServerSocket onLoopback() {
        try {
            return new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server that counts the first reads of its connections and answers nothing. */
    static RawServer counting() {
        AtomicReference<RawServer> self = new AtomicReference<>();
        RawServer server = new RawServer(socket -> {
            readSome(socket);
            self.get().received.incrementAndGet();
            readUntilClosed(socket);
        });
        self.set(server);
        return server;
    }

    /** Which of the accepted connections it is, from 1; their threads may begin in another order. */
    public int numberOf(Socket socket) {
        return sockets.indexOf(socket) + 1;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Reads what one read gives. */
    public static byte[] readSome(Socket socket) throws IOException {
        byte[] buffer = new byte[8192];
        int count = socket.getInputStream().read(buffer);
        if (count < 0) {
            throw new IOException("closed");
        }
        return java.util.Arrays.copyOf(buffer, count);
    }

    public static void readUntilClosed(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        while (in.read() >= 0) {
            // Whatever comes is ignored.
        }
    }

    static boolean isProbe(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(FramingProbe.METHOD);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private Socket accept() {
        try {
            return listener.accept();
        } catch (IOException e) {
            return null;
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }
}
