package io.turnpike.it.harness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP/1.1 server on bare sockets that does what a script says, and remembers every request. */
public final class HttpNode implements AutoCloseable {

    private final ServerSocket listener;
    private final Script script;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<HttpMessage> requests = new CopyOnWriteArrayList<>();
    private final List<String> endings = new CopyOnWriteArrayList<>();

    /** What it does with a request whose head has been read. */
    @FunctionalInterface
    public interface Script {

        /**
         * Answers.
         *
         * @throws IOException closes the connection, and is remembered
         */
        void answer(HttpMessage request, Connection connection) throws IOException;
    }

    /** The connection of a request. */
    public record Connection(InputStream in, OutputStream out, Socket socket) {

        /** Sends a text as it is. */
        public void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** Sends an answer with a body and its length. */
        public void answer(int status, String body, String... fields) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
            for (String field : fields) {
                head.append(field).append("\r\n");
            }
            send(head + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        }
    }

    private HttpNode(Script script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Starts one on a free port of the loopback address. */
    public static HttpNode start(Script script) {
        try {
            HttpNode node = new HttpNode(script);
            thread("node", node::accept);
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one that reads each request and answers 200 with this text. */
    public static HttpNode saying(String text) {
        return start((request, connection) -> {
            request.readBody(connection.in());
            connection.answer(200, text);
        });
    }

    /** {@code host:port}, as a route has it. */
    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** The heads of the requests so far. */
    public List<HttpMessage> requests() {
        return List.copyOf(requests);
    }

    /** What scripts have failed with: for the most part, that the gateway has gone. */
    public List<String> endings() {
        return List.copyOf(endings);
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
                thread("connection of a node", () -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the end of this node.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Connection connection =
                    new Connection(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream(), socket);
            while (!socket.isClosed()) {
                connection.in().mark(1);
                if (connection.in().read() < 0) {
                    return;
                }
                connection.in().reset();
                HttpMessage request = HttpMessage.read(connection.in());
                requests.add(request);
                script.answer(request, connection);
            }
        } catch (IOException | RuntimeException e) {
            endings.add(e.toString());
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
