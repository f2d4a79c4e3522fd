package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.ConfigurationChanges.Applied;
import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.persistence.Revision;
import io.turnpike.gateway.routing.ServiceCompiler;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackTest {

    private static final String ASSETS = Requests.service("AssetManagement", Requests.ASSETS_IDL);
    private static final String USERS = Requests.service("Users", Requests.ASSETS_IDL);
    private static final Terms MASTER = Terms.by("master");
    private static final Terms TRIED = new Terms("master", IfMatch.NONE, true);

    @TempDir
    Path directory;

    private ConfigurationStore real;
    private SharedStore store;
    private Node node;
    private InMemoryServiceRegistry registry;
    private Deletions deletions;
    private KeyChanges keys;
    private Revisions revisions;
    private ConfigurationChanges changes;
    private String johnsKey;

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        store = new SharedStore(real);
        registry = new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
        begin();
        johnsKey = node.register(Requests.owner("john", ASSETS));
    }

    private void begin() {
        node = new Node(() -> store, Node.RARELY).started();
        Dismissal dismissal = new Dismissal(registry, registry);
        deletions = new Deletions(node.registrations, dismissal);
        keys = new KeyChanges(node.registrations, new TestClock(Instant.EPOCH), new SecureRandom());
        revisions = new Revisions(node.registrations);
        changes = new ConfigurationChanges(
                node.registrations,
                revisions,
                new RegistrationCompiler(new ServiceCompiler()),
                dismissal,
                Requests.PLUGINS,
                new SecureRandom());
    }

    @AfterEach
    void close() {
        registry.close();
        node.close();
        real.close();
    }

    private Applied rollback(long number) throws Exception {
        return changes.rollback(number, Optional.empty(), MASTER);
    }

    private boolean good(String key) {
        return node.registrations.state().ownerOfKey(ApiKeys.hash(key)).isPresent();
    }

    private Optional<Owner> owner(String id) {
        return node.registrations.state().owner(id);
    }

    @Test
    void rollback_afterAnUpdate_bringsBackNameAndServicesAndLeavesTheKeys() throws Exception {
        String second = keys.rotate("john", Duration.ZERO, MASTER).key();
        node.update("john", Requests.owner("john", USERS).replace("\"Name\"", "\"Another\""));

        Applied applied = rollback(1);

        assertThat(applied.keys()).isEmpty();
        assertThat(applied.outcome().revision()).isEqualTo(4);
        assertThat(owner("john").orElseThrow().ownerName()).isEqualTo("Name");
        assertThat(node.registrations.state().service("AssetManagement")).isPresent();
        assertThat(node.registrations.state().service("Users")).isEmpty();
        assertThat(good(second)).isTrue();
        assertThat(good(johnsKey)).as("replaced after the revision").isFalse();
        assertThat(revisions.between(1, 4)).extracting(Difference::pointer).containsExactly("/Owners/john/Key");
        assertThat(revisions.list(Long.MAX_VALUE, 1).revisions().get(0).summary())
                .isEqualTo("back to revision 1: owner john: OwnerName changed, AssetManagement added, Users removed");
    }

    @Test
    void rollback_keysRevokedSince_stayRevoked() throws Exception {
        node.update("john", Requests.owner("john", USERS));
        keys.revoke("john", MASTER);
        assertThat(rollback(1).keys()).isEmpty();
        assertThat(owner("john").orElseThrow().apiKeyHash()).isEmpty();
        assertThat(good(johnsKey)).isFalse();
        assertThat(node.registrations.state().service("AssetManagement")).isPresent();
    }

    @Test
    void rollback_ownerDeletedSince_comesBackWithANewKey() throws Exception {
        deletions.deleteOwner("john", MASTER);
        Applied applied = rollback(1);
        assertThat(applied.keys()).containsOnlyKeys("john");
        assertThat(good(applied.keys().get("john"))).isTrue();
        assertThat(good(johnsKey)).as("what was deleted is not resurrected").isFalse();
        assertThat(node.registrations.state().service("AssetManagement")).isPresent();
        node.close();
        begin();
        assertThat(good(applied.keys().get("john"))).isTrue();
        assertThat(good(johnsKey)).isFalse();
    }

    @Test
    void rollback_ownerRegisteredSince_isGoneWithItsServersAndItsKey() throws Exception {
        String evesKey = node.register(Requests.owner("eve", USERS));
        registry.register(new ServiceInstance("id", "Users", "eve", "127.0.0.1", 9000, 1, Instant.EPOCH));
        rollback(1);
        assertThat(owner("eve")).isEmpty();
        assertThat(good(evesKey)).isFalse();
        assertThat(registry.list("Users")).isEmpty();
        Applied forth = rollback(2);
        assertThat(forth.keys()).containsOnlyKeys("eve");
        assertThat(good(evesKey)).isFalse();
    }

    @Test
    void rollback_ofOneOwner_leavesTheOthers() throws Exception {
        String evesKey = node.register(Requests.owner("eve"));
        node.update("john", Requests.owner("john", USERS));
        changes.rollback(1, Optional.of("john"), MASTER);
        assertThat(node.registrations.state().service("AssetManagement")).isPresent();
        assertThat(good(evesKey)).isTrue();
        changes.rollback(1, Optional.of("eve"), MASTER);
        assertThat(owner("eve")).isEmpty();
        assertThat(owner("john")).isPresent();
        assertThat(Problems.of(() -> changes.rollback(1, Optional.of("nobody"), MASTER))
                        .error())
                .isEqualTo(GatewayError.OWNER_NOT_FOUND);
    }

    /** Who took the id of a deleted owner must not get its services, nor lose its own. */
    @Test
    void rollback_idWithAnotherOwnerNow_isRefused() throws Exception {
        deletions.deleteOwner("john", MASTER);
        String another = node.register(Requests.owner("john"));
        GatewayException refused = Problems.of(() -> rollback(1));
        assertThat(refused.error()).isEqualTo(GatewayError.INVALID_REGISTRATION);
        assertThat(Problems.pointers(refused)).containsExactly("/Owners/john/OwnerId");
        assertThat(refused.detail()).contains("Revision 1 cannot be gone back to", "may be another owner now");
        assertThat(good(another)).isTrue();
        assertThat(node.registrations.revision()).isEqualTo(3);
        deletions.deleteOwner("john", MASTER);
        assertThat(rollback(1).keys()).containsOnlyKeys("john");
        assertThat(good(another)).isFalse();
    }

    /** Who comes back by the operator's hand is the same owner. */
    @Test
    void rollback_ownerThatCameBackByRollback_goesFurtherBack() throws Exception {
        node.update("john", Requests.owner("john", USERS));
        deletions.deleteOwner("john", MASTER);
        rollback(2);
        assertThat(rollback(1).keys()).isEmpty();
        assertThat(node.registrations.state().service("AssetManagement")).isPresent();
    }

    @Test
    void rollback_ownerThatCameBackByApply_goesFurtherBack() throws Exception {
        deletions.deleteOwner("john", MASTER);
        changes.apply(Requests.json("{\"Owners\":[" + Requests.owner("john", USERS) + "]}"), MASTER);
        assertThat(rollback(1).keys()).isEmpty();
        assertThat(node.registrations.state().service("AssetManagement")).isPresent();
    }

    /** A rollback in between does not make of the second holder of an id the first one. */
    @Test
    void rollback_idOfTwoOwnersThatCameBackByRollback_isRefused() throws Exception {
        deletions.deleteOwner("john", MASTER);
        node.register(Requests.owner("john", USERS));
        deletions.deleteOwner("john", MASTER);
        String another = rollback(3).keys().get("john");
        GatewayException refused = Problems.of(() -> rollback(1));
        assertThat(Problems.pointers(refused)).containsExactly("/Owners/john/OwnerId");
        assertThat(good(another)).isTrue();
        assertThat(node.registrations.state().service("AssetManagement")).isEmpty();
    }

    /** As a database can hold it that was taken over, or that was written before a rule was made. */
    @Test
    void rollback_whatCouldNotBeRegisteredToday_isRefusedWithEveryReason() throws Exception {
        Owner john = owner("john").orElseThrow();
        var good = john.services().get(0);
        var entry = Requests.registration(Requests.owner(
                        "x",
                        Requests.service("admin", " "),
                        Requests.service("Broken", "service {"),
                        Requests.service("Fine", Requests.ASSETS_IDL)))
                .owners()
                .get(0);
        Owner odd = john.withServices(entry.registeredServices());
        store.commit(new Revision(2, "import", Instant.EPOCH, "import", "", List.of(odd), List.of()));
        store.commit(new Revision(
                3, "test", Instant.EPOCH, "update", "", List.of(john.withServices(List.of(good))), List.of()));
        GatewayException refused = Problems.of(() -> rollback(2));
        assertThat(refused.error()).isEqualTo(GatewayError.INVALID_REGISTRATION);
        assertThat(Problems.pointers(refused))
                .containsExactlyInAnyOrder(
                        "/Owners/john/Services/admin/ServiceName", "/Owners/john/Services/Broken/IdlContent");
        assertThat(refused.detail()).contains("2 faults");
        assertThat(node.registrations.revision()).isEqualTo(3);
        assertThat(node.registrations.state().service("AssetManagement")).isPresent();
    }

    @Test
    void rollback_serviceThatAnotherOwnerHasNow_movesOrIsRefused() throws Exception {
        node.update("john", Requests.owner("john"));
        node.register(Requests.owner("eve", ASSETS));
        GatewayException refused = Problems.of(() -> changes.rollback(1, Optional.of("john"), MASTER));
        assertThat(refused.error()).isEqualTo(GatewayError.INVALID_REGISTRATION);
        assertThat(Problems.pointers(refused)).containsExactly("/Owners/john/Services/AssetManagement/ServiceName");
        rollback(1);
        assertThat(node.registrations
                        .state()
                        .service("AssetManagement")
                        .orElseThrow()
                        .definition()
                        .ownerId())
                .isEqualTo("john");
    }

    @Test
    void rollback_toWhatIsInForce_makesNoRevision() throws Exception {
        keys.rotate("john", Duration.ZERO, MASTER);
        Applied applied = rollback(1);
        assertThat(applied.outcome().revision()).isZero();
        assertThat(applied.outcome().current()).isEqualTo(2);
        assertThat(applied.outcome().differences()).isEmpty();
        assertThat(node.registrations.revision()).isEqualTo(2);
    }

    @Test
    void rollback_noSuchRevision_is404() {
        for (long number : new long[] {2, Long.MAX_VALUE}) {
            GatewayException refused = Problems.of(() -> rollback(number));
            assertThat(refused.error()).isEqualTo(GatewayError.REVISION_NOT_FOUND);
            assertThat(refused.detail()).contains("expected: 1 to 1");
        }
    }

    @Test
    void rollback_onlyTried_tellsWhatWouldChangeAndChangesNothing() throws Exception {
        deletions.deleteOwner("john", MASTER);
        try (LogLines log = new LogLines(AdminLog.class)) {
            Applied applied = changes.rollback(1, Optional.empty(), TRIED);
            assertThat(applied.keys()).isEmpty();
            assertThat(applied.outcome().revision()).isZero();
            assertThat(applied.outcome().differences())
                    .extracting(Difference::pointer)
                    .containsExactly("/Owners/john");
            assertThat(log.lines()).isEmpty();
        }
        assertThat(owner("john")).isEmpty();
        assertThat(real.load().revision()).isEqualTo(2);
    }

    @Test
    void rollback_onAnotherRevisionThanExpected_is412() throws Exception {
        node.update("john", Requests.owner("john", USERS));
        Terms stale = new Terms("master", IfMatch.of(List.of("\"1\"")), false);
        assertThat(Problems.of(() -> changes.rollback(1, Optional.empty(), stale))
                        .error())
                .isEqualTo(GatewayError.PRECONDITION_FAILED);
        changes.rollback(1, Optional.empty(), new Terms("master", IfMatch.of(List.of("\"2\"")), false));
        assertThat(node.registrations.revision()).isEqualTo(3);
    }

    @Test
    void rollback_anyOf_isOneLineWithoutKey() throws Exception {
        deletions.deleteOwner("john", MASTER);
        try (LogLines log = new LogLines(AdminLog.class)) {
            String key = rollback(1).keys().get("john");
            assertThat(log.lines())
                    .containsExactly("INFO POST /admin/revisions/1/rollback by master: back to revision 1: owner john"
                            + " registered, services: AssetManagement, revision 3");
            assertThat(log.lines().toString()).doesNotContain(key);
        }
    }
}
