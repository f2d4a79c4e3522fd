package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.EntryChanges;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.persistence.Revision;
import io.turnpike.gateway.persistence.RouteImages;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes as part of revisions: made, changed, deleted, gone back to, applied, seen by other nodes. */
class RouteEditsTest {

    private static final Terms MASTER = Terms.by("master");
    private static final Terms TRIED = new Terms("master", IfMatch.NONE, true);
    private static final String ASSETS = Requests.service("AssetManagement", Requests.ASSETS_IDL);

    @TempDir
    Path directory;

    private ConfigurationStore real;
    private SharedStore store;
    private Node node;
    private InMemoryServiceRegistry registry;
    private RouteEdits edits;
    private ConfigurationChanges changes;
    private Deletions deletions;

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        store = new SharedStore(real);
        registry = new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
        begin();
        node.register(Requests.owner("john", ASSETS));
    }

    private void begin() {
        node = new Node(() -> store, Node.RARELY).started();
        edits = new RouteEdits(node.registrations, Requests.PLUGINS);
        Dismissal dismissal = new Dismissal(registry, registry);
        deletions = new Deletions(node.registrations, dismissal);
        changes = new ConfigurationChanges(
                node.registrations,
                new Revisions(node.registrations),
                node.registrations.compiler(),
                dismissal,
                Requests.PLUGINS,
                new SecureRandom());
    }

    @AfterEach
    void close() {
        node.close();
        registry.close();
        real.close();
    }

    private static String route(String uri) {
        return "{\"Uris\":[\"" + uri
                + "\"],\"Upstream\":{\"Thrift\":{\"Service\":\"AssetManagement\",\"Method\":\"queryAsset\"}}}";
    }

    private Outcome put(String id, String uri) throws Exception {
        return edits.put(id, Requests.json(route(uri)), MASTER);
    }

    private static List<String> told(Outcome outcome) {
        return outcome.differences().stream()
                .map(each -> each.kind() + " " + each.pointer())
                .toList();
    }

    private static List<String> ids(RegistrationState state) {
        return state.routes().inOrder().stream()
                .map(route -> route.definition().id())
                .toList();
    }

    private JsonObject config() {
        RegistrationState state = node.registrations.state();
        JsonArrayBuilder owners = Json.createArrayBuilder();
        state.owners().stream()
                .sorted(Comparator.comparing(Owner::ownerId))
                .forEach(owner -> owners.add(RegistrationJson.owner(owner)));
        return Json.createObjectBuilder()
                .add("Owners", owners)
                .add("Routes", RouteJson.byId(state.routes().inOrder()))
                .build();
    }

    private JsonObject config(JsonArray routes) {
        return Json.createObjectBuilder(config()).add("Routes", routes).build();
    }

    @Test
    void put_newAndOtherAndSameRoute_makesARevisionWhereSomethingChanges() throws Exception {
        Outcome made = put("a", "/a/{ID}");
        assertThat(made.revision()).isEqualTo(2);
        assertThat(told(made)).containsExactly("ADDED /Routes/a");
        Outcome changed = put("a", "/b/{ID}");
        assertThat(changed.revision()).isEqualTo(3);
        assertThat(told(changed)).containsExactly("CHANGED /Routes/a/Uris");
        assertThat(put("a", "/b/{ID}").revision()).isZero();
        assertThat(store.outlines(3, 2))
                .extracting(outline -> outline.action() + ": " + outline.summary())
                .containsExactly("put-route: route a changed", "put-route: route a added");
        assertThat(node.published).containsSequence(2L, 3L);
    }

    @Test
    void put_manyFaults_areToldAtOnceAndNothingIsMade() throws Exception {
        String bad = "{\"Uris\":[\"no-slash\",\"/a/{nothing}\"],\"Clients\":[\"10.0.0.0/33\"],\"Conditions\":["
                + "{\"Header\":\"X\",\"Operator\":\"matches\",\"Value\":\"(\"}],"
                + "\"Upstream\":{\"Thrift\":{\"Service\":\"AssetManagement\",\"Method\":\"queryAsset\"}}}";
        GatewayException refused = Problems.of(() -> edits.put("a", Requests.json(bad), MASTER));
        assertThat(refused.error()).isEqualTo(GatewayError.INVALID_ROUTE);
        assertThat(Problems.pointers(refused))
                .containsExactlyInAnyOrder("/Uris/0", "/Uris/1", "/Clients/0", "/Conditions/0/Value");

        GatewayException nowhere = Problems.of(
                () -> edits.put("a", Requests.json(route("/a").replace("AssetManagement", "AssetManagment")), MASTER));
        assertThat(nowhere.error()).isEqualTo(GatewayError.INVALID_ROUTE);
        assertThat(Problems.pointers(nowhere)).containsExactly("/Upstream/Thrift/Service");
        GatewayException noMethod = Problems.of(
                () -> edits.put("a", Requests.json(route("/a").replace("queryAsset", "queryAssets")), MASTER));
        assertThat(Problems.pointers(noMethod)).containsExactly("/Upstream/Thrift/Method");
        assertThat(noMethod.detail()).contains("did you mean queryAsset?");
        GatewayException twice = Problems.of(() ->
                edits.put("a", Requests.json(route("/a").replace("{\"Uris", "{\"RouteId\":\"b\",\"Uris")), MASTER));
        assertThat(twice.error()).isEqualTo(GatewayError.CONFLICT);
        assertThat(node.registrations.revision()).isEqualTo(1);
    }

    @Test
    void edits_triedOrOnAnotherRevision_changeNothing() throws Exception {
        Outcome tried = edits.put("a", Requests.json(route("/a")), TRIED);
        assertThat(told(tried)).containsExactly("ADDED /Routes/a");
        assertThat(tried.revision()).isZero();
        assertThat(node.published).as("what was built to try it is closed").endsWith(-2L);
        put("a", "/a");
        assertThat(told(edits.delete("a", TRIED))).containsExactly("REMOVED /Routes/a");
        Terms stale = new Terms("master", IfMatch.of(List.of("\"1\"")), false);
        assertThat(Problems.of(() -> edits.put("a", Requests.json(route("/b")), stale))
                        .error())
                .isEqualTo(GatewayError.PRECONDITION_FAILED);
        assertThat(Problems.of(() -> edits.delete("a", stale)).error()).isEqualTo(GatewayError.PRECONDITION_FAILED);
        assertThat(ids(node.registrations.state())).containsExactly("a");
        assertThat(node.registrations.revision()).isEqualTo(2);
    }

    private static String route(String uri, String plugins) {
        String plain = route(uri);
        return plain.substring(0, plain.length() - 1) + ",\"Plugins\":" + plugins + "}";
    }

    @Test
    void put_routeWithPlugins_hasThemAfterARestartAndInWhatIsShown() throws Exception {
        String plugins = "{\"cors\":[{\"api\":\"/a.b$c\"}],\"access\":null}";
        edits.put("a", Requests.json(route("/a", plugins)), MASTER);
        node.close();
        begin();

        RouteDefinition stored =
                node.registrations.state().routes().route("a").orElseThrow().definition();
        assertThat(RouteJson.of(stored).get("Plugins")).isEqualTo(Requests.json(plugins));
        assertThat(stored.plugins().get("access").isNull()).isTrue();
        Outcome changed = edits.put("a", Requests.json(route("/a", "{\"cors\":[{\"api\":\"/b\"}]}")), MASTER);
        assertThat(told(changed)).containsExactly("REMOVED /Routes/a/Plugins/access", "CHANGED /Routes/a/Plugins/cors");
        changes.rollback(2, Optional.empty(), MASTER);
        assertThat(node.registrations.state().routes().route("a").orElseThrow().definition())
                .isEqualTo(stored);
        assertThat(changes.apply(config(), MASTER).outcome().revision()).isZero();
    }

    @Test
    void put_routeWithPluginsThatCannotBe_isToldOfEachByItsPointer() throws Exception {
        GatewayException refused = Problems.of(() -> edits.put(
                "a",
                Requests.json(route("/a", "{\"corss\":[],\"cors\":[{\"api\":\"/\"},{\"ape\":1}],\"access\":{}}")),
                MASTER));
        assertThat(refused.error()).isEqualTo(GatewayError.INVALID_PLUGIN);
        assertThat(refused.faults().stream().map(fault -> fault.pointer() + ": " + fault.detail()))
                .containsExactlyInAnyOrder(
                        "/Plugins/corss: There is no plugin corss; did you mean cors?",
                        "/Plugins/cors/1/api: api is missing (expected: a text)",
                        "/Plugins/cors/1/ape: The key ape is unknown (expected: one of api, refuse, fail, endpoint)",
                        "/Plugins/access: The configuration is an object (expected: an array)");
        GatewayException shape = Problems.of(() -> edits.put("a", Requests.json(route("/a", "[]")), MASTER));
        assertThat(Problems.pointers(shape)).containsExactly("/Plugins");
    }

    @Test
    void delete_route_isGoneAndUnknownOneIsRefused() throws Exception {
        put("a", "/a");
        assertThat(edits.delete("a", MASTER).revision()).isEqualTo(3);
        assertThat(ids(node.registrations.state())).isEmpty();
        assertThat(Problems.of(() -> edits.delete("a", MASTER)).error()).isEqualTo(GatewayError.ROUTE_NOT_FOUND);
    }

    @Test
    void routes_afterARestartAndOnAnotherNode_areTheSame() throws Exception {
        put("b", "/*");
        put("a", "/a/{ID}");
        put("gone", "/gone");
        Node other = new Node(() -> store, Duration.ofMillis(20)).started();
        assertThat(ids(other.registrations.state())).containsExactly("gone", "a", "b");
        edits.delete("gone", MASTER);
        put("c", "/a/b");
        Node.await(() -> other.registrations.revision() == 6);
        assertThat(ids(other.registrations.state())).containsExactly("c", "a", "b");
        other.close();
        node.close();
        begin();
        assertThat(ids(node.registrations.state())).containsExactly("c", "a", "b");
        assertThat(node.registrations.revision()).isEqualTo(6);
    }

    @Test
    void rollback_routes_areAsTheyWereAndThoseOfOneOwnerStay() throws Exception {
        put("a", "/a");
        put("a", "/b");
        put("c", "/c");
        Outcome back = changes.rollback(2, Optional.empty(), MASTER).outcome();
        assertThat(told(back)).containsExactly("CHANGED /Routes/a/Uris", "REMOVED /Routes/c");
        assertThat(ids(node.registrations.state())).containsExactly("a");
        assertThat(told(changes.rollback(1, Optional.of("john"), MASTER).outcome()))
                .isEmpty();
        assertThat(new Revisions(node.registrations).between(4, 5))
                .extracting(Difference::pointer)
                .containsExactly("/Routes/a/Uris", "/Routes/c");
        assertThat(told(changes.rollback(1, Optional.empty(), MASTER).outcome()))
                .containsExactly("REMOVED /Routes/a");
    }

    @Test
    void rollback_toARouteWhoseServiceIsGone_bringsTheServiceBackOrIsRefused() throws Exception {
        put("a", "/a");
        edits.delete("a", MASTER);
        deletions.deleteService("john", "AssetManagement", MASTER);
        assertThat(told(changes.rollback(2, Optional.empty(), TRIED).outcome()))
                .containsExactly("ADDED /Owners/john/Services/AssetManagement", "ADDED /Routes/a");

        node.update("john", Requests.owner("john", ASSETS));
        put("a", "/a");
        deletions.deleteService("john", "AssetManagement", MASTER);
        long dangling = node.registrations.revision();
        edits.delete("a", MASTER);
        GatewayException refused = Problems.of(() -> changes.rollback(dangling, Optional.empty(), MASTER));
        assertThat(refused.error()).isEqualTo(GatewayError.INVALID_REGISTRATION);
        assertThat(Problems.pointers(refused)).containsExactly("/Routes/a/Upstream/Thrift/Service");
    }

    @Test
    void rollback_toARouteThatIsNoneToday_isRefusedAndShown() throws Exception {
        node.close();
        RouteDefinition odd = new RouteDefinition(
                "odd",
                0,
                List.of("/ord*/", "/admin/x"),
                List.of(),
                Set.of(),
                List.of(),
                List.of(),
                new ThriftTarget("AssetManagement", "queryAsset"));
        RouteImages put = new RouteImages(List.of(odd), List.of());
        RouteImages deleted = new RouteImages(List.of(), List.of("odd"));
        store.commit(
                new Revision(2, "x", Instant.EPOCH, "put-route", "", List.of(), List.of(), put, EntryChanges.NONE));
        store.commit(new Revision(
                3, "x", Instant.EPOCH, "delete-route", "", List.of(), List.of(), deleted, EntryChanges.NONE));
        begin();

        GatewayException refused = Problems.of(() -> changes.rollback(2, Optional.empty(), MASTER));
        assertThat(Problems.pointers(refused)).containsExactlyInAnyOrder("/Routes/odd/Uris/0", "/Routes/odd/Uris/1");
        assertThat(new Revisions(node.registrations).between(1, 2))
                .extracting(Difference::pointer)
                .containsExactly("/Routes/odd");
    }

    @Test
    void start_withARouteThatCannotBeUsed_warnsOfItAndCanMendIt() throws Exception {
        node.close();
        RouteDefinition odd = new RouteDefinition(
                "odd",
                2_000_000,
                List.of("/odd"),
                List.of(),
                Set.of(),
                List.of(),
                List.of(),
                new ThriftTarget("AssetManagement", "queryAsset"));
        store.commit(new Revision(
                2,
                "x",
                Instant.EPOCH,
                "put-route",
                "",
                List.of(),
                List.of(),
                new RouteImages(List.of(odd), List.of()),
                EntryChanges.NONE));
        begin();

        assertThat(RouteWarnings.all(node.registrations.state(), List.of()))
                .singleElement()
                .asString()
                .contains("The route odd leads nowhere, and its requests are refused", "Priority: 2000000");
        assertThat(config().toString()).contains("\"Unusable\"");
        applyStandsByWhatIsThere();
        assertThat(told(put("odd", "/odd"))).isNotEmpty();
        assertThat(RouteWarnings.all(node.registrations.state(), List.of())).isEmpty();
        edits.delete("odd", MASTER);
        assertThat(ids(node.registrations.state())).isEmpty();
    }

    /** A fresh export is taken as it is, though nobody could make such a route; anything else of the kind is refused. */
    private void applyStandsByWhatIsThere() throws Exception {
        JsonArray exported = config().getJsonArray("Routes");
        assertThat(changes.apply(config(), MASTER).outcome().revision()).isZero();
        JsonObject other = Json.createObjectBuilder(Requests.json(route("/b")).asJsonObject())
                .add("RouteId", "b")
                .build();
        JsonArray both = Json.createArrayBuilder(exported).add(other).build();
        assertThat(told(changes.apply(config(both), MASTER).outcome())).containsExactly("ADDED /Routes/b");
        assertThat(told(changes.apply(config(exported), MASTER).outcome())).containsExactly("REMOVED /Routes/b");

        JsonArray changed = Json.createArrayBuilder()
                .add(Json.createObjectBuilder(exported.getJsonObject(0)).add("Priority", 1))
                .build();
        assertThat(Problems.pointers(Problems.of(() -> changes.apply(config(changed), MASTER))))
                .contains("/Routes/0/Upstream/Unusable");
        JsonArray twice =
                Json.createArrayBuilder(exported).add(exported.getJsonObject(0)).build();
        assertThat(Problems.pointers(Problems.of(() -> changes.apply(config(twice), MASTER))))
                .contains("/Routes/1/RouteId");
    }

    @Test
    void deleteService_thatARouteLeadsTo_leavesTheRouteAndSaysSo() throws Exception {
        put("a", "/a");
        RegistrationState before = node.registrations.state();
        deletions.deleteService("john", "AssetManagement", MASTER);
        RegistrationState after = node.registrations.state();
        assertThat(ids(after)).containsExactly("a");
        assertThat(RouteWarnings.broken(before, after))
                .singleElement()
                .asString()
                .contains("The route a leads nowhere", "There is no service \"AssetManagement\"");
        assertThat(RouteWarnings.broken(after, after)).isEmpty();
        assertThat(RouteWarnings.all(after, List.of()).getJsonObject(0).getString("RouteId"))
                .isEqualTo("a");
        assertThat(RouteWarnings.all(before, List.of())).isEmpty();
        assertThat(changes.apply(config(), MASTER).outcome().revision())
                .as("what is there can be put back as it is")
                .isZero();
    }

    @Test
    void apply_routesAndOwnersTogether_areOneRevision() throws Exception {
        put("a", "/a");
        JsonObject same = config();
        assertThat(told(changes.apply(same, MASTER).outcome())).isEmpty();
        JsonArray others = Json.createArrayBuilder()
                .add(Requests.json(route("/u")
                        .replace("{\"Uris", "{\"RouteId\":\"u\",\"Uris")
                        .replace("AssetManagement", "Users")))
                .build();
        JsonObject users = Json.createObjectBuilder(config(others))
                .add(
                        "Owners",
                        Json.createArrayBuilder(config().getJsonArray("Owners"))
                                .add(Requests.json(
                                        Requests.owner("eve", Requests.service("Users", Requests.ASSETS_IDL)))))
                .build();
        Outcome applied = changes.apply(users, MASTER).outcome();
        assertThat(told(applied)).containsExactly("ADDED /Owners/eve", "REMOVED /Routes/a", "ADDED /Routes/u");
        assertThat(applied.revision()).isEqualTo(3);
        assertThat(changes.apply(same, MASTER).outcome().revision()).isEqualTo(4);
        assertThat(ids(node.registrations.state())).containsExactly("a");
    }

    @Test
    void apply_routesWithFaults_tellsThemWithTheOwners() throws Exception {
        put("a", "/a");
        JsonObject without = Json.createObjectBuilder(config()).remove("Routes").build();
        GatewayException missing = Problems.of(() -> changes.apply(without, MASTER));
        assertThat(missing.error()).isEqualTo(GatewayError.INVALID_REQUEST);
        assertThat(Problems.pointers(missing)).containsExactly("/Routes");
        JsonObject bad = Json.createObjectBuilder()
                .add(
                        "Owners",
                        Requests.json("[" + Requests.owner("john", Requests.service("Broken", "service {")) + "]"))
                .add(
                        "Routes",
                        Requests.json("[" + route("/a").replace("{\"Uris", "{\"RouteId\":\"r\",\"Uris") + ","
                                + route("/b")
                                        .replace("{\"Uris", "{\"RouteId\":\"s\",\"Uris")
                                        .replace("AssetManagement", "Broken")
                                + "]"))
                .build();
        GatewayException refused = Problems.of(() -> changes.apply(bad, MASTER));
        assertThat(Problems.pointers(refused))
                .contains("/Owners/0/Services/0/IdlContent", "/Routes/0/Upstream/Thrift/Service")
                .noneMatch(pointer -> pointer.startsWith("/Routes/1"));
        assertThat(ids(node.registrations.state())).containsExactly("a");
    }
}
