package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.ConfigurationChanges.Applied;
import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.persistence.Revision;
import io.turnpike.gateway.plugin.chain.PluginQuestions;
import io.turnpike.gateway.routing.rule.NodeAddress;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationApplyTest {

    private static final String ASSETS = Requests.service("AssetManagement", Requests.ASSETS_IDL);
    private static final String USERS = Requests.service("Users", Requests.ASSETS_IDL);

    private static final ConsumerDoubts CONSUMERS =
            new ConsumerDoubts(Requests.PLUGINS.catalogue(), new PluginQuestions());
    private static final HttpTargetDoubts DOUBTS =
            new HttpTargetDoubts(NodeAddress.parse("127.0.0.1:4200")::equals, address -> false);

    @TempDir
    Path directory;

    private ConfigurationStore store;
    private Node node;
    private InMemoryServiceRegistry registry;
    private ConfigurationChanges changes;
    private String johnsKey;

    @BeforeEach
    void open() throws Exception {
        store = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        SharedStore shared = new SharedStore(store);
        node = new Node(() -> shared, Node.RARELY).started();
        registry = new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
        changes = new ConfigurationChanges(
                node.registrations,
                new Revisions(node.registrations),
                node.registrations.compiler(),
                new Dismissal(registry, registry),
                Requests.PLUGINS,
                new SecureRandom());
        johnsKey = node.register(Requests.owner("john", ASSETS));
        node.register(Requests.owner("eve"));
    }

    @AfterEach
    void close() {
        registry.close();
        node.close();
        store.close();
    }

    private Applied apply(String owners) throws Exception {
        return apply(owners, false);
    }

    private Applied apply(String owners, boolean dryRun) throws Exception {
        return changes.apply(Requests.json("{\"Owners\":" + owners + "}"), new Terms("master", IfMatch.NONE, dryRun));
    }

    private boolean good(String key) {
        return node.registrations.state().ownerOfKey(ApiKeys.hash(key)).isPresent();
    }

    @Test
    void apply_addedChangedAndRemoved_isOneRevision() throws Exception {
        Applied applied = apply("[" + Requests.owner("john", ASSETS, USERS) + "," + Requests.owner("mia") + "]");
        assertThat(applied.outcome().revision()).isEqualTo(3);
        assertThat(applied.outcome().differences())
                .extracting(difference -> difference.kind() + " " + difference.pointer())
                .containsExactly("REMOVED /Owners/eve", "ADDED /Owners/john/Services/Users", "ADDED /Owners/mia");
        assertThat(applied.keys()).containsOnlyKeys("mia");
        assertThat(good(applied.keys().get("mia"))).isTrue();
        assertThat(good(johnsKey)).isTrue();
        assertThat(node.registrations.state().owner("eve")).isEmpty();
    }

    @Test
    void apply_whatIsInForceInAnotherOrder_changesNothing() throws Exception {
        Applied applied = apply("[" + Requests.owner("eve") + "," + Requests.owner("john", ASSETS) + "]");
        assertThat(applied.outcome().revision()).isZero();
        assertThat(node.registrations.revision()).isEqualTo(2);
    }

    @Test
    void apply_serviceThatChangesHands_isNoConflict() throws Exception {
        apply("[" + Requests.owner("eve", ASSETS) + "," + Requests.owner("john", USERS) + "]");
        assertThat(node.registrations
                        .state()
                        .service("AssetManagement")
                        .orElseThrow()
                        .definition()
                        .ownerId())
                .isEqualTo("eve");
    }

    @Test
    void apply_faults_areAllToldAndNothingIsApplied() throws Exception {
        String broken = Requests.service("Broken", "service {");
        GatewayException refused = Problems.of(
                () -> apply("[" + Requests.owner("john", ASSETS, broken) + "," + Requests.owner("mia", ASSETS) + "]"));
        assertThat(Problems.pointers(refused))
                .contains("/Owners/0/Services/1/IdlContent", "/Owners/1/Services/0/ServiceName");
        assertThat(node.registrations.revision()).isEqualTo(2);
        for (String body : new String[] {"[]", "{}", "{\"Owners\":{}}", "{\"owners\":[]}", "7"}) {
            GatewayException shape = Problems.of(() -> changes.apply(Requests.json(body), Terms.by("master")));
            assertThat(shape.error()).as(body).isEqualTo(GatewayError.INVALID_REQUEST);
        }
        assertThat(node.registrations.revision()).isEqualTo(2);
    }

    @Test
    void apply_whatNobodyCouldRegisterAnyMore_staysAsLongAsNobodyChangesIt() throws Exception {
        RegisteredService good = Requests.registration(Requests.owner("old", USERS))
                .owners()
                .get(0)
                .registeredServices()
                .get(0);
        List<RegisteredService> services = Stream.of("Old one", "a/b")
                .map(name -> new RegisteredService(
                        good.serviceId(),
                        name,
                        "strukt",
                        good.idlIncludes(),
                        good.version(),
                        good.serviceDescription(),
                        good.serverCount(),
                        good.paths(),
                        good.registeredServers(),
                        good.transport(),
                        good.protocol(),
                        good.multiplexedName(),
                        good.httpPath(),
                        good.timeout(),
                        good.options()))
                .toList();
        Owner old = new Owner("Old", "old", ApiKeys.hash("k"), false, services);
        store.commit(new Revision(3, "import", Instant.EPOCH, "import", "", List.of(old), List.of()));
        JsonObject shown = RegistrationJson.owner(old).build();
        String reversed = Json.createObjectBuilder(shown)
                .add(
                        "Services",
                        Json.createArrayBuilder()
                                .add(shown.getJsonArray("Services").get(1))
                                .add(shown.getJsonArray("Services").get(0)))
                .build()
                .toString();

        Applied applied = apply("[" + Requests.owner("john") + "," + reversed + "]");

        assertThat(applied.outcome().revision()).isEqualTo(4);
        assertThat(node.registrations.state().owner("old")).contains(old);
        GatewayException refused = Problems.of(() -> apply("[" + reversed.replace("\"Old\"", "\"New\"") + "]"));
        assertThat(Problems.pointers(refused))
                .contains("/Owners/0/Services/0/ServiceName", "/Owners/0/Services/1/IdlContent");
        assertThat(Problems.pointers(Problems.of(() -> apply("[" + shown + "," + shown + "]"))))
                .contains("/Owners/1/OwnerId");
    }

    @Test
    void apply_onlyTried_tellsAndKeeps() throws Exception {
        Applied applied = apply("[" + Requests.owner("mia") + "]", true);
        assertThat(applied.keys()).isEmpty();
        assertThat(applied.outcome().differences())
                .extracting(Difference::pointer)
                .containsExactly("/Owners/eve", "/Owners/john", "/Owners/mia");
        assertThat(node.registrations.revision()).isEqualTo(2);
    }

    @Test
    void apply_noOwners_deletesAll() throws Exception {
        apply("[]");
        assertThat(node.registrations.state().owners()).isEmpty();
        assertThat(good(johnsKey)).isFalse();
    }

    @Test
    void summary_whateverTheOrderOfTheFile_isInThatOfTheIds() throws Exception {
        Applied applied = apply("[" + Requests.owner("zoe") + "," + Requests.owner("adam") + "]", true);
        assertThat(RevisionSummary.of(
                        applied.outcome().before(), applied.outcome().change()))
                .isEqualTo(
                        "configuration applied: owner adam registered, no services; owner zoe registered, no services;"
                                + " owner eve deleted; owner john deleted");
    }

    @Test
    void apply_unknownKeysAtTheTop_areRefusedWithThePlaceOfEach() throws Exception {
        String body = "{\"Owners\":[],\"routes\":[],\"Comment\":1}";
        GatewayException refused = Problems.of(() -> changes.apply(Requests.json(body), Terms.by("master")));
        assertThat(refused.error()).isEqualTo(GatewayError.INVALID_REQUEST);
        assertThat(refused.faults())
                .extracting(fault -> fault.pointer() + " " + fault.detail())
                .containsExactlyInAnyOrder(
                        "/routes The key is routes (expected: Routes)",
                        "/Comment The key Comment is unknown (expected: one of Owners, Routes, Plugins, Consumers)");
        assertThat(node.registrations.revision()).isEqualTo(2);
    }

    @Test
    void apply_unknownKeysBelow_areToldWithThePlaceOfEach() throws Exception {
        String service =
                Requests.service("Users", Requests.ASSETS_IDL).replace("{\"ServiceId\"", "{\"Team\":1,\"ServiceId\"");
        String owner = Requests.owner("mia", service).replace("{\"OwnerName\"", "{\"a/b\":1,\"OwnerName\"");
        for (boolean dryRun : new boolean[] {true, false}) {
            assertThat(apply("[" + owner + "]", dryRun).ignored())
                    .extracting(fault -> fault.pointer() + " " + fault.detail())
                    .containsExactly(
                            "/Owners/0/a~1b The key a/b is unknown here and was ignored",
                            "/Owners/0/Services/0/Team The key Team is unknown here and was ignored");
        }
        assertThat(node.registrations.state().service("Users")).isPresent();
    }

    @Test
    void warnings_ofIgnoredKeys_haveThePlaceAndAMessage() throws Exception {
        String owner = Requests.owner("john", ASSETS).replace("{\"OwnerName\"", "{\"Comment\":1,\"OwnerName\"");
        Applied applied = apply("[" + owner + "," + Requests.owner("eve") + "]", true);
        assertThat(AppliedAnswer.warnings(applied, DOUBTS, CONSUMERS))
                .hasToString("[{\"Pointer\":\"/Owners/0/Comment\","
                        + "\"Message\":\"The key Comment is unknown here and was ignored\"}]");
    }

    /** Both the service and the route are new: what is told is about what will be there. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void warnings_ofNodes_areThoseOfTheRoutesThatChange(boolean dryRun) throws Exception {
        String routes = "\"Routes\":[" + httpRoute("r1", "\"Service\":\"Users\"") + ","
                + httpRoute("r2", "\"Nodes\":[{\"Address\":\"127.0.0.1:4200\"}]") + "]}";
        String body =
                "{\"Owners\":[" + Requests.owner("john", ASSETS) + "," + Requests.owner("eve", USERS) + "]," + routes;
        Terms terms = new Terms("master", IfMatch.NONE, dryRun);

        assertThat(AppliedAnswer.warnings(changes.apply(Requests.json(body), terms), DOUBTS, CONSUMERS))
                .extracting(warning -> warning.asJsonObject().getString("Message"))
                .hasSize(2)
                .anySatisfy(message -> assertThat(message).startsWith("The route r1: the service Users is registered"))
                .anySatisfy(message -> assertThat(message).startsWith("The route r2: the node 127.0.0.1:4200 is this"));
        Applied again = changes.apply(Requests.json(body), terms);
        assertThat(AppliedAnswer.warnings(again, DOUBTS, CONSUMERS)).hasSize(dryRun ? 2 : 0);
    }

    private static String httpRoute(String id, String http) {
        return "{\"RouteId\":\"" + id + "\",\"Uris\":[\"/" + id + "\"],\"Upstream\":{\"Http\":{" + http + "}}}";
    }
}
