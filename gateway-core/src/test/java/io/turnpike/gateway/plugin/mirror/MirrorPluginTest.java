package io.turnpike.gateway.plugin.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeContext;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import io.turnpike.gateway.routing.rule.HttpTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirrorPluginTest {

    private final MirrorPlugin plugin = new MirrorPlugin(new Random(1)::nextDouble);

    @Test
    void access_byDefault_copiesEveryRequest() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'Address':'shadow:8080','Tls':true}");
        FakeRequest request = FakeRequest.get("/");

        assertThat(handler.access(request)).isSameAs(Decision.proceed());

        assertThat(request.endpoint()).isNull();
        assertThat(request.mirrors()).extracting(Endpoint::name).containsExactly("shadow:8080");
        assertThat(((FakeContext.Opened) request.mirrors().get(0)).target().tls())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0.5, 20, 90", "25, 2350, 2650", "100, 10000, 10000"})
    void access_percent_isTheShareThatIsCopied(String percent, int least, int most) throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'Address':'shadow:8080','Percent':" + percent + "}");
        int copied = 0;
        for (int i = 0; i < 10_000; i++) {
            FakeRequest request = FakeRequest.get("/");
            handler.access(request);
            copied += request.mirrors().size();
        }

        assertThat(copied).isBetween(least, most);
    }

    @Test
    void configure_noAddress_isTold() {
        assertThat(Plugins.faults(plugin, "{'Address':'shadow'}"))
                .singleElement()
                .asString()
                .startsWith("/Address Address: \"shadow\" has no port");
    }

    /** All that {@code Http} may say, each otherwise than by default. */
    private static final String HTTP = """
            {'Nodes': [{'Address': 'a:443', 'Weight': 3}, {'Address': 'b:443'}], 'Host': 'shadow.internal',
             'Tls': {'ServerName': 'shadow.internal', 'Verify': false},
             'ConnectTimeoutMillis': 300, 'IdleTimeoutMillis': 4000,
             'Failover': {'On': ['error', 'http_503'], 'Tries': 2, 'TimeoutMillis': 900},
             'Probe': {'Kind': 'https', 'Path': '/up', 'Statuses': [200, '202-204'], 'IntervalMillis': 700, 'TimeoutMillis': 600,
                       'Unhealthy': 5, 'Healthy': 4}}
            """;

    @Test
    void configure_http_isAllThatARoutesHttpMaySay() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'Http':" + HTTP + "}");
        FakeRequest request = FakeRequest.get("/");
        handler.access(request);
        assertThat(((FakeContext.Opened) request.mirrors().get(0)).target())
                .isEqualTo(new HttpTarget(
                        List.of(new HttpTarget.Node("a:443", 3), new HttpTarget.Node("b:443", 1)),
                        "",
                        Optional.of(new HttpTarget.Tls(Optional.of("shadow.internal"), Optional.empty(), false)),
                        Optional.empty(),
                        Optional.of("shadow.internal"),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(4),
                        new HttpTarget.Failover(Set.of("error", "http_503"), 2, Optional.of(Duration.ofMillis(900))),
                        Optional.of(new HttpTarget.Probe(
                                HttpTarget.Probe.Kind.HTTPS,
                                "/up",
                                List.of("200", "202-204"),
                                Duration.ofMillis(700),
                                Duration.ofMillis(600),
                                5,
                                4))));
    }

    @Test
    void configure_httpWithNodesOnly_isTheDefaults() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'Http':{'Nodes':[{'Address':'shadow:80'}]}}");
        FakeRequest request = FakeRequest.get("/");
        handler.access(request);
        assertThat(((FakeContext.Opened) request.mirrors().get(0)).target()).isEqualTo(HttpTarget.of("shadow:80"));
    }

    @Test
    void configure_httpWithFaults_areToldWithTheirPlaces() {
        assertThat(Plugins.faults(
                        plugin,
                        "{'Address':'a:80','Http':{'Nodes':[{'Address':'a'},{'Address':'b:80'},{'Address':'b:80'}],"
                                + "'Host':'a b'}}"))
                .satisfiesExactlyInAnyOrder(
                        both -> assertThat(both).startsWith("/Address Address: Http says it"),
                        port -> assertThat(port).startsWith("/Http/Nodes/0/Address Address: \"a\" has no port"),
                        twice -> assertThat(twice)
                                .startsWith("/Http/Nodes/2/Address Address: b:80 is the node number 2"),
                        host -> assertThat(host).startsWith("/Http/Host Host: "));
        assertThat(Plugins.faults(plugin, "{'Percent':10}"))
                .containsExactly(" There is neither Address nor Http (expected: one of them, where the copies go)");
    }
}
