package io.turnpike.connector;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Connects Thrift servers of one service to the gateway and keeps them connected. Safe for use by several threads at once.
 *
 * <pre>{@code
 * import io.turnpike.connector.GatewayClient;
 * import io.turnpike.connector.ServiceConfig;
 * import java.nio.file.Path;
 * import org.apache.thrift.TProcessor;
 * import org.apache.thrift.server.TServer;
 * import org.apache.thrift.server.TThreadPoolServer;
 * import org.apache.thrift.transport.TServerSocket;
 *
 * public final class AssetServer {
 *
 *     // As the Thrift compiler makes it: AssetServer.serve(new AssetManagement.Processor<>(new AssetHandler()))
 *     public static void serve(TProcessor processor) throws Exception {
 *         ServiceConfig config = ServiceConfig.read(Path.of("serviceConfig.json"));
 *         TServerSocket socket = new TServerSocket(config.listenAddress());
 *         int port = config.advertisedPort(socket.getServerSocket().getLocalPort());
 *         TServer server = new TThreadPoolServer(new TThreadPoolServer.Args(socket).processor(processor));
 *         try (GatewayClient gateway = config.client()
 *                 .listener((state, detail) -> System.out.println(state + ": " + detail))
 *                 .build()) {
 *             gateway.connectServer(config.serviceUrl(), port); // connects and sends heartbeats in the background
 *             server.serve();
 *         } // leaves the gateway; so does the end of the JVM
 *     }
 * }
 * }</pre>
 *
 * <p>Without a file: {@code new GatewayClient(apiKey, "AssetManagement", "http://localhost:4200")}.
 *
 * <p>The gateway may be away when the server starts, and may go away for a second or an hour later: it is tried again with
 * exponential backoff and full jitter, or as the gateway asks by {@code Retry-After}, at least once per heartbeat interval, so a gateway that comes back knows the server
 * within one interval. With several gateway addresses the next one is tried whenever one cannot be reached or cannot serve.
 * When the gateway says that it does not know the server any more (404), the server connects again. A refusal (401, 403, or a service that
 * the gateway does not know) is reported to the listener and the log once, and tried again after six heartbeat intervals: somebody may
 * register the service, or replace the key, see {@link Builder#apiKey}. It never gives up by itself; a listener that wants that
 * closes the connection.
 */
public final class GatewayClient implements AutoCloseable {

    private final Builder options;
    private final GatewayCalls calls;

    // Open ones only. Guarded by itself, and closed with it.
    private final Set<ServerConnection> connections = new LinkedHashSet<>();
    private boolean closed;

    /**
     * A client with the defaults of {@link Builder}.
     *
     * @param apiKey the owner's key, or the master key
     * @param serviceName the registered service
     * @param gatewayAddresses one or more, as {@code http://localhost:4200}; all must be nodes of the same gateway
     * @throws IllegalArgumentException if an address cannot be used, or there is none
     */
    public GatewayClient(String apiKey, String serviceName, String... gatewayAddresses) {
        this(new Builder(apiKey, serviceName, gatewayAddresses));
    }

    private GatewayClient(Builder options) {
        this.options = options;
        this.calls = new GatewayCalls(
                new GatewayHttp(options.gatewayAddresses, options.timeout), options.apiKey, options.serviceName);
    }

    /** Starts with the defaults; see the constructor for the parameters. */
    public static Builder builder(String apiKey, String serviceName, String... gatewayAddresses) {
        return new Builder(apiKey, serviceName, gatewayAddresses);
    }

    /**
     * Connects a server and keeps it connected, from now until it is closed, in a daemon thread. Returns at once; the
     * {@link Builder#listener} tells what becomes of it.
     *
     * @param address IP address or host name at which the gateway reaches the server
     * @param port 1 to 65535
     * @throws IllegalArgumentException if the address is blank or the port out of range
     * @throws IllegalStateException if this client is closed
     */
    public ServerConnection connectServer(String address, int port) {
        checkServer(address, port);
        Heartbeat heartbeat = new Heartbeat(
                calls,
                address,
                port,
                options.heartbeatInterval,
                new Backoff(options.heartbeatInterval, options.random),
                options.listener);
        ServerConnection connection = new ServerConnection(
                heartbeat,
                options.timeout.multipliedBy(2),
                options.serviceName + "-" + port,
                options.leaveOnExit,
                this::ended);
        synchronized (connections) {
            if (closed) {
                throw new IllegalStateException("the client is closed (expected: an open one)");
            }
            connection.start();
            connections.add(connection);
        }
        return connection;
    }

    private void ended(ServerConnection connection) {
        synchronized (connections) {
            connections.remove(connection);
        }
    }

    /** How many connections are open. */
    int openConnections() {
        synchronized (connections) {
            return connections.size();
        }
    }

    /**
     * Connects a server by a single call, for callers with a loop of their own.
     *
     * @return the ServerID to send heartbeats with
     * @throws GatewayException if the gateway refuses
     * @throws IOException if no gateway can be reached
     */
    public String connectOnce(String address, int port) throws IOException {
        checkServer(address, port);
        return calls.connect(address, port);
    }

    /**
     * Sends a single heartbeat.
     *
     * @throws GatewayException if the gateway refuses; status 404: connect again
     * @throws IOException if no gateway can be reached
     */
    public void updateHealth(String serverId) throws IOException {
        calls.heartbeat(serverId);
    }

    /**
     * Takes a server out at once by a single call.
     *
     * @throws GatewayException if the gateway refuses
     * @throws IOException if no gateway can be reached
     */
    public void disconnect(String serverId) throws IOException {
        calls.leave(serverId);
    }

    /** Closes every connection that {@link #connectServer} made, all at the same time. */
    @Override
    public void close() {
        List<ServerConnection> open;
        synchronized (connections) {
            closed = true;
            open = List.copyOf(connections);
        }
        open.forEach(ServerConnection::beginClose);
        open.forEach(ServerConnection::close);
    }

    private static void checkServer(String address, int port) {
        if (address.isBlank()) {
            throw new IllegalArgumentException("address: blank (expected: an IP address or a host name)");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
    }

    /** What a client may be told beyond key, service and gateways. Not safe for use by several threads at once. */
    public static final class Builder {

        private final String serviceName;
        private final List<String> gatewayAddresses;
        private Supplier<String> apiKey;
        private Duration heartbeatInterval = Duration.ofSeconds(5);
        private Duration timeout = Duration.ofSeconds(5);
        private ConnectionListener listener = (state, detail) -> {};
        private boolean leaveOnExit = true;
        private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

        private Builder(String apiKey, String serviceName, String... gatewayAddresses) {
            Objects.requireNonNull(apiKey, "apiKey");
            this.apiKey = () -> apiKey;
            this.serviceName = Objects.requireNonNull(serviceName, "serviceName");
            this.gatewayAddresses = List.of(gatewayAddresses);
        }

        private Builder(Builder other) {
            this.apiKey = other.apiKey;
            this.serviceName = other.serviceName;
            this.gatewayAddresses = other.gatewayAddresses;
            this.heartbeatInterval = other.heartbeatInterval;
            this.timeout = other.timeout;
            this.listener = other.listener;
            this.leaveOnExit = other.leaveOnExit;
            this.random = other.random;
        }

        /**
         * Where the key comes from, asked for each request, so that a key can be replaced while the server runs; default the one that
         * this builder began with.
         */
        public Builder apiKey(Supplier<String> source) {
            apiKey = Objects.requireNonNull(source, "source");
            return this;
        }

        /** Time between heartbeats, more than zero; default 5 s. Keep it well below the gateway's {@code timeToLift}. */
        public Builder heartbeatInterval(Duration interval) {
            heartbeatInterval = positive("heartbeatInterval", interval);
            return this;
        }

        /** Longest wait for a connection to a gateway, and again for its answer, more than zero; default 5 s. */
        public Builder timeout(Duration longest) {
            timeout = positive("timeout", longest);
            return this;
        }

        /** Who is told of changes; default nobody (the log always is). */
        public Builder listener(ConnectionListener told) {
            listener = told;
            return this;
        }

        /** Whether servers leave the gateway when the JVM exits, by a shutdown hook; default true. */
        public Builder leaveOnExit(boolean leave) {
            leaveOnExit = leave;
            return this;
        }

        Builder random(RandomGenerator source) {
            random = source;
            return this;
        }

        /** @throws IllegalArgumentException if a gateway address cannot be used, or there is none */
        public GatewayClient build() {
            return new GatewayClient(new Builder(this));
        }

        private static Duration positive(String name, Duration value) {
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
            }
            return value;
        }
    }
}
