package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.Heard;
import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.ServiceRegistrar;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletionsTest {

    private static final Duration RARELY = Duration.ofMinutes(10);
    private static final Caller JOHN = Caller.owner("john");
    private static final String ASSETS = Requests.service("AssetManagement", Requests.ASSETS_IDL);
    private static final String USERS = Requests.service("Users", Requests.ASSETS_IDL);

    @TempDir
    Path directory;

    private ConfigurationStore real;
    private SharedStore store;
    private Node node;
    private InMemoryServiceRegistry registry;
    private Servers servers;
    private Deletions deletions;
    private String key;

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        store = new SharedStore(real);
        node = new Node(() -> store, RARELY).started();
        registry = new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
        servers = new Servers(
                node.registrations,
                registry,
                new ServerIdCodec("a secret that is long enough".getBytes(StandardCharsets.UTF_8)),
                new Admission(false, List.of()),
                Clock.systemUTC(),
                false);
        deletions = new Deletions(node.registrations, new Dismissal(registry, registry));
        key = node.register(Requests.owner("john", ASSETS, USERS));
    }

    @AfterEach
    void close() {
        registry.close();
        node.close();
        real.close();
    }

    @Test
    void deleteService_ofTwo_takesItItsServersAndNothingElse() throws Exception {
        String assets = servers.connect(JOHN, "AssetManagement", "127.0.0.1", 9000);
        String users = servers.connect(JOHN, "Users", "127.0.0.1", 9001);

        deletions.deleteService("john", "AssetManagement", Terms.by("owner:john"));

        RegistrationState state = node.registrations.state();
        assertThat(state.service("AssetManagement")).isEmpty();
        assertThat(state.service("Users")).isPresent();
        assertThat(state.ownerOfKey(ApiKeys.hash(key))).isPresent();
        assertThat(registry.list("AssetManagement")).isEmpty();
        assertThat(registry.list("Users")).hasSize(1);
        assertThat(Problems.of(() -> servers.heartbeat(JOHN, assets)).error()).isEqualTo(GatewayError.SERVER_NOT_FOUND);
        servers.heartbeat(JOHN, users);
        assertThat(real.load().owners().get(0).services()).hasSize(1);
    }

    @Test
    void deleteService_andRegisteredAgain_oldServersHaveToConnectAnew() throws Exception {
        String before = servers.connect(JOHN, "AssetManagement", "127.0.0.1", 9000);
        deletions.deleteService("john", "AssetManagement", Terms.by("owner:john"));
        node.update("john", Requests.owner("john", ASSETS, USERS));
        assertThat(Problems.of(() -> servers.heartbeat(JOHN, before)).error()).isEqualTo(GatewayError.SERVER_NOT_FOUND);
        String after = servers.connect(JOHN, "AssetManagement", "127.0.0.1", 9000);
        servers.heartbeat(JOHN, after);
        assertThat(registry.list("AssetManagement")).hasSize(1);
    }

    @Test
    void deleteService_unknown_is404AndNamesTheNearest() throws Exception {
        node.register(Requests.owner("eve", Requests.service("Evil", Requests.ASSETS_IDL)));
        assertThat(Problems.of(() -> deletions.deleteService("john", "User", Terms.by("master")))
                        .detail())
                .endsWith("did you mean Users?");
        assertThat(Problems.of(() -> deletions.deleteService("john", "Evil", Terms.by("master")))
                        .error())
                .isEqualTo(GatewayError.SERVICE_NOT_FOUND);
        assertThat(Problems.of(() -> deletions.deleteService("nobody", "Evil", Terms.by("master")))
                        .error())
                .isEqualTo(GatewayError.OWNER_NOT_FOUND);
        assertThat(node.registrations.revision()).isEqualTo(2);
    }

    @Test
    void deleteOwner_withServers_takesKeyServicesAndServers() throws Exception {
        String id = servers.connect(JOHN, "AssetManagement", "127.0.0.1", 9000);
        deletions.deleteOwner("john", Terms.by("owner:john"));
        RegistrationState state = node.registrations.state();
        assertThat(state.owners()).isEmpty();
        assertThat(state.services()).isEmpty();
        assertThat(state.ownerOfKey(ApiKeys.hash(key))).isEmpty();
        assertThat(registry.list("AssetManagement")).isEmpty();
        assertThat(Problems.of(() -> servers.heartbeat(Caller.MASTER, id)).error())
                .isEqualTo(GatewayError.SERVER_NOT_FOUND);
        assertThat(real.load().owners()).isEmpty();
        assertThat(Problems.of(() -> deletions.deleteOwner("john", Terms.by("master")))
                        .error())
                .isEqualTo(GatewayError.OWNER_NOT_FOUND);
    }

    @Test
    void deleteOwner_nameIsFreeAgain_newOwnerHasNothingOfTheOldOne() throws Exception {
        String id = servers.connect(JOHN, "AssetManagement", "127.0.0.1", 9000);
        deletions.deleteOwner("john", Terms.by("master"));
        String other = node.register(Requests.owner("john", ASSETS));
        assertThat(other).isNotEqualTo(key);
        assertThat(node.registrations.state().ownerOfKey(ApiKeys.hash(key))).isEmpty();
        assertThat(registry.list("AssetManagement")).isEmpty();
        assertThat(Problems.of(() -> servers.heartbeat(JOHN, id)).error()).isEqualTo(GatewayError.SERVER_NOT_FOUND);
    }

    @Test
    void deleteOwner_elsewhere_isTakenOverAndSurvivesARestart() throws Exception {
        node.register(Requests.owner("eve"));
        try (Node other = new Node(() -> store, Duration.ofMillis(10)).started()) {
            deletions.deleteOwner("john", Terms.by("master"));
            Node.await(() -> other.registrations.state().owner("john").isEmpty());
            assertThat(other.registrations.state().service("Users")).isEmpty();
        }
        try (Node restarted = new Node(() -> store, RARELY).started()) {
            assertThat(restarted.registrations.state().owners())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.ownerId()).isEqualTo("eve"));
        }
    }

    @Test
    void deleteOwner_anotherNodeWasFaster_is404() throws Exception {
        try (Node other = new Node(() -> store, RARELY).started()) {
            new Deletions(other.registrations, new Dismissal(registry, registry))
                    .deleteOwner("john", Terms.by("master"));
            assertThat(Problems.of(() -> deletions.deleteOwner("john", Terms.by("master")))
                            .error())
                    .isEqualTo(GatewayError.OWNER_NOT_FOUND);
            assertThat(node.registrations.revision()).isEqualTo(2);
        }
    }

    @Test
    void delete_registryAway_isDoneNevertheless() throws Exception {
        servers.connect(JOHN, "AssetManagement", "127.0.0.1", 9000);
        Deletions cut = new Deletions(node.registrations, new Dismissal(registry, new AwayRegistrar()));
        try (LogLines log = new LogLines(Dismissal.class)) {
            cut.deleteOwner("john", Terms.by("master"));
            assertThat(log.lines())
                    .containsExactly(
                            "WARNING The servers of AssetManagement stay in the registry until it forgets them,"
                                    + " without calls: consul is away");
        }
        assertThat(node.registrations.state().owner("john")).isEmpty();

        node.register(Requests.owner("eve", ASSETS));
        servers.connect(Caller.owner("eve"), "AssetManagement", "127.0.0.1", 9001);
        assertThat(registry.list("AssetManagement")).hasSize(2);
        RegistrationState state = node.registrations.state();
        assertThat(new OwnerView(registry, name -> List.of(), Clock.systemUTC())
                        .show(state.owner("eve").orElseThrow(), state)
                        .getJsonArray("Services")
                        .getJsonObject(0)
                        .getJsonArray("Servers"))
                .as("whoever has the name next does not see the former owner's servers")
                .singleElement()
                .satisfies(server ->
                        assertThat(server.asJsonObject().getInt("ServerPort")).isEqualTo(9001));
    }

    @Test
    void delete_anyOf_isOneLine() throws Exception {
        servers.connect(JOHN, "Users", "127.0.0.1", 9000);
        try (LogLines log = new LogLines(AdminLog.class)) {
            deletions.deleteService("john", "Users", Terms.by("owner:john"));
            deletions.deleteOwner("john", Terms.by("master"));
            assertThat(log.lines())
                    .containsExactly(
                            "INFO DELETE /owners/john/services/Users by owner:john: service Users of owner john deleted,"
                                    + " revision 2",
                            "INFO DELETE /owners/john by master: owner john deleted, revision 3");
        }
    }

    private static final class AwayRegistrar implements ServiceRegistrar {

        @Override
        public void register(ServiceInstance instance) throws RegistryUnavailableException {
            throw new RegistryUnavailableException("consul is away", null);
        }

        @Override
        public Heard heartbeat(ServiceInstance instance) throws RegistryUnavailableException {
            throw new RegistryUnavailableException("consul is away", null);
        }

        @Override
        public boolean leave(ServiceInstance instance) throws RegistryUnavailableException {
            throw new RegistryUnavailableException("consul is away", null);
        }

        @Override
        public boolean hasLeft(ServiceInstance instance) {
            return false;
        }

        @Override
        public void heardElsewhere(ServiceInstance instance) {
            throw new AssertionError("no proxy has a part in this");
        }
    }
}
