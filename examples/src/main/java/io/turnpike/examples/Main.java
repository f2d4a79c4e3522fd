package io.turnpike.examples;

import io.turnpike.connector.GatewayClient;
import io.turnpike.connector.GatewayException;
import io.turnpike.connector.Registration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
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

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int CONFLICT = 3;

    private Main() {}

    /**
     * Exits with 2 if the arguments cannot be understood, 3 if the service or its owner is registered already, 1 if
     * anything else fails.
     *
     * @param args see {@code Options.USAGE}
     */
    public static void main(String[] args) {
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
            } else {
                serve(options);
            }
            return 0;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + Options.USAGE);
            return USAGE;
        } catch (GatewayException e) {
            System.err.println("Not registered: " + e.getMessage());
            return e.status() == 409 ? CONFLICT : FAILED;
        } catch (IOException e) {
            System.err.println("Failed: " + e.getMessage());
            return FAILED;
        } catch (TTransportException e) {
            System.err.println("Failed: " + e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause()));
            return FAILED;
        }
    }

    private static void serve(Options options) throws IOException, TTransportException {
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
            Listening listening = options.values().containsKey("buffered")
                    ? Listening.buffered(processor, socket)
                    : Listening.framed(processor, socket);
            System.out.println(name + " listens on " + address + ":" + listening.port());

            GatewayClient gateway = GatewayClient.builder(options.required("apikey"), name, options.required("gateway"))
                    .listener((state, detail) -> System.out.println(name + " " + state + ": " + detail))
                    .leaveOnExit(false)
                    .build();
            // First leave, then stop: the gateway must not send calls to a closed port.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                gateway.close();
                listening.server().stop();
            }));
            gateway.connectServer(address, listening.port());
            listening.server().serve();
        }
    }
}
