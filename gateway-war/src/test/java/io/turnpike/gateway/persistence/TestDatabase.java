package io.turnpike.gateway.persistence;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.Document;

/** A database server of MongoDB's protocol outside of the gateway, on one port of the loopback address, with its data in a directory. */
public interface TestDatabase extends AutoCloseable {

    /** The secrets of every gateway of the tests. */
    NodeSecrets SECRETS = NodeSecrets.of(
            "a master key".getBytes(StandardCharsets.UTF_8), "a cluster secret".getBytes(StandardCharsets.UTF_8));

    /** Its connection string, the same after every start. */
    String url();

    /** Starts it, or starts it again on the same data. */
    void start();

    /** Ends it at once, with every connection; data stay. */
    void kill();

    @Override
    default void close() {
        kill();
    }

    /** Gives direct access to a database. */
    default void inDatabase(String name, Consumer<MongoDatabase> work) {
        try (MongoClient client =
                MongoClients.create(MongoClientSettings.builder(MongoStores.settings(DatabaseUrl.of(url())))
                        .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(30, TimeUnit.SECONDS))
                        .build())) {
            work.accept(client.getDatabase(name));
        } catch (StoreUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every document of every collection of a database as JSON, with the collection's name. */
    default List<String> contents(String name) {
        List<String> all = new ArrayList<>();
        inDatabase(name, database -> {
            for (String collection : database.listCollectionNames()) {
                for (Document document : database.getCollection(collection).find()) {
                    all.add(collection + ": " + document.toJson());
                }
            }
        });
        return all;
    }

    /** A port of the loopback address that was free a moment ago. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
