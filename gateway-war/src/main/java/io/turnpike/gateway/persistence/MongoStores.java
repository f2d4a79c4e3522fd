package io.turnpike.gateway.persistence;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Opens the two kinds of store: a MongoDB of its own, and the embedded one. */
public final class MongoStores {

    private static final int SELECTION_SECONDS = 3;
    private static final int CONNECT_SECONDS = 3;
    private static final int READ_SECONDS = 20;
    private static final int WRITE_MILLIS = 10_000;

    private MongoStores() {}

    /**
     * A store in a MongoDB. Its constructor connects to nothing: whether the database answers shows with the first call.
     *
     * @param url connection string; may hold a password, which is never logged
     * @param secrets compared with those of other gateways, for the log
     * @throws StoreUnavailableException if the string is no connection string, or its DNS records cannot be looked up
     */
    public static ConfigurationStore external(
            String url, String databaseName, String collectionName, NodeSecrets secrets)
            throws StoreUnavailableException {
        Optional<String> fault = DatabaseUrl.faultOf(url);
        if (fault.isPresent()) {
            throw new StoreUnavailableException("dbUrl " + fault.get(), null);
        }
        DatabaseUrl parts = DatabaseUrl.of(url);
        return new MongoConfigurationStore(
                client(settings(parts)), parts.toString(), databaseName, collectionName, Optional.of(secrets));
    }

    /**
     * What the driver is told. Options of the connection string count, except for those that decide what "written" and "read"
     * mean: what is answered as written has reached the journals of a majority, and what is read cannot be rolled back.
     *
     * @throws StoreUnavailableException if a DNS record or a file that the string names cannot be read
     */
    static MongoClientSettings settings(DatabaseUrl url) throws StoreUnavailableException {
        ConnectionString connection;
        try {
            // The names of options that it does not know are in its log.
            DriverLogs.quieten();
            connection = new ConnectionString(url.driverPart());
        } catch (MongoException e) {
            throw new StoreUnavailableException("dbUrl cannot be looked up: " + e.getMessage(), e);
        }
        MongoClientSettings.Builder settings = settings()
                .applyConnectionString(connection)
                .writeConcern(written(connection.getWriteConcern()))
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary());
        if (url.caFile().isPresent()) {
            SSLContext trusted = TrustedCertificates.ofDatabase(url.caFile().get());
            settings.applyToSslSettings(tls -> tls.enabled(true).context(trusted));
        }
        return settings.build();
    }

    /** Majority and journal, whatever was asked for; a write that does not get there in time is one whose fate is not known. */
    private static WriteConcern written(@Nullable WriteConcern asked) {
        Integer patience = asked == null ? null : asked.getWTimeout(TimeUnit.MILLISECONDS);
        return WriteConcern.MAJORITY
                .withJournal(true)
                .withWTimeout(patience == null || patience <= 0 ? WRITE_MILLIS : patience, TimeUnit.MILLISECONDS);
    }

    /**
     * The embedded store: the same driver code against a server within this process.
     *
     * @throws StoreUnavailableException if the data directory cannot be used, for one because another gateway does
     */
    public static ConfigurationStore embedded(Path dataDirectory, String databaseName, String collectionName)
            throws StoreUnavailableException {
        EmbeddedServer server = EmbeddedServer.open(dataDirectory);
        try {
            return embedded(server, databaseName, collectionName);
        } catch (RuntimeException | Error e) {
            // A server that deploys closes archives under whoever loads classes just then; the next attempt needs the
            // file.
            server.close();
            throw e;
        }
    }

    /** The store closes the server with itself. */
    static ConfigurationStore embedded(EmbeddedServer server, String databaseName, String collectionName) {
        ServerAddress address = new ServerAddress(server.address());
        MongoClientSettings settings = settings()
                .applicationName(server.password())
                .applyToClusterSettings(cluster -> cluster.hosts(List.of(address)))
                .retryWrites(false)
                .build();
        return new EmbeddedStore(
                new MongoConfigurationStore(
                        client(settings),
                        "the embedded store " + server.file(),
                        databaseName,
                        collectionName,
                        Optional.empty()),
                server);
    }

    private static com.mongodb.client.MongoClient client(MongoClientSettings settings) {
        DriverLogs.quieten();
        return MongoClients.create(settings);
    }

    private static MongoClientSettings.Builder settings() {
        return MongoClientSettings.builder()
                .applicationName("turnpike")
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(SELECTION_SECONDS, TimeUnit.SECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(8).maxWaitTime(SELECTION_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .readTimeout(READ_SECONDS, TimeUnit.SECONDS));
    }
}
