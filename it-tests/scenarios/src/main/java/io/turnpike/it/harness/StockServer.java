package io.turnpike.it.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.ThriftSchema;
import io.turnpike.thrift.server.MethodHandler;
import io.turnpike.thrift.server.SchemaProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.thrift.TException;
import org.apache.thrift.TMultiplexedProcessor;
import org.apache.thrift.TProcessor;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.server.ServerContext;
import org.apache.thrift.server.THsHaServer;
import org.apache.thrift.server.TNonblockingServer;
import org.apache.thrift.server.TServer;
import org.apache.thrift.server.TServerEventHandler;
import org.apache.thrift.server.TSimpleServer;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.server.TThreadedSelectorServer;
import org.apache.thrift.transport.TIOStreamTransport;
import org.apache.thrift.transport.TNonblockingServerSocket;
import org.apache.thrift.transport.TServerSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;

/** A server of Apache Thrift's Java library, on a free port of the loopback address, whose methods are handlers. */
public final class StockServer implements AutoCloseable {

    /** Which of the library's servers. */
    public enum Kind {
        SIMPLE,
        THREAD_POOL,
        NONBLOCKING,
        HALF_SYNC_HALF_ASYNC,
        THREADED_SELECTOR,
        /** What {@code TServlet} does, on the JDK's HTTP server, at path {@code /thrift}. */
        SERVLET
    }

    private final int port;
    private final LongSupplier connections;
    private final Runnable stop;

    private StockServer(int port, LongSupplier connections, Runnable stop) {
        this.port = port;
        this.connections = connections;
        this.stop = stop;
    }

    /**
     * Starts a server.
     *
     * @param idl whose last service is served
     * @param multiplexedName its name at a {@code TMultiplexedProcessor}; empty: it is alone
     */
    public static StockServer start(
            Kind kind,
            boolean compact,
            Optional<String> multiplexedName,
            String idl,
            Map<String, MethodHandler> handlers) {
        TProcessor processor = processor(multiplexedName, idl, handlers);
        TProtocolFactory protocol = compact ? new TCompactProtocol.Factory() : new TBinaryProtocol.Factory();
        try {
            return switch (kind) {
                case SIMPLE -> {
                    TServerSocket socket = blocking();
                    yield serve(
                            new TSimpleServer(new TServer.Args(socket)
                                    .processor(processor)
                                    .protocolFactory(protocol)),
                            socket.getServerSocket().getLocalPort());
                }
                case THREAD_POOL -> {
                    TServerSocket socket = blocking();
                    yield serve(
                            new TThreadPoolServer(new TThreadPoolServer.Args(socket)
                                    .processor(processor)
                                    .protocolFactory(protocol)),
                            socket.getServerSocket().getLocalPort());
                }
                case NONBLOCKING -> {
                    TNonblockingServerSocket socket = nonblocking();
                    yield serve(
                            new TNonblockingServer(new TNonblockingServer.Args(socket)
                                    .processor(processor)
                                    .protocolFactory(protocol)),
                            socket.getPort());
                }
                case HALF_SYNC_HALF_ASYNC -> {
                    TNonblockingServerSocket socket = nonblocking();
                    yield serve(
                            new THsHaServer(new THsHaServer.Args(socket)
                                    .processor(processor)
                                    .protocolFactory(protocol)),
                            socket.getPort());
                }
                case THREADED_SELECTOR -> {
                    TNonblockingServerSocket socket = nonblocking();
                    yield serve(
                            new TThreadedSelectorServer(new TThreadedSelectorServer.Args(socket)
                                    .processor(processor)
                                    .protocolFactory(protocol)),
                            socket.getPort());
                }
                case SERVLET -> servlet(processor, protocol);
            };
        } catch (TTransportException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /**
     * How many connections it has accepted since its start, closed ones included.
     *
     * @throws UnsupportedOperationException if it is of kind {@code SERVLET}
     */
    public long connections() {
        return connections.getAsLong();
    }

    @Override
    public void close() {
        stop.run();
    }

    private static TProcessor processor(
            Optional<String> multiplexedName, String idl, Map<String, MethodHandler> handlers) {
        ServiceSchema service;
        try {
            service = ThriftSchema.compile(new IdlSources("stock.thrift", idl, Map.of()))
                    .service("")
                    .orElseThrow();
        } catch (IdlException e) {
            throw new IllegalArgumentException(e);
        }
        SchemaProcessor alone = new SchemaProcessor(service, handlers);
        if (multiplexedName.isEmpty()) {
            return alone;
        }
        TMultiplexedProcessor several = new TMultiplexedProcessor();
        several.registerProcessor("Other", new SchemaProcessor(service, Map.of()));
        several.registerProcessor(multiplexedName.get(), alone);
        return several;
    }

    private static TServerSocket blocking() throws TTransportException {
        return new TServerSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static TNonblockingServerSocket nonblocking() throws TTransportException {
        return new TNonblockingServerSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static StockServer serve(TServer server, int port) {
        AcceptedConnections accepted = new AcceptedConnections();
        server.setServerEventHandler(accepted);
        Thread thread = new Thread(server::serve, "stock-thrift-server");
        thread.setDaemon(true);
        thread.start();
        return new StockServer(port, accepted.count::get, server::stop);
    }

    /** Counts them: the library asks for a context for each one, once. All get the same, without anything in it. */
    private static final class AcceptedConnections implements TServerEventHandler, ServerContext {

        private final AtomicLong count = new AtomicLong();

        @Override
        public void preServe() {}

        @Override
        public ServerContext createContext(TProtocol input, TProtocol output) {
            count.incrementAndGet();
            return this;
        }

        @Override
        public void deleteContext(ServerContext context, TProtocol input, TProtocol output) {}

        @Override
        public void processContext(ServerContext context, TTransport input, TTransport output) {}

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return type.isInstance(this);
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            return type.cast(this);
        }
    }

    private static StockServer servlet(TProcessor processor, TProtocolFactory protocol) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.createContext("/thrift", exchange -> post(exchange, processor, protocol));
        server.setExecutor(threads);
        server.start();
        LongSupplier unknown = () -> {
            throw new UnsupportedOperationException("an HTTP server does not count its connections");
        };
        return new StockServer(server.getAddress().getPort(), unknown, () -> {
            server.stop(0);
            threads.shutdownNow();
        });
    }

    private static void post(HttpExchange exchange, TProcessor processor, TProtocolFactory protocol)
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
        exchange.sendResponseHeaders(status, reply.size() == 0 ? -1 : reply.size());
        if (reply.size() > 0) {
            exchange.getResponseBody().write(reply.toByteArray());
        }
        exchange.close();
    }
}
