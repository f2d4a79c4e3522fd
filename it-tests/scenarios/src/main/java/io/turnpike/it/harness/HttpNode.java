package io.turnpike.it.harness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP/1.1 server on bare sockets that does what a script says, and remembers every request. */
public final class HttpNode implements AutoCloseable {

    private final LoopbackListener listener;
    private final Script script;
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

    private HttpNode(Script script) {
        this.script = script;
        this.listener = LoopbackListener.start("node", this::serve, failure -> endings.add(failure.toString()));
    }

    /** Starts one on a free port of the loopback address. */
    public static HttpNode start(Script script) {
        return new HttpNode(script);
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
        return "127.0.0.1:" + listener.port();
    }

    /** The heads of the requests so far. */
    public List<HttpMessage> requests() {
        return List.copyOf(requests);
    }

    /** What scripts have failed with: for the most part, that the gateway has gone. */
    public List<String> endings() {
        return List.copyOf(endings);
    }

    private void serve(Socket socket) throws IOException {
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
    }

    @Override
    public void close() {
        listener.close();
    }
}
