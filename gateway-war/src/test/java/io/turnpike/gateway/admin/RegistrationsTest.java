package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.persistence.StoreOpener;
import io.turnpike.gateway.routing.ServiceOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registrations over a real embedded store. */
class RegistrationsTest {

    private static final Duration RARELY = Duration.ofMinutes(10);
    private static final String ASSETS = Requests.service("AssetManagement", Requests.ASSETS_IDL);
    private static final String SUSPENDED = Requests.service("AssetManagement", " ");

    @TempDir
    Path directory;

    private ConfigurationStore real;
    private SharedStore store;
    private Node node;

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        store = new SharedStore(real);
        node = new Node(() -> store, RARELY).started();
    }

    @AfterEach
    void close() {
        node.close();
        real.close();
    }

    @Test
    void register_referenceBody_isCommittedPublishedAndTheKeyWorks() throws Exception {
        String key = node.register("[" + Requests.owner("john", ASSETS) + "]");
        RegistrationState state = node.registrations.state();
        assertThat(state.ownerOfKey(ApiKeys.hash(key)).orElseThrow().ownerId()).isEqualTo("john");
        assertThat(state.service("AssetManagement").orElseThrow().schema()).isPresent();
        assertThat(node.published).containsExactly(0L, 1L);
        assertThat(real.load().owners())
                .singleElement()
                .satisfies(owner -> assertThat(owner.apiKeyHash()).isEqualTo(ApiKeys.hash(key)));
    }

    @Test
    void register_severalOwners_eachGetsAKey() throws Exception {
        List<String> keys = node.registrations
                .register(
                        Requests.registration("[" + Requests.owner("a") + "," + Requests.owner("b") + "]"),
                        Terms.by("open"))
                .keys();
        assertThat(keys).hasSize(2).doesNotHaveDuplicates();
        assertThat(node.registrations
                        .state()
                        .ownerOfKey(ApiKeys.hash(keys.get(1)))
                        .orElseThrow()
                        .ownerId())
                .isEqualTo("b");
        assertThat(node.registrations.revision()).isEqualTo(1);
    }

    @Test
    void register_oneOfTwoIsWrong_registersNone() throws Exception {
        GatewayException problem = Problems.of(() -> node.register(
                "[" + Requests.owner("a", ASSETS) + "," + Requests.owner("b", Requests.service("B", "strukt")) + "]"));
        assertThat(problem.error()).isEqualTo(GatewayError.INVALID_REGISTRATION);
        assertThat(node.registrations.state().owners()).isEmpty();
        assertThat(real.load().revision()).isZero();
    }

    @Test
    void register_knownOwnerId_is409() throws Exception {
        node.register(Requests.owner("john", ASSETS));
        GatewayException problem = Problems.of(() -> node.register("[" + Requests.owner("john", ASSETS) + "]"));
        assertThat(problem.error()).isEqualTo(GatewayError.CONFLICT);
        assertThat(Problems.pointers(problem)).containsExactly("/0/OwnerId");
    }

    @Test
    void register_serviceOfAnotherOwner_is409() throws Exception {
        node.register(Requests.owner("john", ASSETS));
        GatewayException problem = Problems.of(() -> node.register(Requests.owner("eve", ASSETS)));
        assertThat(problem.error()).isEqualTo(GatewayError.CONFLICT);
        assertThat(Problems.pointers(problem)).containsExactly("/Services/0/ServiceName");
    }

    @Test
    void register_idlWithThreeMistakes_reportsThreeWithLineAndColumn() {
        String idl = "struct A {\\n 1: strin x\\n 1: i32 y\\n}\\nservice S {\\n Missing get(1: A a)\\n}\\n";
        GatewayException problem = Problems.of(() -> node.register(Requests.owner("a", Requests.service("S", idl))));
        assertThat(problem.error().status()).isEqualTo(422);
        assertThat(problem.faults()).hasSize(3).allSatisfy(fault -> {
            assertThat(fault.pointer()).isEqualTo("/Services/0/IdlContent");
            assertThat(fault.column()).isPositive();
        });
        assertThat(problem.faults()).extracting(fault -> fault.line()).containsExactlyInAnyOrder(2, 3, 6);
    }

    @Test
    void register_faultsOfReadingAndCompiling_areReportedTogetherAndOnce() {
        String paths = "{\"MethodPath\":\"p\"},{\"MethodPath\":\"q\",\"ExposedMethod\":\"nosuch\"}";
        GatewayException problem = Problems.of(() ->
                node.register(Requests.owner("a", Requests.service("AssetManagement", Requests.ASSETS_IDL, paths))));
        assertThat(problem.error().status()).isEqualTo(400);
        assertThat(Problems.pointers(problem))
                .containsExactly("/Services/0/Paths/0/ExposedMethod", "/Services/0/Paths/1/ExposedMethod");
    }

    @Test
    void register_unknownExposedMethod_is422() {
        String paths = "{\"MethodPath\":\"q\",\"ExposedMethod\":\"nosuch\"}";
        GatewayException problem = Problems.of(() ->
                node.register(Requests.owner("a", Requests.service("AssetManagement", Requests.ASSETS_IDL, paths))));
        assertThat(problem.error()).isEqualTo(GatewayError.INVALID_REGISTRATION);
        assertThat(Problems.pointers(problem)).containsExactly("/Services/0/Paths/0/ExposedMethod");
    }

    @Test
    void register_registryProxy_isAnsweredAndServesNothing() throws Exception {
        node.register(Requests.owner("a", Requests.service("RegistryProxy", "whatever")));
        node.register(Requests.owner("b", Requests.service("RegistryProxy", "whatever")));
        assertThat(node.registrations.state().services()).isEmpty();
        assertThat(node.registrations.state().owner("b")).isPresent();
    }

    @Test
    void register_snapshotCannotBeBuilt_commitsNothing() throws Exception {
        node.cannotBuild = true;
        assertThatThrownBy(() -> node.register(Requests.owner("a", ASSETS))).isInstanceOf(IllegalStateException.class);
        assertThat(real.load().revision()).isZero();
        node.cannotBuild = false;
        node.register(Requests.owner("a", ASSETS));
        assertThat(real.load().revision()).isEqualTo(1);
    }

    @Test
    void update_blankIdl_suspendsAndKeepsTheKey() throws Exception {
        String key = node.register(Requests.owner("john", ASSETS));
        node.update("john", "[" + Requests.owner("john", SUSPENDED) + "]");
        RegistrationState state = node.registrations.state();
        assertThat(state.service("AssetManagement").orElseThrow().definition().suspended())
                .isTrue();
        assertThat(state.ownerOfKey(ApiKeys.hash(key))).isPresent();
        node.update("john", Requests.owner("john", ASSETS));
        assertThat(node.registrations
                        .state()
                        .service("AssetManagement")
                        .orElseThrow()
                        .schema())
                .isPresent();
    }

    @Test
    void update_nothingNew_makesNoRevision() throws Exception {
        node.register(Requests.owner("john", ASSETS));
        node.update("john", Requests.owner("john", ASSETS));
        assertThat(node.registrations.revision()).isEqualTo(1);
    }

    @Test
    void update_otherService_keepsTheUntouchedOneCompiled() throws Exception {
        node.register(Requests.owner("john", ASSETS));
        var before = node.registrations.state().service("AssetManagement").orElseThrow();
        node.update("john", Requests.owner("john", ASSETS, Requests.service("Other", " ")));
        assertThat(node.registrations.state().service("AssetManagement")).containsSame(before);
    }

    @Test
    void update_optionOfOneService_compilesOnlyThatOneAnew() throws Exception {
        String other = Requests.service("Other", Requests.ASSETS_IDL);
        node.register(Requests.owner("john", ASSETS, other));
        var before = node.registrations.state().service("AssetManagement").orElseThrow();
        var otherBefore = node.registrations.state().service("Other").orElseThrow();

        String options = "\"Options\":{\"Int64AsText\":true},\"ServiceId\"";
        node.update("john", Requests.owner("john", ASSETS, other.replace("\"ServiceId\"", options)));

        assertThat(node.registrations.state().service("AssetManagement")).containsSame(before);
        assertThat(node.registrations.state().service("Other").orElseThrow()).isNotSameAs(otherBefore);
        assertThat(node.registrations.state().registered("Other").orElseThrow().options())
                .isEqualTo(new ServiceOptions(false, true, false, false));
    }

    @Test
    void update_anotherOwnerId_is422() throws Exception {
        node.register(Requests.owner("john", ASSETS));
        GatewayException problem = Problems.of(() -> node.update("john", Requests.owner("eve", ASSETS)));
        assertThat(problem.error()).isEqualTo(GatewayError.INVALID_REGISTRATION);
        assertThat(Problems.pointers(problem)).containsExactly("/OwnerId");
    }

    @Test
    void update_severalOwnersUnknownOwnerOrTakenService_isRefused() throws Exception {
        node.register(Requests.owner("john", ASSETS));
        node.register(Requests.owner("eve"));
        assertThat(Problems.of(() ->
                                node.update("john", "[" + Requests.owner("john") + "," + Requests.owner("eve") + "]"))
                        .error()
                        .status())
                .isEqualTo(400);
        assertThat(Problems.of(() -> node.update("nobody", Requests.owner("nobody")))
                        .error())
                .isEqualTo(GatewayError.OWNER_NOT_FOUND);
        assertThat(Problems.of(() -> node.update("eve", Requests.owner("eve", ASSETS)))
                        .error())
                .isEqualTo(GatewayError.CONFLICT);
    }

    @Test
    void change_anotherNodeWasFaster_isRedoneOnItsState() throws Exception {
        try (Node other = new Node(() -> store, RARELY).started()) {
            node.register(Requests.owner("john", ASSETS));
            other.register(Requests.owner("eve"));
            assertThat(other.registrations.revision()).isEqualTo(2);
            assertThat(other.registrations.state().owner("john")).isPresent();
            assertThat(other.published).containsExactly(0L, -1L, 1L, 2L);
            assertThat(Problems.of(() -> node.register(Requests.owner("eve"))).error())
                    .isEqualTo(GatewayError.CONFLICT);
            assertThat(node.registrations.revision()).isEqualTo(2);
        }
    }

    @Test
    void change_onAnotherNode_isTakenOverByPolling() throws Exception {
        try (Node other = new Node(() -> store, Duration.ofMillis(10)).started()) {
            node.register(Requests.owner("john", ASSETS));
            Node.await(() -> other.registrations.revision() == 1);
            assertThat(other.registrations.state().service("AssetManagement")).isPresent();
        }
    }

    @Test
    void change_onAnotherNodeThatCannotBeBuilt_isOneErrorAndThenQuietUntilItCan() throws Exception {
        try (LogLines log = new LogLines(CommittedRegistrations.class);
                Node other = new Node(() -> store, Duration.ofMillis(10)).started()) {
            other.cannotBuild = true;
            node.register(Requests.owner("john", ASSETS));
            int failures = other.failures.get();
            Node.await(() -> other.failures.get() >= failures + 5);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("SEVERE")
                    .contains("after revision 0", "WITH STACK TRACE");
            assertThat(other.registrations.storeStatus().reachable()).isFalse();
            assertThat(Problems.of(() -> other.register(Requests.owner("eve"))).error())
                    .isEqualTo(GatewayError.STORE_UNAVAILABLE);
            other.cannotBuild = false;
            Node.await(() -> other.registrations.revision() == 1);
            Node.await(() -> other.registrations.storeStatus().reachable());
            other.register(Requests.owner("eve"));
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void change_onAnotherNodeThatCannotBeRead_isOneErrorWithoutStackTrace() throws Exception {
        try (LogLines log = new LogLines(CommittedRegistrations.class);
                Node other = new Node(() -> store, Duration.ofMillis(10)).started()) {
            store.unreadable("The stored revision 7 cannot be read: no text\nforged");
            int asked = store.asked();
            Node.await(() -> store.asked() >= asked + 10);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("SEVERE")
                    .endsWith("The stored revision 7 cannot be read: no text forged");
            store.unreadable("The stored revision 7 cannot be read: another reason");
            Node.await(() -> log.lines().size() == 2);
            store.unreadable("");
            Node.await(() -> other.registrations.storeStatus().reachable());
        }
    }

    @Test
    void anyChange_isOneLineWithItsRevisionAndNeverTheKey() throws Exception {
        try (LogLines log = new LogLines(AdminLog.class)) {
            String key = node.register(Requests.owner("john", ASSETS));
            node.update("john", Requests.owner("john", SUSPENDED, Requests.service("Other", " ")));
            node.update("john", Requests.owner("john", ASSETS).replace("Name\",", "Name 2\","));
            node.update("john", Requests.owner("john", ASSETS).replace("Name\",", "Name 2\","));
            assertThat(log.lines())
                    .containsExactly(
                            "INFO POST /register by open: owner john registered, services: AssetManagement, revision 1",
                            "INFO PUT /update by master: owner john updated, AssetManagement suspended,"
                                    + " Other added, suspended, revision 2",
                            "INFO PUT /update by master: owner john updated, OwnerName changed,"
                                    + " AssetManagement resumed, Other removed, revision 3",
                            "INFO PUT /update by master: owner john updated, nothing new, no new revision")
                    .noneMatch(line -> line.contains(key));
        }
    }

    @Test
    void change_storeAway_is503WithoutInternalsAndGoesOnWhenItIsBack() throws Exception {
        node.register(Requests.owner("john", ASSETS));
        store.away(true);
        GatewayException problem = Problems.of(() -> node.register(Requests.owner("eve")));
        assertThat(problem.error()).isEqualTo(GatewayError.STORE_UNAVAILABLE);
        assertThat(problem.headers()).containsKey("Retry-After");
        assertThat(problem.detail()).doesNotContain("secret-host");
        assertThat(node.registrations.storeStatus())
                .satisfies(status -> assertThat(status.reachable()).isFalse())
                .satisfies(status -> assertThat(status.toString()).doesNotContain("secret-host"));
        assertThat(node.registrations.ready()).isTrue();
        assertThat(node.registrations.state().service("AssetManagement")).isPresent();
        store.away(false);
        Node.await(() -> node.registrations.storeStatus().reachable());
        node.register(Requests.owner("eve"));
    }

    @Test
    void change_answerOfTheStoreLost_is503AndTheCommittedStateIsFound() throws Exception {
        store.losesAnswers(true);
        GatewayException problem = Problems.of(() -> node.register(Requests.owner("john", ASSETS)));
        assertThat(problem.error()).isEqualTo(GatewayError.STORE_UNAVAILABLE);
        store.losesAnswers(false);
        Node.await(() -> node.registrations.revision() == 1);
        assertThat(node.registrations.state().owner("john")).isPresent();
    }

    @Test
    void anyLookup_beforeLoading_isNotReadyInsteadOfUnknown() {
        store.away(true);
        try (Node starting = new Node(() -> store, RARELY)) {
            starting.registrations.start();
            assertThat(Problems.of(starting.registrations::loadedState).error()).isEqualTo(GatewayError.NOT_READY);
            assertThat(Problems.of(() -> starting.register(Requests.owner("a"))).error())
                    .isEqualTo(GatewayError.NOT_READY);
            store.away(false);
            Node.await(starting.registrations::ready);
        }
    }

    /** Whoever loads holds the lock of changes; a write that came meanwhile must not wait for it. */
    @Test
    void change_whileTheStoreLoads_isNotReadyAtOnce() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch opened = new CountDownLatch(1);
        StoreOpener slow = () -> {
            opening.countDown();
            try {
                opened.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return store;
        };
        try (Node starting = new Node(slow, RARELY)) {
            starting.registrations.start();
            opening.await();
            assertThat(Problems.of(() -> starting.register(Requests.owner("a"))).error())
                    .isEqualTo(GatewayError.NOT_READY);
            opened.countDown();
            Node.await(starting.registrations::ready);
            starting.register(Requests.owner("a"));
        } finally {
            opened.countDown();
        }
    }

    /** What a class is whose initialization has failed, for whatever reason. */
    private static final class Unusable {
        private static final int NUMBER = Integer.parseInt("no number");
    }

    @Test
    void load_needsAClassThatCanNeverBeUsed_isLost() throws Exception {
        assertThat(node.registrations.lost()).isEmpty();
        StoreOpener opener = () -> {
            throw new AssertionError(Unusable.NUMBER);
        };
        try (LogLines log = new LogLines(CommittedRegistrations.class);
                Node starting = new Node(opener, RARELY)) {
            starting.registrations.start();
            Node.await(() -> !starting.registrations.lost().isEmpty());
            assertThat(starting.registrations.lost()).contains("Unusable");
            assertThat(log.lines()).isNotEmpty();
        }
    }

    @Test
    void hashKey_ownerWithoutPlainKey_changesNothing() throws Exception {
        node.register(Requests.owner("john"));
        node.registrations.hashKey("john");
        assertThat(node.registrations.revision()).isEqualTo(1);
    }
}
