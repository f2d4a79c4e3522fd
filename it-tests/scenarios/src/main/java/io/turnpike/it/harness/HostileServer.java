package io.turnpike.it.harness;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A "Thrift server" (framed) that answers every call with something that it must not. */
public final class HostileServer implements AutoCloseable {

    /** What it does with a call that it has read. */
    public enum Behaviour {
        /** Closes the connection. */
        CLOSE,
        /** Sends bytes that are no Thrift. */
        GARBAGE,
        /** Sends a well-framed message that is no Thrift. */
        FRAMED_GARBAGE,
        /** Announces a frame of 2 GiB − 1 and sends bytes for ever. */
        ENDLESS_FRAME,
        /** Announces a string of 1 GiB in a frame of 64 bytes. */
        LYING_LENGTH,
        /** Says nothing, and keeps the connection. */
        SILENCE,
        /** Sends half of a frame, and keeps the connection. */
        HALF_FRAME
    }

    private final ServerSocket listener;
    private final Behaviour behaviour;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private HostileServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Starts one on a free port of the loopback address. */
    public static HostileServer start(Behaviour behaviour) {
        try {
            HostileServer server = new HostileServer(behaviour);
            thread("hostile " + behaviour, server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                thread("hostile connection", () -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the end of this server.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream input = new DataInputStream(socket.getInputStream());
            OutputStream output = socket.getOutputStream();
            while (true) {
                input.skipNBytes(input.readInt());
                switch (behaviour) {
                    case CLOSE -> {
                        return;
                    }
                    case GARBAGE ->
                        output.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    case FRAMED_GARBAGE -> output.write(new byte[] {0, 0, 0, 5, 'h', 'e', 'l', 'l', 'o'});
                    case ENDLESS_FRAME -> {
                        output.write(new byte[] {0x7f, -1, -1, -1});
                        byte[] block = new byte[1 << 16];
                        Arrays.fill(block, (byte) 0x0b);
                        while (true) {
                            output.write(block);
                        }
                    }
                    case LYING_LENGTH -> {
                        byte[] frame = new byte[68];
                        frame[3] = 64;
                        byte[] start = {(byte) 0x80, 1, 0, 2, 0x40, 0, 0, 0};
                        System.arraycopy(start, 0, frame, 4, start.length);
                        output.write(frame);
                    }
                    case SILENCE -> {}
                    case HALF_FRAME -> output.write(new byte[] {0, 0, 0, 100, (byte) 0x80, 1, 0, 2});
                }
                output.flush();
            }
        } catch (IOException e) {
            // The gateway has hung up.
        } finally {
            sockets.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
