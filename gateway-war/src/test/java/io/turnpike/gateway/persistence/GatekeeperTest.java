package io.turnpike.gateway.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether another user of the machine can reach the embedded server. */
class GatekeeperTest {

    @TempDir
    Path directory;

    @Test
    void connect_withoutThePassword_isRefused() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.open(directory)) {
            for (String name : new String[] {null, "turnpike", server.password() + "x"}) {
                try (MongoClient stranger = client(server, name)) {
                    assertThatThrownBy(() -> stranger.getDatabase("db")
                                    .getCollection("c")
                                    .countDocuments())
                            .isInstanceOf(MongoTimeoutException.class);
                }
            }
        }
    }

    @Test
    void connect_withThePassword_isLetIn() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.open(directory);
                MongoClient client = client(server, server.password())) {
            client.getDatabase("db").getCollection("c").insertOne(new Document("_id", 1));
            assertThat(client.getDatabase("db").getCollection("c").countDocuments())
                    .isEqualTo(1);
        }
    }

    @Test
    void password_ofTwoStarts_differ() throws Exception {
        String first;
        try (EmbeddedServer server = EmbeddedServer.open(directory)) {
            first = server.password();
        }
        try (EmbeddedServer server = EmbeddedServer.open(directory)) {
            assertThat(server.password()).isNotEqualTo(first);
        }
    }

    private static MongoClient client(EmbeddedServer server, String name) {
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.hosts(List.of(new ServerAddress(server.address())))
                        .serverSelectionTimeout(300, TimeUnit.MILLISECONDS));
        if (name != null) {
            settings.applicationName(name);
        }
        return MongoClients.create(settings.build());
    }
}
