package io.turnpike.registry.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** A real Consul agent on free loopback ports, which a test starts, kills, freezes and starts again. */
final class ConsulAgent implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Duration START = Duration.ofSeconds(60);

    private final List<String> command;
    private final Path directory;
    private final int httpPort;
    private final int serfPort;
    private String token = "";
    private Process process;

    private ConsulAgent(String node, List<String> options, boolean dev) {
        requireConsul();
        try {
            directory = Files.createTempDirectory("turnpike-consul-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        httpPort = freePort();
        serfPort = freePort();
        command = new ArrayList<>(List.of("consul", "agent"));
        command.addAll(
                dev
                        ? List.of("-dev")
                        : List.of("-data-dir", directory.resolve("data").toString()));
        command.addAll(List.of("-node", node, "-bind", "127.0.0.1", "-client", "127.0.0.1", "-log-level", "warn"));
        command.addAll(List.of("-dns-port", "-1", "-grpc-port", "-1", "-serf-wan-port", "-1"));
        command.addAll(List.of("-serf-lan-port", "" + serfPort, "-server-port", "" + freePort()));
        command.addAll(options);
    }

    /** A server whose state is lost when it ends. */
    static ConsulAgent forgetful(String... options) {
        ConsulAgent agent = new ConsulAgent("server", List.of(options), true);
        agent.command.addAll(List.of("-http-port", "" + agent.httpPort));
        return agent;
    }

    /** An agent that is no server, and joins one. */
    static ConsulAgent joining(ConsulAgent server, String node) {
        ConsulAgent agent = new ConsulAgent(node, List.of("-retry-join", "127.0.0.1:" + server.serfPort), false);
        agent.command.addAll(List.of("-http-port", "" + agent.httpPort, "-retry-interval", "1s"));
        return agent;
    }

    /** A server that keeps its state. */
    static ConsulAgent lasting() {
        ConsulAgent agent = new ConsulAgent("server", List.of("-server", "-bootstrap-expect", "1"), false);
        agent.command.addAll(List.of("-http-port", "" + agent.httpPort, "-hcl", "performance { raft_multiplier = 1 }"));
        return agent;
    }

    ConsulAgent with(String token) {
        this.token = token;
        return this;
    }

    /** Skips what needs Consul where there is none, and fails it where {@code CI} is set. */
    static void requireConsul() {
        boolean present;
        try {
            present = new ProcessBuilder("consul", "version")
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            present = false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (!present && System.getenv("CI") != null) {
            throw new AssertionError("there is no Consul, and CI must not skip what needs it");
        }
        Assumptions.assumeTrue(present, "skipped: there is no Consul");
    }

    /** A free port below those of outgoing connections, none of which can take it before the agent does. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_240, 32_768);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Taken: the next one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    /** Starts it without waiting. */
    ConsulAgent launch() {
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(directory.resolve("log").toFile()))
                    .start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits until it has a leader and takes registrations. */
    ConsulAgent start() {
        launch();
        Eventually.within(START, () -> {
            assertThat(get("/v1/status/leader")).contains(":");
            assertThat(get("/v1/catalog/nodes")).contains("\"Node\"");
        });
        return this;
    }

    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** It keeps its connections and answers nothing. */
    void freeze() {
        signal("-STOP");
        Path state = Path.of("/proc/" + process.pid() + "/stat");
        Eventually.eventually(() -> {
            try {
                assertThat(Files.readString(state)).contains(") T ");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            assertThat(new ProcessBuilder("kill", signal, "" + process.pid())
                            .start()
                            .waitFor())
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String get(String path) {
        return send(HttpRequest.newBuilder(address().resolve(path)).GET());
    }

    void put(String path, String body) {
        send(HttpRequest.newBuilder(address().resolve(path)).PUT(BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder request) {
        try {
            if (!token.isEmpty()) {
                request.header("X-Consul-Token", token);
            }
            var answer = CLIENT.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ids of the services that are registered at this agent. */
    List<String> serviceIds() {
        Matcher id = Pattern.compile("\"ID\": ?\"([^\"]+)\"").matcher(get("/v1/agent/services"));
        List<String> ids = new ArrayList<>();
        while (id.find()) {
            ids.add(id.group(1));
        }
        return ids;
    }

    /** Removes everything that is registered here. */
    void clear() {
        Eventually.within(Duration.ofSeconds(20), () -> {
            serviceIds().forEach(id -> put("/v1/agent/service/deregister/" + ConsulHttp.encoded(id), ""));
            assertThat(get("/v1/catalog/services")).doesNotContain(Registration.MARK);
        });
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroyForcibly();
            try {
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
