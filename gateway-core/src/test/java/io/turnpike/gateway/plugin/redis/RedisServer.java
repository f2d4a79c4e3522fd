package io.turnpike.gateway.plugin.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A real Redis on a free loopback port, which keeps nothing on disk, and which a test freezes, ends and starts again. */
public final class RedisServer implements AutoCloseable {

    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path directory;
    private final int port;
    private final List<String> options;
    private Process process;

    private RedisServer(List<String> options) {
        requireRedis();
        this.options = options;
        try {
            directory = Files.createTempDirectory("turnpike-redis-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = freePort();
    }

    /** One that runs. */
    public static RedisServer start(String... options) {
        RedisServer server = new RedisServer(List.of(options));
        server.launch();
        return server;
    }

    /** A Sentinel that watches one, which it calls {@code mymaster}, and that alone decides when it is down: after 300 ms. */
    public static RedisServer startSentinel(RedisServer master) {
        RedisServer sentinel = new RedisServer(List.of("--sentinel"));
        Path file = sentinel.directory.resolve("sentinel.conf");
        try {
            Files.writeString(
                    file,
                    "bind 127.0.0.1\nport %d\ndir %s\nsentinel monitor mymaster 127.0.0.1 %d 1\nsentinel down-after-milliseconds mymaster 300\n"
                            .formatted(sentinel.port, sentinel.directory, master.port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sentinel.launch(List.of("redis-server", file.toString(), "--sentinel"));
        return sentinel;
    }

    /** Skips what needs Redis where there is none, and fails it where {@code CI} is set. */
    private static void requireRedis() {
        boolean present;
        try {
            present = new ProcessBuilder("redis-server", "--version")
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
        require(present, "there is no redis-server");
    }

    private static void require(boolean present, String lack) {
        if (!present && System.getenv("CI") != null) {
            throw new AssertionError(lack + ", and CI must not skip what needs it");
        }
        Assumptions.assumeTrue(present, "skipped: " + lack);
    }

    /** Runs it again, empty. */
    public void launch() {
        List<String> command = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1", "--port", "" + port));
        command.addAll(List.of("--save", "", "--appendonly", "no", "--dir", directory.toString()));
        command.addAll(options);
        launch(command);
    }

    private void launch(List<String> command) {
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(directory.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long begin = System.nanoTime();
        while (!answers()) {
            if (System.nanoTime() - begin > START_NANOS || !process.isAlive()) {
                require(!log().contains("Bad directive"), "this redis-server does not know one of " + options);
                throw new AssertionError("Redis does not start: " + log());
            }
            Thread.onSpinWait();
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    public int port() {
        return port;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /** It keeps its connections and answers nothing. */
    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    public void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An error counts as an answer: it may want a password. */
    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void signal(String signal) {
        try {
            if (new ProcessBuilder("kill", signal, "" + process.pid()).start().waitFor() != 0) {
                throw new AssertionError("kill " + signal);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A free port below those of outgoing connections, none of which can take it before Redis does. */
    public static int freePort() {
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
}
