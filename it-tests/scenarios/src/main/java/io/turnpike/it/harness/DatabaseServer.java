package io.turnpike.it.harness;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A server of MongoDB's protocol for several gateways, on one port of the loopback address; its data survive its stops. */
public final class DatabaseServer implements AutoCloseable {

    private final int port = FreePort.find();
    private final Path file;
    private @Nullable MongoServer server;

    /** One that is not started yet, with no data. */
    public DatabaseServer() {
        try {
            Files.createDirectories(GatewaySetup.root());
            file = Files.createTempDirectory(GatewaySetup.root(), "database-").resolve("mongo.mv.db");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its connection string. */
    public String url() {
        return "mongodb://" + address();
    }

    /** Host and port. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Starts it, or starts it again. */
    public void start() {
        MongoServer started = new MongoServer(new H2Backend(file.toString()));
        started.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server = started;
    }

    /** Takes it away, with every connection to it. */
    public void stop() {
        MongoServer running = server;
        server = null;
        if (running != null) {
            running.shutdownNow();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
