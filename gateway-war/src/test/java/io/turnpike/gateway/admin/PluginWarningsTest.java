package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.plugin.chain.PluginCatalogue;
import io.turnpike.gateway.plugin.chain.PluginQuestions;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.plugin.keyauth.KeyAuthPlugin;
import io.turnpike.gateway.schema.PlainPlugin;
import io.turnpike.gateway.schema.PluginCheck;
import io.turnpike.gateway.schema.TestPlugin;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of bindings, and what is said of those that name consumers that there are not. */
class PluginWarningsTest {

    private static final Terms MASTER = Terms.by("master");
    private static final Terms TRIED = new Terms("master", IfMatch.NONE, true);
    private static final Binding GLOBAL = new Binding(Scope.GLOBAL, "");
    private static final Binding ORDERS = new Binding(Scope.SERVICE, "Orders");

    @TempDir
    Path directory;

    private final PluginCatalogue catalogue = TestPlugin.catalogue(
            new KeyAuthPlugin(), new TestPlugin("access", TestPlugin.RULES, Phase.ACCESS), new PlainPlugin() {
                @Override
                public String name() {
                    return "moody";
                }

                @Override
                public Set<String> consumers(PluginConfiguration configuration) {
                    throw new IllegalStateException("not today");
                }
            });
    private final PluginCheck check = new PluginCheck(catalogue, new PluginQuestions());
    private final ConsumerDoubts doubts = new ConsumerDoubts(catalogue, new PluginQuestions());
    private ConfigurationStore store;
    private Node node;
    private PluginEdits plugins;
    private RouteEdits routes;
    private ConsumerEdits consumers;

    @BeforeEach
    void open() throws Exception {
        store = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        node = new Node(() -> store, Node.RARELY).started();
        plugins = new PluginEdits(node.registrations, check);
        routes = new RouteEdits(node.registrations, check);
        consumers = new ConsumerEdits(node.registrations, new SecureRandom());
        consumers.put("anna", Requests.json("{}"), MASTER);
    }

    @AfterEach
    void close() {
        node.close();
        store.close();
    }

    private Outcome bind(Binding binding, String name, String configuration, Terms terms) throws Exception {
        return plugins.bind("PUT", binding, name, Requests.json(configuration), terms);
    }

    private Outcome route(String id, String plugins) throws Exception {
        String body = "{\"Uris\":[\"/" + id
                + "\"],\"Upstream\":{\"Http\":{\"Nodes\":[{\"Address\":\"127.0.0.1:9\"}]}},\"Plugins\":" + plugins
                + "}";
        return routes.put(id, Requests.json(body), MASTER);
    }

    private List<String> warnings(Outcome outcome) {
        return messages(doubts.addedTo(JsonValue.EMPTY_JSON_ARRAY, outcome).getValuesAs(JsonObject.class));
    }

    private static List<String> messages(List<JsonObject> warnings) {
        return warnings.stream().map(each -> each.getString("Message")).toList();
    }

    @Test
    void warnings_consumersThatThereAreNot_areNamedWhereTheyStand() throws Exception {
        assertThat(warnings(bind(GLOBAL, "key-auth", "{\"Consumers\":[\"anna\"]}", MASTER)))
                .isEmpty();
        assertThat(warnings(bind(GLOBAL, "key-auth", "{\"Consumers\":[\"anna\",\"ben\"]}", MASTER)))
                .containsExactly("The plugin key-auth of all requests names a consumer that there is not: ben");
        assertThat(warnings(bind(ORDERS, "key-auth", "{\"Consumers\":[\"Anna\",\"eve\"]}", TRIED)))
                .containsExactly(
                        "The plugin key-auth of the service Orders names consumers that there are not: Anna (did"
                                + " you mean anna?), eve");
        assertThat(warnings(bind(ORDERS, "key-auth", "null", MASTER))).isEmpty();
        Outcome made = route("a", "{\"key-auth\":{\"Consumers\":[\"x1\",\"x2\",\"x3\",\"x4\",\"x5\",\"x6\",\"x7\"]}}");
        assertThat(warnings(made))
                .containsExactly("The plugin key-auth of the route a names consumers that there are not: x1, x2, x3,"
                        + " x4, x5 and 2 more");
        assertThat(doubts.addedTo(JsonValue.EMPTY_JSON_ARRAY, made)
                        .getJsonObject(0)
                        .getString("RouteId"))
                .isEqualTo("a");
        assertThat(messages(doubts.afterAll(made)))
                .as("of the whole configuration")
                .containsExactlyInAnyOrder(
                        "The plugin key-auth of all requests names a consumer that there is not: ben",
                        warnings(made).get(0));
        assertThat(doubts.afterAll(consumers.delete("anna", TRIED)))
                .as("what it would be after a change that is only tried")
                .anyMatch(each -> each.getString("Message").endsWith("there are not: anna, ben"));
        assertThat(warnings(bind(GLOBAL, "moody", "1", MASTER)))
                .as("one that fails to tell is not in the way")
                .isEmpty();
    }

    @Test
    void view_nullSwitchesOff_isToldApartFromWhatIsBound() throws Exception {
        bind(GLOBAL, "access", "[]", MASTER);
        bind(ORDERS, "access", "null", MASTER);
        route("a", "{\"access\":[]}");
        route("b", "{\"access\":null}");
        route("c", "{\"access\":null}");
        PluginView view = new PluginView(catalogue, new PullView(Optional.empty()));
        JsonObject shown = view.modules(node.registrations.state()).getJsonObject(0);
        assertThat(shown.getString("Name")).isEqualTo("access");
        assertThat(shown.getJsonArray("Bound"))
                .containsExactlyInAnyOrder(
                        json("To", "global").add("Version", 2).build(),
                        json("To", "service")
                                .add("ServiceName", "Orders")
                                .add("Off", true)
                                .add("Version", 3)
                                .build(),
                        json("To", "routes").add("Routes", 1).build(),
                        json("To", "routes").add("Routes", 2).add("Off", true).build());
        assertThat(view.installed(plugins.require("access"), node.registrations.state())
                        .build()
                        .getJsonArray("Bound"))
                .isEqualTo(shown.getJsonArray("Bound"));
    }

    private static JsonObjectBuilder json(String key, String value) {
        return Json.createObjectBuilder().add(key, value);
    }
}
