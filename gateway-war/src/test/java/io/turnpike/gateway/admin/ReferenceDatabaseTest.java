package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.persistence.JavaServerDatabase;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.persistence.TestDatabase;
import io.turnpike.gateway.persistence.TestLog;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database as the reference system leaves it, with everything that its years may have brought: what is served, and what is said. */
class ReferenceDatabaseTest {

    private static final String IDL = "struct Req { 1: string ID }\nservice S { Req get(1: Req req) }";

    @TempDir
    Path directory;

    private TestDatabase database;
    private Node node;

    @BeforeEach
    void start() {
        database = new JavaServerDatabase(directory);
        database.start();
        node = new Node(
                () -> MongoStores.external(database.url(), "db", "owners", TestDatabase.SECRETS),
                Duration.ofMillis(50));
    }

    @AfterEach
    void stop() {
        node.close();
        database.close();
    }

    private void store(Document... owners) {
        database.inDatabase("db", db -> db.getCollection("owners").insertMany(List.of(owners)));
    }

    private static Document owner(String id, String apiKey, Document... services) {
        return new Document("apikey", apiKey)
                .append("ownername", "Owner " + id)
                .append("ownerid", id)
                .append("services", List.of(services));
    }

    private static Document service(String name, String idl, String... methods) {
        List<Document> paths = List.of(methods).stream()
                .map(method -> new Document("methodpath", "/" + method).append("exposedmethod", method))
                .toList();
        return new Document("serviceid", "1")
                .append("servicename", name)
                .append("idlcontent", idl)
                .append("version", "1.0.0")
                .append("servicedescription", "This is " + name)
                .append("servercount", 3L)
                .append("paths", paths)
                .append(
                        "registeredservers",
                        List.of(new Document("serverurl", "http://server1.example.com").append("port", 8080)));
    }

    private List<String> startAndListen() {
        try (TestLog log = new TestLog()) {
            node.started();
            return log.warnings();
        }
    }

    private boolean served(String service) {
        return node.registrations
                .state()
                .service(service)
                .orElseThrow()
                .schema()
                .isPresent();
    }

    @Test
    void start_goodAndBadDocuments_servesTheGoodAndNamesTheBad() {
        store(
                owner("good", "key-good", service("Service One", IDL, "get"), service("Suspended", " ", "get")),
                owner("broken", "key-broken", service("Broken", "strukt", "get"), service("Fine", IDL, "get")),
                owner("mixed-up", "key-mixed", service("MixedUp", IDL, "GET")),
                owner("second", "key-second", service("Fine", IDL, "get"), service("Own", IDL, "get")),
                owner("reserved", "key-reserved", service("health", IDL, "get"), service("a/b", IDL, "get")),
                owner("good", "key-again", service("Again", IDL, "get")));
        List<String> warnings = startAndListen();

        assertThat(node.registrations.state().owners())
                .extracting(Owner::ownerId)
                .containsExactly("good", "broken", "mixed-up", "second", "reserved");
        assertThat(served("Service One")).isTrue();
        assertThat(served("Fine")).isTrue();
        assertThat(served("Own")).isTrue();
        assertThat(served("Broken")).isFalse();
        assertThat(served("MixedUp")).isFalse();
        assertThat(node.registrations
                        .state()
                        .service("Suspended")
                        .orElseThrow()
                        .definition()
                        .suspended())
                .isTrue();
        assertThat(node.registrations
                        .state()
                        .service("Fine")
                        .orElseThrow()
                        .definition()
                        .ownerId())
                .isEqualTo("broken");
        assertThat(node.registrations.state().service("health")).isEmpty();
        assertThat(node.registrations.state().service("Again")).isEmpty();

        assertThat(warnings)
                .hasSize(6)
                .anyMatch(line -> line.contains("The stored service Broken cannot be served until it is updated: "))
                .anyMatch(line -> line.contains("The stored service MixedUp cannot be served until it is updated: "))
                .anyMatch(line -> line.contains("The service Fine of owner second is not served: owner broken has one"))
                .anyMatch(line -> line.contains("The service health of owner reserved is not served: "))
                .anyMatch(line -> line.contains("The service a/b of owner reserved is not served: "))
                .anyMatch(line -> line.contains("repeats the ownerid good and is left alone"));
    }

    @Test
    void start_sharedAndWellKnownKeys_areSaidAndNotTakenForTheWrongOwner() {
        store(
                owner("first", "same-key", service("A", IDL, "get")),
                owner("second", "same-key", service("B", IDL, "get")),
                owner("tester", MasterKey.WELL_KNOWN, service("C", IDL, "get")));
        List<String> warnings = startAndListen();
        RegistrationState state = node.registrations.state();
        assertThat(state.ownerOfKey(ApiKeys.hash("same-key")).orElseThrow().ownerId())
                .isEqualTo("first");
        Access access = new Access(
                MasterKey.of(Settings.masterKey(directory, "another", true, false), new SecureRandom()),
                node.registrations);
        assertThat(Problems.of(() -> access.caller(MasterKey.WELL_KNOWN, new RequestOrigin(true)))
                        .error())
                .isEqualTo(GatewayError.UNAUTHORIZED);
        assertThat(List.of(served("A"), served("B"), served("C"))).containsOnly(true);
        assertThat(warnings)
                .hasSize(2)
                .anyMatch(line -> line.contains("The API key of owner second is not good for it: owner first"))
                .anyMatch(line -> line.contains("The API key of owner tester is the well-known master key"))
                .noneMatch(line -> line.contains("same-key"));
    }
}
