package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.admin.model.PluginBinding;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.StoredEntry;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.pull.ConfigurationPull;
import io.turnpike.gateway.pull.PullOptions;
import io.turnpike.gateway.pull.PullSettings;
import io.turnpike.gateway.schema.PluginJson;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators see of a gateway that pulls from a directory, and of one that does not. */
class PullViewTest {

    private static final String RULES = "[{\"api\":\"/a\"}]";

    @TempDir
    Path directory;

    private ConfigurationPull pull;
    private PullView view;

    @BeforeEach
    void begin() {
        Map<String, String> settings = Map.of("pullSource", directory.toString(), "pullClusterId", "c1");
        PullOptions options = PullSettings.read(
                        key -> Optional.ofNullable(settings.get(key)), Duration.ofMillis(20), new ArrayList<>())
                .orElseThrow();
        pull = ConfigurationPull.of(options, Requests.PLUGINS, bound -> true, directory.resolve("data"), 1 << 16);
        view = new PullView(Optional.of(pull));
        pull.start();
    }

    @AfterEach
    void stop() {
        pull.stop();
    }

    private void publish() throws IOException {
        Path rules = directory.resolve("c1/modules/access/access/7/access.rules");
        Files.createDirectories(rules.getParent());
        Files.writeString(rules, RULES);
        Files.writeString(directory.resolve("c1/version.json"), "{\"modules\":{\"access\":{\"access\":\"7\"}}}");
    }

    private JsonObject status() {
        return view.status().orElseThrow().build();
    }

    @Test
    void status_beforeAndAfterSomethingIsPulled_tellsOfIt() throws IOException {
        Node.await(() -> status().containsKey("Fault"));
        assertThat(status().getString("Source")).isEqualTo(directory.toString());
        assertThat(status().getString("ClusterId")).isEqualTo("c1");
        assertThat(status()).containsKeys("LastPoll", "FaultSince").doesNotContainKeys("LastSuccess", "TakenAt");
        assertThat(view.configuration("access")).isEmpty();
        publish();
        Node.await(() -> status().containsKey("LastSuccess"));
        assertThat(status().getBoolean("FromLocalCopy")).isFalse();
        assertThat(status()).containsKeys("LastPoll", "TakenAt").doesNotContainKeys("Fault", "FaultSince");
        assertThat(view.configuration("access")).contains(PluginJson.parse(RULES));
        JsonObject module = new PluginView(Requests.PLUGINS.catalogue(), view)
                .modules(RegistrationState.NONE)
                .getJsonObject(0);
        assertThat(module.getString("Name")).isEqualTo("access");
        assertThat(module.getString("State")).isEqualTo("active");
        assertThat(module.getJsonArray("Bound")).hasToString("[{\"To\":\"global\",\"Pulled\":true,\"Version\":\"7\"}]");
    }

    @Test
    void modules_storeBindsOthersToAllRequests_showsThemUntilSomethingIsPulled() throws IOException {
        RegistrationState stored = RegistrationState.of(
                3,
                List.of(),
                RouteList.of(List.of()),
                EntryList.of(
                        List.of(stored(new Binding(Scope.GLOBAL, "")), stored(new Binding(Scope.SERVICE, "Orders")))),
                RegistrationState.NONE,
                definition -> {
                    throw new AssertionError(definition);
                },
                oddity -> {
                    throw new AssertionError(oddity);
                });
        PluginView plugins = new PluginView(Requests.PLUGINS.catalogue(), view);
        assertThat(plugins.modules(stored).toString()).contains("{\"To\":\"global\",\"Version\":3}");
        assertThat(view.replacesStored()).isFalse();
        publish();
        Node.await(() -> view.replacesStored());
        assertThat(plugins.modules(stored).getValuesAs(JsonObject.class))
                .extracting(module -> module.getJsonArray("Bound").toString())
                .containsExactly(
                        "[{\"To\":\"global\",\"Pulled\":true,\"Version\":\"7\"}]",
                        "[{\"To\":\"service\",\"ServiceName\":\"Orders\",\"Version\":3}]");
    }

    private static StoredEntry stored(Binding binding) {
        return new StoredEntry(new PluginBinding(binding, "cors", PluginJson.parse(RULES)), 3);
    }

    @Test
    void requirePush_pulling_isRefusedWithWhatIsAllowed() {
        assertThatThrownBy(() -> view.requirePush("GET")).isInstanceOfSatisfying(GatewayException.class, refusal -> {
            assertThat(refusal.error()).isEqualTo(GatewayError.CONFIGURATION_PULLED);
            assertThat(refusal.detail()).contains(directory.toString(), "cluster c1");
            assertThat(refusal.headers()).isEqualTo(Map.of("Allow", "GET"));
        });
    }

    @Test
    void everything_notPulling_isAsIfItWereNotThere() throws GatewayException {
        PullView none = new PullView(Optional.empty());
        none.requirePush("GET");
        assertThat(none.status()).isEmpty();
        assertThat(none.modules()).isEmpty();
        assertThat(none.configuration("access")).isEmpty();
    }
}
