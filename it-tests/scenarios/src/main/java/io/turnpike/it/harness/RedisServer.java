package io.turnpike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real Redis on a free loopback port, with its state in memory only. */
public final class RedisServer implements AutoCloseable {

    private static final String PROGRAM = "redis-server";
    private static final Duration START = Duration.ofSeconds(30);
    private static final int PATIENCE_MILLIS = 1000;
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String PONG = "+PONG\r\n";

    private final int port = FreePort.find();
    private final ServerProcess process;

    private RedisServer(Path directory) {
        this.process = ServerProcess.start(
                List.of(
                        PROGRAM,
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no"),
                directory,
                Map.of(),
                directory.resolve("redis.log"));
    }

    /** Skips the test where there is no Redis; fails it where environment variable {@code CI} is set. */
    public static void require() {
        RequiredProgram.require("redis-server, in which gateways count together", PROGRAM, "--version");
    }

    /** An empty one that answers. */
    public static RedisServer start() {
        require();
        try {
            Files.createDirectories(GatewaySetup.root());
            RedisServer server = new RedisServer(Files.createTempDirectory(GatewaySetup.root(), "redis-"));
            Await.until("Redis at " + server.address(), START, () -> {
                server.process.checkAlive();
                server.ping();
                return server;
            });
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ping() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            socket.getOutputStream().write(PING);
            String answer = new String(socket.getInputStream().readNBytes(PONG.length()), StandardCharsets.US_ASCII);
            if (!answer.equals(PONG)) {
                throw new IllegalStateException(answer);
            }
        }
    }

    /** {@code host:port}, as {@code Redis.Address} of a plugin has it. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** SIGKILL; what it counted is lost. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
