package io.turnpike.gateway.persistence;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadPreference;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Opens the two kinds of store: a MongoDB of its own, and the embedded one. */
public final class MongoStores {

    private static final int SELECTION_SECONDS = 3;
    private static final int CONNECT_SECONDS = 3;
    private static final int READ_SECONDS = 20;

    private MongoStores() {}

    /**
     * A store in a MongoDB. Its constructor connects to nothing: whether the database answers shows with the first call.
     *
     * @param url connection string; may hold a password, which is never logged
     * @throws StoreUnavailableException if the string is no connection string, or its DNS records cannot be looked up
     */
    public static ConfigurationStore external(String url, String databaseName, String collectionName)
            throws StoreUnavailableException {
        ConnectionString connection;
        try {
            connection = new ConnectionString(url);
        } catch (IllegalArgumentException e) {
            // The driver's own message may repeat the text, and with it the password.
            throw new StoreUnavailableException(
                    "dbUrl is not a connection string (expected: mongodb://host:port, or mongodb+srv://host)", null);
        } catch (MongoException e) {
            throw new StoreUnavailableException("dbUrl cannot be looked up: " + e.getMessage(), e);
        }
        MongoClientSettings settings = settings()
                .applyConnectionString(connection)
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readPreference(ReadPreference.primary())
                .build();
        return new MongoConfigurationStore(
                client(settings),
                "MongoDB at " + String.join(",", connection.getHosts()),
                databaseName,
                collectionName);
    }

    /**
     * The embedded store: the same driver code against a server within this process.
     *
     * @throws StoreUnavailableException if the data directory cannot be used, for one because another gateway does
     */
    public static ConfigurationStore embedded(Path dataDirectory, String databaseName, String collectionName)
            throws StoreUnavailableException {
        return embedded(EmbeddedServer.open(dataDirectory), databaseName, collectionName);
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
                        client(settings), "the embedded store " + server.file(), databaseName, collectionName),
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
