package io.turnpike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real Consul on free loopback ports, with its state in memory: started again it is empty. */
public final class ConsulProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);

    private final Path directory;
    private final int port = FreePort.find();
    private final List<String> command;
    private ServerProcess process;

    private ConsulProcess(Path directory, String... options) {
        this.directory = directory;
        this.command = new ArrayList<>(List.of("consul", "agent", "-dev", "-node", "consul", "-log-level", "warn"));
        command.addAll(List.of("-bind", "127.0.0.1", "-client", "127.0.0.1", "-http-port", Integer.toString(port)));
        command.addAll(List.of("-dns-port", "-1", "-grpc-port", "-1", "-serf-wan-port", "-1"));
        command.addAll(List.of("-serf-lan-port", Integer.toString(FreePort.find())));
        command.addAll(List.of("-server-port", Integer.toString(FreePort.find())));
        command.addAll(List.of(options));
        this.process = launch();
    }

    /** Skips the test where there is no Consul; fails it where environment variable {@code CI} is set. */
    public static void require() {
        RequiredProgram.require("Consul, which is a registry", "consul", "version");
    }

    /** A Consul that has a leader. */
    public static ConsulProcess start(String... options) {
        require();
        try {
            Files.createDirectories(GatewaySetup.root());
            ConsulProcess consul =
                    new ConsulProcess(Files.createTempDirectory(GatewaySetup.root(), "consul-"), options);
            consul.awaitLeader();
            return consul;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerProcess launch() {
        return ServerProcess.start(command, directory, Map.of(), directory.resolve("consul.log"));
    }

    /** {@code host:port}, as {@code consulAddress} has it. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** SIGKILL; what it knew is lost. */
    public void kill() {
        process.kill();
    }

    /** Starts it again, empty, and waits until it has a leader. */
    public void restart() {
        process = launch();
        awaitLeader();
    }

    private void awaitLeader() {
        Await.until("Consul at " + address(), START, () -> {
            process.checkAlive();
            if (!read("/v1/status/leader").contains(":")
                    || !read("/v1/catalog/nodes").contains("\"Node\"")) {
                throw new IllegalStateException("no leader");
            }
            return true;
        });
    }

    /** What it answers to a GET, whatever the status. */
    public String read(String path) {
        return http().get(path).body();
    }

    /** Everything that it tells about services, checks, nodes and keys. */
    public String wholeState() {
        StringBuilder state = new StringBuilder();
        for (String path : List.of(
                "/v1/agent/services",
                "/v1/agent/checks",
                "/v1/catalog/services",
                "/v1/catalog/nodes",
                "/v1/catalog/node/consul",
                "/v1/health/state/any",
                "/v1/kv/?recurse",
                "/v1/session/list",
                "/v1/event/list",
                "/v1/query")) {
            state.append(read(path)).append('\n');
        }
        return state.toString();
    }

    private Gateway http() {
        return new Gateway(URI.create("http://" + address() + "/"));
    }

    @Override
    public void close() {
        process.close();
    }
}
