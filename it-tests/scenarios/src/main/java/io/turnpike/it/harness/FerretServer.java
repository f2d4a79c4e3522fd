package io.turnpike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** FerretDB, a database of MongoDB's protocol in a process of its own, on one loopback port; its data survive its death. */
public final class FerretServer implements AutoCloseable {

    private static final String PROGRAM = "ferretdb";
    private static final Duration START = Duration.ofSeconds(60);

    private final int port = FreePort.find();
    private final Path directory;
    private ServerProcess process;

    private FerretServer(Path directory) {
        this.directory = directory;
        this.process = launch();
    }

    /** Skips the test where there is no FerretDB; fails it where environment variable {@code CI} is set. */
    public static void require() {
        RequiredProgram.require("FerretDB (.ci/build-ferretdb makes one)", PROGRAM, "--version");
    }

    /** One with no data, which listens. */
    public static FerretServer start() {
        require();
        try {
            Files.createDirectories(GatewaySetup.root());
            FerretServer server = new FerretServer(Files.createTempDirectory(GatewaySetup.root(), "ferretdb-"));
            server.awaitListening();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerProcess launch() {
        try {
            Path data = Files.createDirectories(directory.resolve("sqlite"));
            return ServerProcess.start(
                    List.of(
                            PROGRAM,
                            "--handler=sqlite",
                            "--sqlite-url=file:" + data + "/",
                            "--state-dir=" + directory,
                            "--telemetry=disable",
                            "--debug-addr=-",
                            "--log-level=ERROR",
                            "--listen-addr=127.0.0.1:" + port),
                    directory,
                    Map.of(),
                    directory.resolve("ferretdb.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitListening() {
        Await.until("FerretDB on port " + port, START, () -> {
            process.checkAlive();
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
                return socket.isConnected();
            }
        });
    }

    /** Its connection string. */
    public String url() {
        return "mongodb://127.0.0.1:" + port + "/";
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** Starts it again on the same data. */
    public void restart() {
        process = launch();
        awaitListening();
    }

    @Override
    public void close() {
        process.close();
    }
}
