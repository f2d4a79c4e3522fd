package io.turnpike.gateway.plugin.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginBindings;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginCatalogueTest {

    private final List<String> oddities = new ArrayList<>();

    /** Says everything well but one thing, which it throws at. */
    private static class Moody implements Plugin {

        private final String name;
        private final @Nullable String method;

        Moody(String name, @Nullable String method) {
            this.name = name;
            this.method = method;
        }

        void reach(String reached) {
            if (reached.equals(method)) {
                throw new IllegalStateException("not today");
            }
        }

        @Override
        public String name() {
            reach("name");
            return name;
        }

        @Override
        public int priority() {
            reach("priority");
            return 1;
        }

        @Override
        public Set<Phase> phases() {
            reach("phases");
            return Set.of(Phase.ACCESS);
        }

        @Override
        public String schema() {
            reach("schema");
            return "{}";
        }

        @Override
        public boolean neverBlocks() {
            reach("neverBlocks");
            return true;
        }

        @Override
        public String version() {
            reach("version");
            return "";
        }

        @Override
        public PluginHandler configure(PluginConfiguration configuration, PluginContext context) {
            return new PluginHandler() {};
        }
    }

    private PluginCatalogue catalogue(Plugin... plugins) {
        return new PluginCatalogue(List.of(plugins), Set.of(), oddities::add);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "priority", "phases", "schema", "neverBlocks", "version"})
    void one_that_fails_to_tell_what_it_is_is_left_out_with_a_sentence(String method) {
        PluginCatalogue catalogue = catalogue(new Moody("moody", method), new Moody("good", null));
        assertThat(catalogue.all()).extracting(Plugin::name).containsExactly("good");
        assertThat(oddities)
                .containsExactly("The plugin " + Moody.class.getName() + " is left out: its " + method
                        + "() fails: java.lang.IllegalStateException: not today");
    }

    @Test
    void one_that_says_null_is_left_out() {
        assertThat(catalogue(new Moody("x", null) {
                            @Override
                            @SuppressWarnings("NullAway")
                            public String schema() {
                                return null;
                            }
                        })
                        .all())
                .isEmpty();
        assertThat(oddities).singleElement().asString().contains("its schema() fails", "null");
    }

    @Test
    void of_two_of_a_name_the_first_counts_and_a_bad_name_is_left_out() {
        Moody first = new Moody("same", null);
        PluginCatalogue catalogue = catalogue(first, new Moody("same", null), new Moody("No Name", null));
        assertThat(catalogue.all()).extracting(KnownPlugin::origin).containsExactly(first);
        assertThat(oddities)
                .satisfiesExactly(
                        second -> assertThat(second).contains("is called same, too"),
                        bad -> assertThat(bad).contains("its name is \"No Name\""));
    }

    @Test
    void what_one_throws_after_it_has_been_found_does_not_stop_the_building_of_chains() {
        AtomicBoolean spoilt = new AtomicBoolean();
        Plugin plugin = new Moody("later", null) {
            @Override
            void reach(String reached) {
                if (spoilt.get()) {
                    throw new IllegalStateException(reached);
                }
            }
        };
        try (Plugins plugins = new Plugins().installed(plugin).installed(new Moody("other", null))) {
            PluginRuntime runtime = plugins.runtime(Set.of());
            spoilt.set(true);
            PluginChains chains = runtime.chains(
                    PluginChains.NONE,
                    new PluginBindings(
                            Map.of("later", PluginConfiguration.EMPTY, "other", PluginConfiguration.EMPTY), Map.of()),
                    List.of());
            assertThat(chains.isEmpty()).isFalse();
            chains.release();
        }
    }
}
