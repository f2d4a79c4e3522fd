package io.turnpike.examples;

import io.turnpike.connector.GatewayClient;
import io.turnpike.connector.GatewayException;
import io.turnpike.connector.Registration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.thrift.TProcessor;
import org.apache.thrift.transport.TTransportException;

/** Runs one example server until it is told to stop, or registers its service. */
public final class Main {

    /**
     * Held here, because java.util.logging forgets a logger's filter when nobody does. The gateway asks each server for its
     * framing, unframed first; to libthrift that question looks like a broken client.
     */
    private static final Logger FRAMES =
            Logger.getLogger("org.apache.thrift.server.AbstractNonblockingServer$FrameBuffer");

    /** Silent, because {@link GatewayNews} prints the same. */
    private static final Logger CONNECTOR = Logger.getLogger("io.turnpike.connector");

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int CONFLICT = 3;

    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    private Main() {}

    /**
     * Runs until SIGTERM or SIGINT, or until the service is registered. Exits with 2 if the arguments cannot be understood, 3 if the service or its owner is registered already, 1 if
     * anything else fails, for one because the gateway refuses the server when it first connects.
     *
     * @param args see {@code Options.USAGE}
     */
    public static void main(String[] args) {
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "%4$s %5$s%6$s%n");
        }
        int exit = run(args);
        if (exit != 0) {
            System.exit(exit);
        }
    }

    static int run(String... args) {
        try {
            Options options = Options.parse(args);
            if (options.register()) {
                System.out.println(Registration.register(
                        options.required("gateway"), options.example().registration()));
                return 0;
            }
            return serve(options);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + Options.USAGE);
            return USAGE;
        } catch (GatewayException e) {
            System.err.println("Not registered: " + e.getMessage());
            if (e.status() == 409) {
                System.err.println(
                        "The key was shown when it was registered. Lost it? POST /owners/{ownerId}/keys with the master key (master.key in"
                                + " the gateway's data directory) makes a new one, and the master key connects servers too.");
                return CONFLICT;
            }
            return FAILED;
        } catch (IOException e) {
            System.err.println("Failed: " + e.getMessage());
            return FAILED;
        }
    }

    private static int serve(Options options) throws IOException {
        CONNECTOR.setLevel(Level.OFF);
        FRAMES.setFilter(line -> !line.getMessage().startsWith("Read an invalid frame size"));
        String name = options.example().name();
        String address = options.values().getOrDefault("address", "127.0.0.1");
        Optional<Path> data = Optional.ofNullable(options.values().get("data")).map(Path::of);
        try (SharedTable table = new SharedTable(data)) {
            TProcessor processor = options.example().processor(table);
            InetSocketAddress socket = new InetSocketAddress(address, options.port());
            if (socket.isUnresolved()) {
                throw new IOException("--address " + address + " cannot be looked up");
            }
            Listening listening = listen(options, processor, socket);
            System.out.println(name + " listens on " + address + ":" + listening.port());

            GatewayNews news = new GatewayNews(name, System.out::println);
            GatewayClient gateway = GatewayClient.builder(options.required("apikey"), name, options.required("gateway"))
                    .listener(news)
                    .leaveOnExit(false)
                    .build();
            // First leave, then stop: the gateway must not send calls to a closed port.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                gateway.close();
                listening.server().stop();
            }));
            CompletableFuture<Void> served = CompletableFuture.runAsync(listening.server()::serve, Main::inBackground);
            gateway.connectServer(address, listening.port());
            CompletableFuture.anyOf(served, news.refusal()).join();
            if (!news.refusal().isDone()) {
                return 0;
            }
            System.err.println(name + " is not connected: " + news.refusal().join());
            gateway.close();
            return FAILED;
        }
    }

    private static Listening listen(Options options, TProcessor processor, InetSocketAddress socket)
            throws IOException {
        try {
            return options.values().containsKey("buffered")
                    ? Listening.buffered(processor, socket)
                    : Listening.framed(processor, socket);
        } catch (TTransportException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new IOException(
                    "cannot listen on " + socket.getHostString() + ":" + socket.getPort() + ": " + reason
                            + " (expected: a free port of an address of this machine; without --port any free one is taken)",
                    e);
        }
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "thrift-server");
        thread.setDaemon(true);
        thread.start();
    }
}
