package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.upstream.thrift.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node that reads one request after the other from each connection, and does with each what the test wants. */
final class Node implements AutoCloseable {

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** What is done with a request; to leave the connection it closes the socket. */
    @FunctionalInterface
    interface Answer {
        void to(String head, Socket socket) throws IOException;
    }

    /** The heads of the requests, in the order in which they came. */
    final List<String> heads = new CopyOnWriteArrayList<>();

    private final RawServer server;

    Node(Answer answer) {
        server = new RawServer(behaviour(answer));
    }

    /** A node that listens in another way. */
    Node(ServerSocket listener, Answer answer) {
        server = new RawServer(listener, behaviour(answer));
    }

    private RawServer.Behaviour behaviour(Answer answer) {
        return socket -> {
            while (!socket.isClosed()) {
                String head = readHead(socket);
                if (head.isEmpty()) {
                    return;
                }
                heads.add(head);
                answer.to(head, socket);
            }
        };
    }

    /** A node that always sends the same, byte for byte. */
    static Node answering(String answer) {
        return new Node((head, socket) -> send(socket, answer));
    }

    /** A node that sends this and closes the connection. */
    static Node closingAfter(String answer) {
        return new Node((head, socket) -> {
            send(socket, answer);
            socket.close();
        });
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Reads so many bytes. */
    static String read(Socket socket, int count) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Reads a chunked body, frames included. */
    static String readChunks(Socket socket) throws IOException {
        return readTo(socket, "0\r\n\r\n");
    }

    int port() {
        return server.port();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    int connections() {
        return server.accepted.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static String readHead(Socket socket) throws IOException {
        return readTo(socket, "\r\n\r\n");
    }

    private static String readTo(Socket socket, String end) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            read.write(next);
            if (next == '\n' && read.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
                return read.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }
}
