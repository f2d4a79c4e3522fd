package io.turnpike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * HAProxy before two gateways, as {@code deploy/haproxy/haproxy.cfg} has it: of that file only the ports are other ones, and every
 * answer tells in header {@value #SERVED_BY} which gateway it is of, or about.
 */
public final class HaProxy implements AutoCloseable {

    /** {@code gateway1} or {@code gateway2}, or a name in angle brackets where HAProxy had none to ask. */
    public static final String SERVED_BY = "x-served-by";

    private static final Duration START = Duration.ofSeconds(30);

    /** Errors that HAProxy makes itself are plain text: the gateway's own are JSON. */
    private static final String MARKS = """

                http-response set-header x-served-by %s
                http-error status 502 content-type text/plain lf-string "HAProxy: 502" hdr x-served-by %s
                http-error status 503 content-type text/plain lf-string "HAProxy: 503" hdr x-served-by %s
                http-error status 504 content-type text/plain lf-string "HAProxy: 504" hdr x-served-by %s
            """;

    private final Gateway gateway;
    private final ServerProcess process;

    private HaProxy(Gateway gateway, ServerProcess process) {
        this.gateway = gateway;
        this.process = process;
    }

    /** Skips the test where there is no HAProxy; fails it where environment variable {@code CI} is set. */
    public static void require() {
        RequiredProgram.require("HAProxy, which stands before two gateways", "haproxy", "-v");
    }

    /** Starts it, and waits until it answers by a gateway. */
    public static HaProxy start(GatewaySetup gateway1, GatewaySetup gateway2) {
        require();
        try {
            Path shipped = Path.of(GatewaySetup.property("turnpike.it.deploy"), "haproxy", "haproxy.cfg");
            int port = FreePort.find();
            String configuration = replaced(Files.readString(shipped), "bind :8000", "bind 127.0.0.1:" + port);
            configuration = replaced(configuration, "127.0.0.1:4201", "127.0.0.1:" + gateway1.port());
            configuration = replaced(configuration, "127.0.0.1:4202", "127.0.0.1:" + gateway2.port());
            Files.createDirectories(GatewaySetup.root());
            Path directory = Files.createTempDirectory(GatewaySetup.root(), "haproxy-");
            Path file = Files.writeString(directory.resolve("haproxy.cfg"), configuration + MARKS);
            ServerProcess process = ServerProcess.start(
                    List.of("haproxy", "-db", "-f", file.toString()),
                    directory,
                    Map.of(),
                    directory.resolve("haproxy.log"));
            HaProxy proxy = new HaProxy(new Gateway(URI.create("http://127.0.0.1:" + port + "/")), process);
            Await.until("HAProxy at " + proxy.gateway, START, () -> {
                process.checkAlive();
                if (proxy.gateway.get("/ping").status() != 200) {
                    throw new IllegalStateException("not yet");
                }
                return proxy;
            });
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String replaced(String text, String old, String by) {
        if (!text.contains(old)) {
            throw new IllegalStateException("no " + old + " in haproxy.cfg");
        }
        return text.replace(old, by);
    }

    /** The gateways as one. */
    public Gateway gateway() {
        return gateway;
    }

    /** Its access log. */
    public ServerLog log() {
        return process.log();
    }

    @Override
    public void close() {
        process.close();
    }
}
