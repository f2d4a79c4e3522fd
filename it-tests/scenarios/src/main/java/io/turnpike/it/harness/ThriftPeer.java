package io.turnpike.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Thrift server in Python ({@code thrift_peer.py}): an implementation that shares no code with the gateway. */
public final class ThriftPeer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);

    /** How a peer frames its messages. */
    public enum Framing {
        FRAMED("framed"),
        BUFFERED("buffered");

        private final String option;

        Framing(String option) {
            this.option = option;
        }
    }

    private final ServerProcess process;
    private final int port;

    private ThriftPeer(ServerProcess process) {
        this.process = process;
        this.port = Integer.parseInt(awaitLine("listening "));
    }

    /** Skips the test where there is no Python 3; fails it instead where environment variable {@code CI} is set. */
    public static void requirePython() {
        RequiredProgram.require(
                "python3 (3.8 or later), which the Python peer runs on",
                "python3",
                "-c",
                "import sys; sys.exit(sys.version_info < (3, 8))");
    }

    /** A peer that only listens; somebody else connects it. */
    public static ThriftPeer start(Framing framing) {
        return launch(List.of("--framing", framing.option));
    }

    /** A peer with one thread for all connections: it serves one until that is closed. */
    public static ThriftPeer startOneAtATime(Framing framing) {
        return launch(List.of("--framing", framing.option, "--one-at-a-time"));
    }

    /** A peer on a port of the caller's choice. */
    public static ThriftPeer start(Framing framing, int port) {
        return launch(List.of("--framing", framing.option, "--port", Integer.toString(port)));
    }

    /** A peer that connects itself, once, and then heartbeats. */
    public static ThriftPeer connected(
            Framing framing, Gateway gateway, String apiKey, String service, double heartbeatSeconds) {
        ThriftPeer peer = launch(List.of(
                "--framing",
                framing.option,
                "--gateway",
                gateway.address(),
                "--apikey",
                apiKey,
                "--service",
                service,
                "--heartbeat",
                Double.toString(heartbeatSeconds)));
        peer.awaitLine("connected ");
        return peer;
    }

    /** Writes one of the scripts beside the scenarios to a file. */
    public static void unpack(String name, Path file) throws IOException {
        try (InputStream source = ThriftPeer.class.getResourceAsStream("/io/turnpike/it/" + name)) {
            if (source == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            Files.copy(source, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * A peer that only listens.
     *
     * @param framing framed, buffered, ttheader or http; at path {@code /thrift}
     * @param protocol binary or compact
     * @param multiplexedName the service's name in front of the method names; empty: there is none
     */
    public static ThriftPeer start(String framing, String protocol, Optional<String> multiplexedName) {
        List<String> options = new ArrayList<>(List.of("--framing", framing, "--protocol", protocol));
        multiplexedName.ifPresent(name -> options.addAll(List.of("--multiplexed", name)));
        return launch(options);
    }

    private static ThriftPeer launch(List<String> arguments) {
        try {
            Files.createDirectories(GatewaySetup.root());
            Path script = Files.createTempFile(GatewaySetup.root(), "thrift_peer", ".py");
            unpack("thrift_peer.py", script);
            List<String> command = new ArrayList<>(List.of("python3", script.toString()));
            command.addAll(arguments);
            return new ThriftPeer(ServerProcess.start(
                    command,
                    GatewaySetup.root(),
                    Map.of("PYTHONUNBUFFERED", "1", "no_proxy", "*"),
                    Path.of(script + ".log")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** What it printed. */
    public ServerLog log() {
        return process.log();
    }

    /** The {@code ServerID} that it was given. */
    public String serverId() {
        return awaitLine("connected ");
    }

    private String awaitLine(String start) {
        return Await.until(
                () -> "\"" + start + "\" from the peer:\n" + process.log().tail(), START, () -> {
                    String found = process.log().since(0).stream()
                            .filter(line -> line.startsWith(start))
                            .findFirst()
                            .orElse("");
                    if (found.isEmpty()) {
                        process.checkAlive();
                        throw new IllegalStateException("not yet");
                    }
                    return found.substring(start.length());
                });
    }

    @Override
    public void close() {
        process.close();
    }
}
