package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.schema.PluginJson;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is bound from elsewhere than the store, beside what the store has, at a gateway that pulls and at one that does not. */
class GlobalOverlayTest {

    private static final Terms MASTER = Terms.by("master");
    private static final Binding GLOBAL = new Binding(Scope.GLOBAL, "");
    private static final Binding ORDERS = new Binding(Scope.SERVICE, "Orders");
    private static final String STORED = "[{\"api\":\"/stored\"}]";
    private static final String PULLED = "[{\"api\":\"/pulled\"}]";
    private static final String OTHERS = "[{\"api\":\"/others\"}]";

    @TempDir
    Path directory;

    private ConfigurationStore real;
    private SharedStore store;
    private Node pushing;
    private Node pulling;

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        store = new SharedStore(real);
        pushing = new Node(() -> store, Node.RARELY).started();
        bind(pushing, GLOBAL, "access", STORED);
        bind(pushing, GLOBAL, "cors", STORED);
        pulling = new Node(() -> store, Duration.ofMillis(20), Clock.systemUTC(), GlobalOverlay.AWAITED);
    }

    @AfterEach
    void close() {
        pushing.close();
        pulling.close();
        real.close();
    }

    private static Outcome bind(Node node, Binding binding, String name, String rules) throws Exception {
        return new PluginEdits(node.registrations, Requests.PLUGINS)
                .bind("PUT", binding, name, Requests.json(rules), MASTER);
    }

    private static void pull(Node node, String rules) {
        assertThat(node.registrations.bindPulled(Map.of("access", PluginJson.parse(rules))))
                .isTrue();
    }

    private static void assertStoredIsBound(Node node) {
        assertThat(node.bindings.global())
                .isEqualTo(Map.of("access", PluginJson.parse(STORED), "cors", PluginJson.parse(STORED)));
    }

    /** And nothing of what the store has for all requests. */
    private static void assertPulledIsBound(Node node, String access) {
        assertThat(node.bindings.global()).isEqualTo(Map.of("access", PluginJson.parse(access)));
    }

    @Test
    void started_nothingPulledYet_servesNothingAndTakesChanges() throws Exception {
        pulling.started();
        long revision = bind(pulling, ORDERS, "access", STORED).revision();
        assertThat(pulling.published).as("discarded, both").containsExactly(-2L, -revision);
        pull(pulling, PULLED);
        assertThat(pulling.published).endsWith(revision);
        assertPulledIsBound(pulling, PULLED);
    }

    @Test
    void bindPulled_beforeTheStoreIsLoaded_isThereFromTheBeginning() {
        pull(pulling, PULLED);
        assertThat(pulling.published).isEmpty();
        pulling.started();
        assertThat(pulling.published).containsExactly(2L);
        assertPulledIsBound(pulling, PULLED);
    }

    @Test
    void bindPulled_again_replacesWhatWasPulledAndMakesNoRevision() {
        pull(pulling, PULLED);
        pulling.started();
        pull(pulling, OTHERS);
        assertPulledIsBound(pulling, OTHERS);
        assertThat(pulling.registrations.bindPulled(Map.of())).isTrue();
        assertThat(pulling.bindings.global()).as("not even what the store has").isEmpty();
        assertThat(pulling.registrations.revision()).isEqualTo(2);
        assertThat(pulling.published).containsExactly(2L, 2L, 2L);
        assertStoredIsBound(pushing);
    }

    @Test
    void bindPulled_cannotBeBuilt_leavesEverythingAsItWas() {
        pull(pulling, PULLED);
        pulling.started();
        pulling.cannotBuild = true;
        assertThatThrownBy(() -> pull(pulling, OTHERS)).isInstanceOf(IllegalStateException.class);
        pulling.cannotBuild = false;
        assertPulledIsBound(pulling, PULLED);
    }

    @Test
    void bindPulled_afterTheEnd_bindsNothing() {
        pull(pulling, PULLED);
        pulling.started();
        pulling.registrations.stop();
        assertThat(pulling.registrations.bindPulled(Map.of("access", PluginJson.parse(OTHERS))))
                .isFalse();
        assertPulledIsBound(pulling, PULLED);
    }

    @Test
    void otherNodeChangesTheStore_staysBelowWhatWasPulled() throws Exception {
        pull(pulling, PULLED);
        pulling.started();
        bind(pushing, GLOBAL, "access", OTHERS);
        bind(pushing, GLOBAL, "cors", OTHERS);
        long revision = bind(pushing, ORDERS, "access", OTHERS).revision();
        Node.await(() -> pulling.published.contains(revision));
        assertPulledIsBound(pulling, PULLED);
        assertThat(pulling.bindings.services()).isEqualTo(Map.of("Orders", Map.of("access", PluginJson.parse(OTHERS))));
    }

    @Test
    void change_ofGlobalBindings_isRefusedWhereTheyArePulled() throws Exception {
        pull(pulling, PULLED);
        pulling.started();
        assertConflict(() -> bind(pulling, GLOBAL, "cors", OTHERS), "/Plugins/Global/cors");
        try (InMemoryServiceRegistry registry =
                new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)))) {
            ConfigurationChanges changes = new ConfigurationChanges(
                    pulling.registrations,
                    new Revisions(pulling.registrations),
                    pulling.registrations.compiler(),
                    new Dismissal(registry, registry),
                    Requests.PLUGINS,
                    new SecureRandom());
            assertConflict(
                    () -> changes.apply(Requests.json("{\"Owners\":[]}"), MASTER),
                    "/Plugins/Global/access",
                    "/Plugins/Global/cors");
            String same = "{\"Owners\":[],\"Plugins\":{\"Global\":{\"access\":" + STORED + ",\"cors\":" + STORED
                    + "},\"Services\":{\"Orders\":{\"cors\":" + OTHERS + "}}}}";
            assertThat(changes.apply(Requests.json(same), MASTER).outcome().revision())
                    .as("what stays as it is is no change")
                    .isEqualTo(3);
        }
    }

    private static void assertConflict(ThrowingCallable change, String... pointers) {
        assertThatThrownBy(change).isInstanceOfSatisfying(GatewayException.class, refusal -> {
            assertThat(refusal.error()).isEqualTo(GatewayError.CONFLICT);
            assertThat(refusal.faults()).extracting(Fault::pointer).containsExactly(pointers);
        });
    }
}
