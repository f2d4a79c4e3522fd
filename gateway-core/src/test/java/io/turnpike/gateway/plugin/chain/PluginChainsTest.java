package io.turnpike.gateway.plugin.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginBindings;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import io.turnpike.gateway.upstream.BufferedUpstream;
import io.turnpike.gateway.upstream.StreamedUpstream;
import io.turnpike.gateway.upstream.Upstream;
import io.turnpike.gateway.upstream.http.LogLines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which plugins a request has. */
class PluginChainsTest {

    private static final PluginConfiguration OFF = PluginConfiguration.of(null);

    private final List<String> said = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final Plugins plugins =
            new Plugins().install("says", 1, true, this::says).install("also", 2, true, this::says);

    @AfterEach
    void close() {
        plugins.close();
    }

    private PluginHandler says(PluginConfiguration configuration, Object context) {
        return new PluginHandler() {
            @Override
            public Decision access(PluginRequest request) {
                said.add(configuration.text().orElse("?"));
                return Decision.proceed();
            }

            @Override
            public void close() {
                closed.add(configuration.text().orElse("?"));
            }
        };
    }

    private static PluginConfiguration text(String text) {
        return PluginConfiguration.of(text);
    }

    private static CheckedRoute route(String id, Map<String, PluginConfiguration> plugins) throws Exception {
        return RouteCompiler.compile(new RouteDefinition(
                id,
                0,
                List.of("/" + id),
                List.of(),
                Set.of(),
                List.of(),
                List.of(),
                new ThriftTarget("Shop", "buy"),
                plugins));
    }

    private List<String> asked(PluginChains chains, String route, String service) {
        said.clear();
        Upstream upstream = chains.around(ScriptedUpstream.answering("x", 200, ""), route, service);
        if (upstream instanceof StreamedUpstream streamed) {
            Client.get(streamed, "/");
        }
        return List.copyOf(said);
    }

    @Test
    void of_one_plugin_the_most_specific_binding_counts_and_null_is_none() throws Exception {
        PluginBindings bindings = new PluginBindings(
                Map.of("says", text("global"), "also", text("also global")),
                Map.of("Shop", Map.of("says", text("shop")), "Quiet", Map.of("says", OFF, "also", OFF)));
        PluginChains chains = plugins.runtime(Set.of())
                .chains(
                        PluginChains.NONE,
                        bindings,
                        List.of(route("own", Map.of("says", text("route"))), route("off", Map.of("says", OFF))));
        assertThat(asked(chains, "", "")).containsExactly("also global", "global");
        assertThat(asked(chains, "", "Shop")).containsExactly("also global", "shop");
        assertThat(asked(chains, "other", "Shop")).containsExactly("also global", "shop");
        assertThat(asked(chains, "own", "Shop")).containsExactly("also global", "route");
        assertThat(asked(chains, "off", "Shop")).containsExactly("also global");
        assertThat(asked(chains, "", "Quiet")).isEmpty();
    }

    @Test
    void one_whose_configuration_does_not_fit_its_schema_any_more_does_not_get_it_and_lets_nothing_through() {
        PluginChains chains = plugins.schemas((plugin, configuration) ->
                        configuration.equals(text("misfit")) ? List.of(Fault.at("", "does not fit")) : List.of())
                .runtime(Set.of())
                .chains(
                        PluginChains.NONE,
                        new PluginBindings(Map.of(), Map.of("Shop", Map.of("says", text("misfit")))),
                        List.of());
        Client client =
                Client.get((StreamedUpstream) chains.around(ScriptedUpstream.answering("x", 200, ""), "", "Shop"), "/");
        assertThat(client.status).isEqualTo(503);
        assertThat(client.text()).contains("plugin-broken");
        assertThat(said).isEmpty();
    }

    @Test
    void one_that_is_disabled_on_this_node_is_not_asked_and_one_that_is_not_installed_lets_nothing_through() {
        PluginChains disabled = plugins.runtime(Set.of("says"))
                .chains(PluginChains.NONE, new PluginBindings(Map.of("says", text("global")), Map.of()), List.of());
        Upstream upstream = ScriptedUpstream.answering("x", 200, "");
        assertThat(disabled.around(upstream, "", "")).isSameAs(upstream);
        PluginChains missing = plugins.runtime(Set.of())
                .chains(PluginChains.NONE, new PluginBindings(Map.of("gone", text("x")), Map.of()), List.of());
        Client client = Client.get((StreamedUpstream) missing.around(upstream, "", ""), "/");
        assertThat(client.status).isEqualTo(503);
        assertThat(client.text()).contains("plugin-broken").doesNotContain("gone");
    }

    @Test
    void one_that_is_not_installed_is_told_once_as_long_as_it_is_bound() {
        PluginRuntime runtime = plugins.runtime(Set.of());
        PluginBindings gone = new PluginBindings(Map.of("gone", text("x")), Map.of());
        PluginBindings none = new PluginBindings(Map.of(), Map.of());
        try (LogLines log = new LogLines(PluginRuntime.class)) {
            PluginChains last = PluginChains.NONE;
            for (PluginBindings next : List.of(gone, gone, none, gone)) {
                last = runtime.chains(last, next, List.of());
            }
            assertThat(log.lines())
                    .hasSize(2)
                    .allMatch(line -> line.contains("The plugin gone, bound to all requests, cannot be asked"));
        }
    }

    @Test
    void what_is_bound_in_the_same_way_is_asked_on_and_closed_when_nobody_holds_it() {
        PluginRuntime runtime = plugins.runtime(Set.of());
        PluginChains first = runtime.chains(
                PluginChains.NONE,
                new PluginBindings(Map.of("says", text("a"), "also", text("b")), Map.of()),
                List.of());
        PluginChains second = runtime.chains(
                first, new PluginBindings(Map.of("says", text("a"), "also", text("c")), Map.of()), List.of());
        first.release();
        assertThat(closed).containsExactly("b");
        assertThat(asked(second, "", "")).containsExactly("c", "a");
        second.release();
        assertThat(closed).containsExactlyInAnyOrder("b", "a", "c");
    }

    @Test
    void what_a_handler_has_scheduled_is_not_run_after_it_has_been_closed() throws Exception {
        List<PluginContext> contexts = new ArrayList<>();
        plugins.install("timed", 1, true, (configuration, context) -> {
            contexts.add(context);
            return new PluginHandler() {};
        });
        PluginRuntime runtime = plugins.runtime(Set.of());
        PluginChains chains =
                runtime.chains(PluginChains.NONE, new PluginBindings(Map.of("timed", text("x")), Map.of()), List.of());
        // The one I/O thread is held up, so that what is scheduled is due and yet not run.
        CountDownLatch held = new CountDownLatch(1);
        runtime.schedule(
                () -> {
                    try {
                        held.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                Duration.ZERO);
        contexts.get(0).schedule(() -> said.add("too late"), Duration.ZERO);
        chains.release();
        contexts.get(0).schedule(() -> said.add("much too late"), Duration.ZERO);
        CountDownLatch passed = new CountDownLatch(1);
        runtime.schedule(passed::countDown, Duration.ZERO);
        held.countDown();
        assertThat(passed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said).isEmpty();
    }

    @Test
    void configurations_are_equal_by_what_they_mean() {
        assertThat(PluginConfiguration.of(Map.of("a", 1, "b", List.of(1.50, true))))
                .isEqualTo(
                        PluginConfiguration.of(Map.of("b", List.of(new java.math.BigDecimal("1.5"), true), "a", 1L)));
        assertThat(PluginConfiguration.of(Map.of("a", 10)).number("a", 0)).isEqualTo(10);
    }

    @Test
    void an_upstream_that_takes_bodies_whole_does_not_stream_because_it_has_plugins() {
        PluginChains chains = plugins.runtime(Set.of())
                .chains(PluginChains.NONE, new PluginBindings(Map.of("says", text("x")), Map.of()), List.of());
        Upstream thrift =
                (BufferedUpstream) (exchange, parameters) -> CompletableFuture.completedFuture(Response.empty(204));
        assertThat(PluginChains.streams(chains.around(thrift, "", ""))).isFalse();
        assertThat(PluginChains.streams(chains.around(ScriptedUpstream.answering("x", 200, ""), "", "")))
                .isTrue();
    }

    @Test
    void one_that_does_not_return_when_it_is_configured_lets_nothing_through_and_holds_nobody_up() throws Exception {
        try (Plugins stuck = new Plugins().timeout(Duration.ofMillis(50))) {
            AtomicInteger asked = new AtomicInteger();
            stuck.install("stuck", 1, false, (configuration, context) -> {
                asked.incrementAndGet();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                throw new AssertionError("not reached");
            });
            PluginBindings bindings =
                    new PluginBindings(Map.of("stuck", text("x")), Map.of("Shop", Map.of(), "Other", Map.of()));
            PluginChains chains = stuck.runtime(Set.of()).chains(PluginChains.NONE, bindings, List.of());
            Client client = Client.get(
                    (StreamedUpstream) chains.around(ScriptedUpstream.answering("x", 200, ""), "", "Shop"), "/");
            assertThat(client.status).isEqualTo(503);
            assertThat(asked).as("once for all chains that have it").hasValue(1);
        }
    }

    @Test
    void one_that_has_failed_is_not_tried_again_until_its_own_configuration_changes() {
        AtomicInteger asked = new AtomicInteger();
        plugins.install("fails", 1, false, (configuration, context) -> {
            asked.incrementAndGet();
            throw new IllegalStateException("not today");
        });
        PluginRuntime runtime = plugins.runtime(Set.of());
        PluginBindings same = new PluginBindings(Map.of("fails", text("a")), Map.of());
        PluginChains last = runtime.chains(PluginChains.NONE, same, List.of());
        last = runtime.chains(last, same, List.of());
        last = runtime.chains(last, new PluginBindings(same.global(), Map.of("Shop", Map.of())), List.of());
        assertThat(asked).hasValue(1);
        Client client =
                Client.get((StreamedUpstream) last.around(ScriptedUpstream.answering("x", 200, ""), "", "Shop"), "/");
        assertThat(client.status).isEqualTo(503);
        last = runtime.chains(last, new PluginBindings(Map.of("fails", text("b")), Map.of()), List.of());
        assertThat(asked).hasValue(2);
        last = runtime.chains(last, new PluginBindings(Map.of(), Map.of()), List.of());
        assertThat(last.isEmpty()).isTrue();
        runtime.chains(last, same, List.of());
        assertThat(asked).as("bound anew").hasValue(3);
    }

    @Test
    void a_handler_that_comes_too_late_is_closed() throws Exception {
        try (Plugins late = new Plugins().timeout(Duration.ofMillis(20))) {
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch closedLate = new CountDownLatch(1);
            late.install("late", 1, true, (configuration, context) -> {
                while (held.getCount() > 0) {
                    Thread.onSpinWait();
                }
                return new PluginHandler() {
                    @Override
                    public void close() {
                        closedLate.countDown();
                    }
                };
            });
            try (LogLines log = new LogLines(PluginRuntime.class)) {
                late.runtime(Set.of())
                        .chains(PluginChains.NONE, new PluginBindings(Map.of("late", text("x")), Map.of()), List.of());
                assertThat(log.lines())
                        .singleElement()
                        .asString()
                        .contains("The plugin late, bound to all requests, cannot be asked")
                        .endsWith(": it has not answered within 20 ms");
            }
            held.countDown();
            assertThat(closedLate.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
