package io.turnpike.gateway.persistence;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** mongo-java-server as a server of its own, in this process: it knows no users, and asks nobody who they are. */
public final class JavaServerDatabase implements TestDatabase {

    private final Path file;
    private final int port = TestDatabase.freePort();
    private @Nullable MongoServer server;

    /** Not started yet. */
    public JavaServerDatabase(Path directory) {
        this.file = directory.resolve("mongo-java-server.mv.db");
    }

    @Override
    public String url() {
        return "mongodb://127.0.0.1:" + port;
    }

    @Override
    public void start() {
        MongoServer started = new MongoServer(new H2Backend(file.toString()));
        started.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server = started;
    }

    @Override
    public void kill() {
        MongoServer running = server;
        server = null;
        if (running != null) {
            running.shutdownNow();
        }
    }
}
