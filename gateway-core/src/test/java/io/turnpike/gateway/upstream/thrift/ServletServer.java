package io.turnpike.gateway.upstream.thrift;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.thrift.TException;
import org.apache.thrift.TProcessor;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TIOStreamTransport;

/**
 * A libthrift processor behind HTTP, as {@code TServlet} puts it there: POST in, {@code application/x-thrift} out, a failing
 * processor is a 500.
 */
final class ServletServer implements AutoCloseable {

    /** How the reply says where its body ends. */
    enum Body {
        SIZED,
        CHUNKED
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();

    ServletServer(TProcessor processor, String path, Body body) {
        this(processor, path, body, new TBinaryProtocol.Factory());
    }

    ServletServer(TProcessor processor, String path, Body body, TProtocolFactory protocol) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(path, exchange -> {
            clients.add(exchange.getRemoteAddress());
            serve(exchange, processor, body, protocol);
        });
        server.setExecutor(threads);
        server.start();
    }

    private static void serve(HttpExchange exchange, TProcessor processor, Body body, TProtocolFactory protocol)
            throws IOException {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        int status = 200;
        try {
            TIOStreamTransport transport = new TIOStreamTransport(exchange.getRequestBody(), reply);
            processor.process(protocol.getProtocol(transport), protocol.getProtocol(transport));
        } catch (TException e) {
            status = 500;
            reply.reset();
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-thrift");
        // 0 means chunks here, and -1 no body.
        exchange.sendResponseHeaders(status, reply.size() == 0 ? -1 : body == Body.CHUNKED ? 0 : reply.size());
        if (reply.size() > 0) {
            exchange.getResponseBody().write(reply.toByteArray());
        }
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** From how many ports requests have come. */
    int connections() {
        return clients.size();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
