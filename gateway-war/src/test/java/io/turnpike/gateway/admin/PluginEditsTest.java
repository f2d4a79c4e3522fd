package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.ConfigurationChanges.Applied;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.plugin.PluginBindings;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.schema.PluginCheck;
import io.turnpike.gateway.schema.PluginJson;
import io.turnpike.gateway.schema.TestPlugin;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bindings of plugins and consumers as part of revisions: made, changed, deleted, gone back to, applied, seen by other nodes. */
class PluginEditsTest {

    private static final Terms MASTER = Terms.by("master");
    private static final Terms TRIED = new Terms("master", IfMatch.NONE, true);
    private static final Binding GLOBAL = new Binding(Scope.GLOBAL, "");
    private static final Binding ORDERS = new Binding(Scope.SERVICE, "Orders");
    private static final String RULES = "[{\"api\":\"/a\"}]";
    private static final String OTHERS = "[{\"api\":\"/b\"}]";

    @TempDir
    Path directory;

    private ConfigurationStore real;
    private SharedStore store;
    private Node node;
    private InMemoryServiceRegistry registry;
    private PluginEdits plugins;
    private ConsumerEdits consumers;
    private ConfigurationChanges changes;

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        store = new SharedStore(real);
        registry = new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
        begin(Requests.PLUGINS);
    }

    private void begin(PluginCheck check) {
        node = new Node(() -> store, Node.RARELY).started();
        plugins = new PluginEdits(node.registrations, check);
        consumers = new ConsumerEdits(node.registrations, new SecureRandom());
        changes = new ConfigurationChanges(
                node.registrations,
                new Revisions(node.registrations),
                node.registrations.compiler(),
                new Dismissal(registry, registry),
                check,
                new SecureRandom());
    }

    @AfterEach
    void close() {
        node.close();
        registry.close();
        real.close();
    }

    private Outcome bind(Binding binding, String name, String configuration) throws Exception {
        return plugins.bind("PUT", binding, name, Requests.json(configuration), MASTER);
    }

    private static List<String> told(Outcome outcome) {
        return outcome.differences().stream()
                .map(each -> each.kind() + " " + each.pointer())
                .toList();
    }

    private JsonObject config() {
        RegistrationState state = node.registrations.state();
        JsonObjectBuilder json = Json.createObjectBuilder().add("Owners", RegistrationJson.owners(state.owners()));
        EntryJson.addTo(json, state.entries().all());
        return json.build();
    }

    private boolean isKeyOf(String key, String name) {
        return node.registrations
                .state()
                .entries()
                .bindings()
                .consumers()
                .ofKey(key)
                .equals(Optional.of(name));
    }

    @Test
    void bind_newAndOtherAndSame_makesARevisionWhereSomethingChanges() throws Exception {
        assertThat(config().toString()).as("what there is none of is left out").isEqualTo("{\"Owners\":[]}");
        assertThat(told(bind(GLOBAL, "cors", RULES))).containsExactly("ADDED /Plugins/Global/cors");
        assertThat(told(bind(ORDERS, "cors", "null"))).containsExactly("ADDED /Plugins/Services/Orders/cors");
        assertThat(told(bind(GLOBAL, "cors", OTHERS))).containsExactly("CHANGED /Plugins/Global/cors");
        assertThat(bind(GLOBAL, "cors", OTHERS).revision()).isZero();
        assertThat(node.bindings)
                .isEqualTo(new PluginBindings(
                        Map.of("cors", PluginJson.parse(OTHERS)),
                        Map.of("Orders", Map.of("cors", PluginJson.parse("null")))));
        assertThat(config().toString())
                .isEqualTo("{\"Owners\":[],\"Plugins\":{\"Global\":{\"cors\":" + OTHERS
                        + "},\"Services\":{\"Orders\":{\"cors\":null}}}}");
        assertThat(store.outlines(3, 3))
                .extracting(outline -> outline.action() + ": " + outline.summary())
                .containsExactly(
                        "bind-plugin: plugin cors of all requests changed",
                        "bind-plugin: plugin cors of service Orders added",
                        "bind-plugin: plugin cors of all requests added");
    }

    @Test
    void bind_whatCannotBe_isRefusedAndNothingIsMade() throws Exception {
        assertThat(Problems.of(() -> bind(GLOBAL, "corss", RULES)).error()).isEqualTo(GatewayError.PLUGIN_NOT_FOUND);
        GatewayException misfit = Problems.of(() -> bind(GLOBAL, "cors", "[{\"api\":1},{}]"));
        assertThat(misfit.error()).isEqualTo(GatewayError.INVALID_PLUGIN);
        assertThat(Problems.pointers(misfit)).containsExactlyInAnyOrder("/0/api", "/1/api");
        assertThat(Problems.of(() -> bind(GLOBAL, "cors", "null")).error()).isEqualTo(GatewayError.INVALID_PLUGIN);
        assertThat(Problems.of(() -> bind(new Binding(Scope.SERVICE, "a/b"), "cors", RULES))
                        .error())
                .isEqualTo(GatewayError.INVALID_REGISTRATION);
        assertThat(node.registrations.revision()).isZero();
        Outcome tried = plugins.bind("PUT", GLOBAL, "cors", Requests.json(RULES), TRIED);
        assertThat(told(tried)).containsExactly("ADDED /Plugins/Global/cors");
        assertThat(node.registrations.revision()).isZero();
        bind(GLOBAL, "cors", RULES);
        Terms stale = new Terms("master", IfMatch.of(List.of("\"0\"")), false);
        assertThat(Problems.of(() -> plugins.unbind("DELETE", GLOBAL, "cors", stale))
                        .error())
                .isEqualTo(GatewayError.PRECONDITION_FAILED);
    }

    @Test
    void unbind_binding_isGoneAndUnknownOneIsRefused() throws Exception {
        bind(ORDERS, "access", RULES);
        assertThat(Problems.of(() -> plugins.unbind("DELETE", GLOBAL, "access", MASTER))
                        .error())
                .isEqualTo(GatewayError.PLUGIN_NOT_FOUND);
        assertThat(told(plugins.unbind("DELETE", ORDERS, "access", MASTER)))
                .containsExactly("REMOVED /Plugins/Services/Orders/access");
        assertThat(node.bindings.isEmpty()).isTrue();
    }

    @Test
    void entries_afterARestartAndOnAnotherNode_areTheSame() throws Exception {
        try (Node other = new Node(() -> store, Duration.ofMillis(10)).started()) {
            bind(GLOBAL, "cors", RULES);
            String key =
                    consumers.put("alice", Requests.json("{}"), MASTER).key().orElseThrow();
            Node.await(() -> other.registrations.revision() == 2);
            assertThat(other.bindings.global()).containsOnlyKeys("cors");
            node.close();
            begin(Requests.PLUGINS);
            assertThat(node.bindings).isEqualTo(other.bindings);
            assertThat(isKeyOf(key, "alice")).isTrue();
            assertThat(node.registrations
                            .state()
                            .entries()
                            .stored("global/cors")
                            .orElseThrow()
                            .revision())
                    .isEqualTo(1);
        }
    }

    @Test
    void consumer_putWithAndWithoutKeys_hasThoseAndNoOthers() throws Exception {
        ConsumerEdits.Put made = consumers.put("alice", Requests.json("{}"), MASTER);
        String first = made.key().orElseThrow();
        assertThat(told(made.outcome())).containsExactly("ADDED /Consumers/alice");
        ConsumerEdits.Put second = consumers.put("alice", Requests.json("{\"KeepKeys\":true}"), MASTER);
        assertThat(told(second.outcome())).containsExactly("CHANGED /Consumers/alice/Keys");
        assertThat(isKeyOf(first, "alice")).isTrue();
        assertThat(isKeyOf(second.key().orElseThrow(), "alice")).isTrue();
        ConsumerEdits.Put given = consumers.put("alice", Requests.json("{\"Keys\":[\"a-key-of-hers\"]}"), MASTER);
        assertThat(given.key()).isEmpty();
        assertThat(isKeyOf("a-key-of-hers", "alice")).isTrue();
        assertThat(isKeyOf(first, "alice")).isFalse();
        assertThat(consumers
                        .put("alice", Requests.json("{\"Keys\":[\"a-key-of-hers\"]}"), MASTER)
                        .outcome()
                        .revision())
                .isZero();
        assertThat(consumers.put("bob", Requests.json("{}"), TRIED).key()).isEmpty();
        assertThat(config().toString()).as("no key is shown").isEqualTo("{\"Owners\":[],\"Consumers\":{\"alice\":{}}}");
        consumers.put("alice", Requests.json("{\"Keys\":[]}"), MASTER);
        assertThat(isKeyOf("a-key-of-hers", "alice")).isFalse();
        assertThat(told(consumers.delete("alice", MASTER))).containsExactly("REMOVED /Consumers/alice");
        assertThat(Problems.of(() -> consumers.delete("alice", MASTER)).error())
                .isEqualTo(GatewayError.CONSUMER_NOT_FOUND);
    }

    @Test
    void consumer_thatCannotBe_isRefused() throws Exception {
        consumers.put("alice", Requests.json("{\"Keys\":[\"a-key-of-hers\"]}"), MASTER);
        for (String name : List.of("", "..", "a b", "x".repeat(65), "é")) {
            assertThat(Problems.of(() -> consumers.put(name, Requests.json("{}"), MASTER))
                            .error())
                    .as(name)
                    .isEqualTo(GatewayError.INVALID_REGISTRATION);
        }
        GatewayException bad = Problems.of(() -> consumers.put(
                "bob",
                Requests.json("{\"Keys\":[1,\"short\",\"with a space\",\"twice-it-is\",\"twice-it-is\"],\"X\":1}"),
                MASTER));
        assertThat(Problems.pointers(bad)).containsExactlyInAnyOrder("/Keys/0", "/Keys/1", "/Keys/2", "/Keys/4", "/X");
        assertThat(bad.faults()).noneMatch(fault -> fault.detail().contains("short"));
        GatewayException taken =
                Problems.of(() -> consumers.put("bob", Requests.json("{\"Keys\":[\"a-key-of-hers\"]}"), MASTER));
        assertThat(taken.error()).isEqualTo(GatewayError.CONFLICT);
        assertThat(Problems.pointers(taken)).containsExactly("/Keys");
        assertThat(node.registrations.revision()).isEqualTo(1);
    }

    @Test
    void apply_configuration_isTheOneInForceAndWhatItLacksIsGone() throws Exception {
        bind(GLOBAL, "cors", RULES);
        String kept = consumers.put("alice", Requests.json("{}"), MASTER).key().orElseThrow();
        assertThat(changes.apply(config(), MASTER).outcome().revision()).isZero();

        String other = "{\"Owners\":[],\"Plugins\":{\"Global\":{\"access\":" + OTHERS
                + "},\"Services\":{\"Orders\":{\"cors\":null}}},\"Consumers\":{\"alice\":{},\"bob\":{}}}";
        Applied tried = changes.apply(Requests.json(other), TRIED);
        assertThat(tried.consumerKeys()).isEmpty();
        Applied applied = changes.apply(Requests.json(other), MASTER);
        assertThat(told(applied.outcome()))
                .isEqualTo(told(tried.outcome()))
                .containsExactly(
                        "ADDED /Plugins/Global/access",
                        "REMOVED /Plugins/Global/cors",
                        "ADDED /Plugins/Services/Orders/cors",
                        "ADDED /Consumers/bob");
        assertThat(applied.consumerKeys()).containsOnlyKeys("bob");
        assertThat(isKeyOf(applied.consumerKeys().get("bob"), "bob")).isTrue();
        assertThat(isKeyOf(kept, "alice")).isTrue();
        assertThat(config()).isEqualTo(Requests.json(other));

        assertThat(told(changes.apply(Requests.json("{\"Owners\":[]}"), MASTER).outcome()))
                .as("what there is none of is left out of a configuration")
                .hasSize(4)
                .allMatch(difference -> difference.startsWith("REMOVED "));
    }

    @Test
    void apply_faults_areToldByTheirPlaces() throws Exception {
        GatewayException refused = Problems.of(() -> changes.apply(
                Requests.json(
                        "{\"Owners\":[],\"Plugins\":{\"Global\":{\"cors\":[{}],\"nobody\":[]},\"Services\":{\"a/b\":{\"cors\":{}},"
                                + "\"c\":1},\"X\":1},\"Consumers\":{\"a b\":{},\"bob\":{\"Keys\":[\"x\"]},\"eve\":1}}"),
                MASTER));
        assertThat(Problems.pointers(refused))
                .containsExactlyInAnyOrder(
                        "/Plugins/Global/cors/0/api",
                        "/Plugins/Global/nobody",
                        "/Plugins/Services/a~1b",
                        "/Plugins/Services/a~1b/cors",
                        "/Plugins/Services/c",
                        "/Plugins/X",
                        "/Consumers/a b",
                        "/Consumers/bob/Keys/0",
                        "/Consumers/eve");
        assertThat(node.registrations.revision()).isZero();
    }

    @Test
    void rollback_restoresBindingsAndConsumersAndGivesNewKeys() throws Exception {
        bind(GLOBAL, "cors", RULES);
        String former =
                consumers.put("alice", Requests.json("{}"), MASTER).key().orElseThrow();
        consumers.delete("alice", MASTER);
        plugins.unbind("DELETE", GLOBAL, "cors", MASTER);
        bind(ORDERS, "access", RULES);

        Applied back = changes.rollback(2, Optional.empty(), MASTER);
        assertThat(told(back.outcome()))
                .containsExactly(
                        "ADDED /Plugins/Global/cors",
                        "REMOVED /Plugins/Services/Orders/access",
                        "ADDED /Consumers/alice");
        assertThat(isKeyOf(back.consumerKeys().get("alice"), "alice")).isTrue();
        assertThat(isKeyOf(former, "alice"))
                .as("a key that was taken away stays so")
                .isFalse();
        assertThat(new Revisions(node.registrations).between(2, 6))
                .extracting(Difference::pointer)
                .containsExactly("/Consumers/alice/Keys");
    }

    @Test
    void rollback_configurationThatCannotBeUsedToday_isRefusedWithReasons() throws Exception {
        bind(GLOBAL, "cors", RULES);
        plugins.unbind("DELETE", GLOBAL, "cors", MASTER);
        bind(GLOBAL, "access", RULES);
        node.close();
        begin(TestPlugin.check(new TestPlugin("cors", "{\"type\":\"object\"}")));

        GatewayException refused = Problems.of(() -> changes.rollback(1, Optional.empty(), MASTER));
        assertThat(Problems.pointers(refused)).containsExactly("/Plugins/Global/cors");
        assertThat(refused.detail())
                .isEqualTo("Revision 1 cannot be gone back to: /Plugins/Global/cors The configuration is an array"
                        + " (expected: an object)");
        assertThat(changes.apply(config(), MASTER).outcome().revision())
                .as("what is there stays, though its plugin is not installed here")
                .isZero();
    }
}
