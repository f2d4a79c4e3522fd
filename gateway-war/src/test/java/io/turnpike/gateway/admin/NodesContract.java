package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.persistence.TestDatabase;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several gateway nodes over one database, each with connections of its own. */
abstract class NodesContract {

    private static final String DB = "api_gateway_db";
    private static final String COLLECTION = "admin_services";
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    /** The default of {@code dbPollMillis}. */
    private static final Duration POLL = Duration.ofMillis(500);

    private static final String ASSETS = Requests.service("AssetManagement", Requests.ASSETS_IDL);

    @TempDir
    Path directory;

    private final List<Node> nodes = new ArrayList<>();
    private TestDatabase database;

    /** A database that is not started yet. */
    abstract TestDatabase database(Path home);

    @BeforeEach
    void start() {
        database = database(directory);
        database.start();
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::close);
        if (database != null) {
            database.close();
        }
    }

    private Node node() {
        Node node = new Node(() -> MongoStores.external(database.url(), DB, COLLECTION, TestDatabase.SECRETS), POLL);
        nodes.add(node);
        return node;
    }

    @Test
    void change_onOneNode_isLiveOnTheOtherWithinTwoSeconds() throws Exception {
        Node one = node().started();
        Node other = node().started();
        String key = one.register(Requests.owner("john", ASSETS));
        long answered = System.nanoTime();
        Node.await(() -> other.registrations.state().service("AssetManagement").isPresent());
        assertThat(Duration.ofNanos(System.nanoTime() - answered)).isLessThan(TWO_SECONDS);
        assertThat(other.registrations.state().ownerOfKey(ApiKeys.hash(key))).isPresent();
    }

    @Test
    void change_onTheOtherNodeRightAfter_isMadeOnWhatTheFirstHasCommitted() throws Exception {
        Node one = node().started();
        Node other = node().started();
        one.register(Requests.owner("john", ASSETS));
        // No poll of the other node can be counted on: it looks by itself before it refuses.
        other.update("john", Requests.owner("john", Requests.service("AssetManagement", " ")));
        one.update("john", Requests.owner("john", Requests.service("AssetManagement", " ")));
        assertThat(one.registrations.revision()).isEqualTo(2);
        one.update("john", Requests.owner("john", ASSETS));
        // What would change nothing on a state that is out of date is a change nevertheless.
        other.update("john", Requests.owner("john", Requests.service("AssetManagement", " ")));
        assertThat(other.registrations.revision()).isEqualTo(4);
    }

    @Test
    void nodes_eachOnItsRevision_areShownByAll() throws Exception {
        Node one = node().started();
        Node other = node().started();
        one.register(Requests.owner("john", ASSETS));
        Nodes shown = new Nodes(one.registrations, Clock.systemUTC(), POLL);
        Node.await(() -> revisionsOf(shown).equals(Map.of(one.id, 1L, other.id, 1L)));
        other.close();
        Node.await(() -> revisionsOf(shown).equals(Map.of(one.id, 1L)));
    }

    private static Map<String, Long> revisionsOf(Nodes shown) {
        try {
            return shown.all().stream()
                    .collect(Collectors.toMap(
                            seen -> seen.node().id(), seen -> seen.node().revision()));
        } catch (GatewayException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void rollback_onOneNode_isLiveOnTheOtherAndReadableThere() throws Exception {
        Node one = node().started();
        Node other = node().started();
        one.register(Requests.owner("john", ASSETS));
        one.update("john", Requests.owner("john", Requests.service("AssetManagement", " ")));
        Node.await(() -> other.registrations.revision() == 2);
        Revisions revisions = new Revisions(other.registrations);
        try (InMemoryServiceRegistry registry =
                new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)))) {
            new ConfigurationChanges(
                            other.registrations,
                            revisions,
                            other.registrations.compiler(),
                            new Dismissal(registry, registry),
                            Requests.PLUGINS,
                            new SecureRandom())
                    .rollback(1, Optional.empty(), Terms.by("master"));
        }
        Node.await(() -> one.registrations
                .state()
                .service("AssetManagement")
                .orElseThrow()
                .schema()
                .isPresent());
        assertThat(new Revisions(one.registrations).between(1, 3)).isEmpty();
        assertThat(revisions.between(2, 3)).isNotEmpty();
    }

    @Test
    void register_onBothNodesAtOnce_losesNothing() throws Exception {
        Node one = node().started();
        Node other = node().started();
        int perThread = 8;
        int all = 4 * perThread;
        ExecutorService callers = Executors.newFixedThreadPool(4);
        List<Future<?>> work = new ArrayList<>();
        for (int caller = 0; caller < 4; caller++) {
            Node mine = caller % 2 == 0 ? one : other;
            String name = "owner" + caller + '-';
            Callable<String> registering = () -> {
                for (int i = 0; i < perThread; i++) {
                    mine.register(Requests.owner(name + i));
                }
                return name;
            };
            work.add(callers.submit(registering));
        }
        for (Future<?> done : work) {
            done.get();
        }
        callers.shutdown();
        Node.await(() -> one.registrations.revision() == all && other.registrations.revision() == all);
        Node fresh = node().started();
        for (Node each : List.of(one, other, fresh)) {
            assertThat(each.registrations.state().owners())
                    .extracting(Owner::ownerId)
                    .hasSize(all)
                    .containsExactlyInAnyOrderElementsOf(one.registrations.state().owners().stream()
                            .map(Owner::ownerId)
                            .toList());
        }
        database.inDatabase(
                DB,
                db -> assertThat(db.getCollection(COLLECTION + "_revisions").countDocuments())
                        .isEqualTo(all));
    }

    @Test
    void register_ofOneOwnerOnBothNodesAtOnce_succeedsOnOneOnly() throws Exception {
        Node one = node().started();
        Node other = node().started();
        ExecutorService callers = Executors.newFixedThreadPool(2);
        List<Future<String>> answers = new ArrayList<>();
        for (Node node : List.of(one, other)) {
            answers.add(callers.submit(() -> {
                try {
                    return node.register(Requests.owner("john", ASSETS));
                } catch (GatewayException e) {
                    return e.error().name();
                }
            }));
        }
        List<String> outcome = List.of(answers.get(0).get(), answers.get(1).get());
        callers.shutdown();
        assertThat(outcome).containsOnlyOnce(GatewayError.CONFLICT.name());
    }

    @Test
    void database_killedAndBack_stopsOnlyChanges() throws Exception {
        Node one = node().started();
        Node other = node().started();
        one.register(Requests.owner("john", ASSETS));
        Node.await(() -> other.registrations.revision() == 1);
        database.kill();
        assertRefusesChanges(one);
        Node.await(() -> !other.registrations.storeStatus().reachable());
        for (Node node : List.of(one, other)) {
            assertThat(node.registrations.ready()).isTrue();
            assertThat(node.registrations.state().service("AssetManagement")).isPresent();
            assertThat(node.registrations.storeStatus().reachable()).isFalse();
        }
        // What would change nothing cannot be known to change nothing.
        GatewayException same = Problems.of(() -> one.update("john", Requests.owner("john", ASSETS)));
        assertThat(same.error()).isEqualTo(GatewayError.STORE_UNAVAILABLE);

        Node late = node();
        late.registrations.start();
        Node.await(() -> !late.registrations.storeStatus().detail().isEmpty());
        assertThat(late.registrations.ready()).isFalse();
        assertThat(Problems.of(late.registrations::loadedState).error()).isEqualTo(GatewayError.NOT_READY);

        database.start();
        Node.await(() ->
                nodes.stream().allMatch(node -> node.registrations.storeStatus().reachable()));
        assertThat(late.registrations.ready()).isTrue();
        assertThat(late.registrations.state().service("AssetManagement")).isPresent();
        late.register(Requests.owner("eve"));
        Node.await(() -> nodes.stream()
                .allMatch(node -> node.registrations.state().owner("eve").isPresent()));
    }

    private static void assertRefusesChanges(Node node) {
        for (Callable<?> change : List.<Callable<?>>of(() -> node.register(Requests.owner("eve")), () -> {
            node.update("john", Requests.owner("john"));
            return node;
        })) {
            GatewayException refused = Problems.of(change::call);
            assertThat(refused.error()).isEqualTo(GatewayError.STORE_UNAVAILABLE);
            assertThat(refused.error().status()).isEqualTo(503);
            assertThat(refused.headers()).containsKey("Retry-After");
        }
    }

    /** One document as the reference has it, one as we have it; neither holds a key once it has been used. */
    @Test
    void keys_ofRegisteredAndOfTakenOverOwners_areNowhereInTheDatabase() throws Exception {
        database.inDatabase(
                DB,
                db -> db.getCollection(COLLECTION)
                        .insertOne(new Document("apikey", "old-plain-key").append("ownerid", "old")));
        Node node = node().started();
        String key = node.register(Requests.owner("john", ASSETS));
        node.update("john", Requests.owner("john"));
        assertThat(database.contents(DB)).anyMatch(json -> json.contains("old-plain-key"));

        Access access = new Access(
                MasterKey.of(Settings.masterKey(directory, "the-master-key", true, false), new SecureRandom()),
                node.registrations);
        RequestOrigin here = new RequestOrigin(true);
        assertThat(access.caller("old-plain-key", here).mayActFor("old")).isTrue();
        assertThat(access.caller(key, here).mayActFor("john")).isTrue();
        assertThat(access.caller("the-master-key", here).isMaster()).isTrue();

        // The view of owners follows commits on a thread of its own.
        Node.await(() -> database.contents(DB).stream().noneMatch(json -> json.contains("old-plain-key")));
        List<String> contents = database.contents(DB);
        assertThat(contents)
                .anyMatch(json -> json.startsWith(COLLECTION + ": "))
                .anyMatch(json -> json.startsWith(COLLECTION + "_revisions: "))
                .anyMatch(json -> json.startsWith(COLLECTION + "_view: "))
                .anyMatch(json -> json.contains(ApiKeys.hash(key)))
                .anyMatch(json -> json.contains(ApiKeys.hash("old-plain-key")))
                .noneMatch(json -> json.contains(key))
                .noneMatch(json -> json.contains("old-plain-key"))
                .noneMatch(json -> json.contains("the-master-key"))
                .noneMatch(json -> json.contains(ApiKeys.hash("the-master-key")));
        assertThat(node().started().registrations.state().ownerOfKey(ApiKeys.hash("old-plain-key")))
                .isPresent();
    }
}
