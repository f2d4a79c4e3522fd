package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code If-Match} and {@code dryRun}, for every change that they go with. */
class TermsTest {

    private static final String ASSETS = Requests.service("AssetManagement", Requests.ASSETS_IDL);
    private static final String USERS = Requests.service("Users", Requests.ASSETS_IDL);

    @TempDir
    Path directory;

    private ConfigurationStore real;
    private SharedStore store;
    private Node node;
    private InMemoryServiceRegistry registry;

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        store = new SharedStore(real);
        registry = new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
        node = new Node(() -> store, Node.RARELY).started();
        node.register(Requests.owner("john", ASSETS, USERS));
    }

    @AfterEach
    void close() {
        registry.close();
        node.close();
        real.close();
    }

    @FunctionalInterface
    private interface Write {
        Outcome on(Terms terms) throws GatewayException;
    }

    private Map<String, Write> writes(Node where) throws Exception {
        Deletions deletions = new Deletions(where.registrations, new Dismissal(registry, registry));
        KeyChanges keys = new KeyChanges(where.registrations, new TestClock(Instant.EPOCH), new SecureRandom());
        RegistrationRequest eve = Requests.registration(Requests.owner("eve"));
        RegistrationRequest john = Requests.registration(Requests.owner("john", ASSETS));
        return Map.of(
                "/Owners/eve", terms -> where.registrations.register(eve, terms).outcome(),
                "/Owners/john/Services/Users", terms -> where.registrations.update("john", john, terms),
                "/Owners/john/Key",
                        terms -> keys.rotate("john", Duration.ZERO, terms).outcome(),
                "/Owners/john/Key ", terms -> keys.revoke("john", terms),
                "/Owners/john", terms -> deletions.deleteOwner("john", terms),
                "/Owners/john/Services/AssetManagement",
                        terms -> deletions.deleteService("john", "AssetManagement", terms));
    }

    @Test
    void change_onlyTried_tellsWhatWouldChangeAndChangesNothing() throws Exception {
        RegistrationState before = node.registrations.state();
        try (LogLines log = new LogLines(AdminLog.class)) {
            for (Map.Entry<String, Write> write : writes(node).entrySet()) {
                var outcome = write.getValue().on(new Terms("master", IfMatch.NONE, true));
                assertThat(outcome.revision()).isZero();
                assertThat(outcome.current()).isEqualTo(1);
                assertThat(outcome.differences())
                        .extracting(Difference::pointer)
                        .containsExactly(write.getKey().strip());
            }
            assertThat(log.lines()).isEmpty();
        }
        assertThat(node.registrations.state()).isSameAs(before);
        assertThat(real.load().revision()).isEqualTo(1);
        assertThat(node.published).as("no snapshot is made").containsExactly(0L, 1L);
    }

    @Test
    void register_onlyTried_makesNoKeyAndFindsEveryFault() throws Exception {
        Terms tried = new Terms("open", IfMatch.NONE, true);
        assertThat(node.registrations
                        .register(Requests.registration(Requests.owner("eve")), tried)
                        .keys())
                .isEmpty();
        assertThat(Problems.pointers(Problems.of(() -> node.registrations.register(
                        Requests.registration("[" + Requests.owner("john", ASSETS) + ","
                                + Requests.owner("eve", Requests.service("S", "service {")) + "]"),
                        tried))))
                .contains("/0/OwnerId", "/1/Services/0/IdlContent");
    }

    @Test
    void change_storeAway_cannotBeTriedEither() {
        store.away(true);
        assertThat(Problems.of(() -> node.registrations.register(
                                Requests.registration(Requests.owner("eve")), new Terms("open", IfMatch.NONE, true)))
                        .error())
                .isEqualTo(GatewayError.STORE_UNAVAILABLE);
    }

    @Test
    void change_onAnotherRevisionThanExpected_isRefusedBeforeAnythingElse() throws Exception {
        Terms stale = new Terms("master", IfMatch.of(List.of("\"7\"")), false);
        for (Write write : writes(node).values()) {
            GatewayException refused = Problems.of(() -> write.on(stale));
            assertThat(refused.error()).isEqualTo(GatewayError.PRECONDITION_FAILED);
            assertThat(refused.headers()).containsEntry("ETag", "\"1\"");
        }
        assertThat(Problems.of(() -> node.registrations.register(Requests.registration(Requests.owner("john")), stale))
                        .error())
                .as("rather than 409")
                .isEqualTo(GatewayError.PRECONDITION_FAILED);
        assertThat(real.load().revision()).isEqualTo(1);
        Terms fresh = new Terms("master", IfMatch.of(List.of("\"1\"")), false);
        assertThat(writes(node).get("/Owners/eve").on(fresh).revision()).isEqualTo(2);
    }

    /** The condition is on what is committed, not on what this node has heard of. */
    @Test
    void change_anotherNodeWasFaster_isRefusedAndTheRevisionOfTheOtherIsTaken() throws Exception {
        try (Node other = new Node(() -> store, Node.RARELY).started()) {
            other.register(Requests.owner("mia"));
            Terms stale = new Terms("master", IfMatch.of(List.of("\"1\"")), false);
            GatewayException refused =
                    Problems.of(() -> writes(node).get("/Owners/eve").on(stale));
            assertThat(refused.headers()).containsEntry("ETag", "\"2\"");
            other.register(Requests.owner("ann"));
            // This node has not seen revision 3 yet.
            Terms ahead = new Terms("master", IfMatch.of(List.of("\"3\"")), false);
            assertThat(writes(node).get("/Owners/eve").on(ahead).revision()).isEqualTo(4);
        }
    }
}
