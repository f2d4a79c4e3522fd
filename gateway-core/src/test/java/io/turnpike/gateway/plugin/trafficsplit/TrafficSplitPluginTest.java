package io.turnpike.gateway.plugin.trafficsplit;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeContext;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import io.turnpike.gateway.routing.rule.HttpTarget;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficSplitPluginTest {

    private static final String OWN = "own";

    private final TrafficSplitPlugin plugin = new TrafficSplitPlugin();

    private static String place(PluginHandler handler, FakeRequest request) throws Exception {
        assertThat(handler.access(request)).isSameAs(Decision.proceed());
        return request.endpoint() == null ? OWN : request.endpoint().name();
    }

    private static Map<String, Integer> places(PluginHandler handler, int requests) throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < requests; i++) {
            counts.merge(place(handler, FakeRequest.get("/")), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void access_weights_areKeptExactly() throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin,
                "{'Rules':[{'Choices':[{'Weight':90},{'Address':'canary:80','Weight':9},{'Address':'b:80'},"
                        + "{'Address':'off:80','Weight':0}]}]}");

        assertThat(places(handler, 1_000)).isEqualTo(Map.of(OWN, 900, "canary:80", 90, "b:80", 10));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', a:80",
        "'X-Env: blue', '', blue:80",
        "'x-env: blue', '', blue:80",
        "'X-Env: green', '', a:80",
        "'X-Env: blue', v=3, blue:80",
        "'', v=3, three:80",
        "'', v=2, a:80",
        "'', beta=&v=1, a:80",
        "'Cookie: ab=x1', '', own",
        "'Cookie: ab=y', '', a:80",
        "'Cookie: ab=x1; v=1', v=3, three:80"
    })
    void access_rules_firstWhoseConditionsHold(String line, String query, String expected) throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin,
                "{'Rules':[{'Conditions':[{'Header':'X-Env','Operator':'equals','Value':'blue'}],"
                        + "'Choices':[{'Address':'blue:80'}]},"
                        + "{'Conditions':[{'Query':'v','Operator':'greater','Value':2},"
                        + "{'Query':'beta','Operator':'absent'}],'Choices':[{'Address':'three:80'}]},"
                        + "{'Conditions':[{'Cookie':'ab','Operator':'matches','Value':'x[0-9]'}],'Choices':[{}]},"
                        + "{'Conditions':[{'Query':'v','Operator':'notIn','Values':['9','10']}],"
                        + "'Choices':[{'Address':'a:80'}]}]}");
        FakeRequest request = FakeRequest.get(query.isEmpty() ? "/" : "/?" + query);

        assertThat(place(handler, line.isEmpty() ? request : request.with(line)))
                .isEqualTo(expected);
    }

    @Test
    void access_noRuleHolds_isTheRoutesOwn() throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin,
                "{'Rules':[{'Conditions':[{'Header':'X','Operator':'present'}],'Choices':[{'Address':'a:80'}]}]}");

        assertThat(place(handler, FakeRequest.get("/"))).isEqualTo(OWN);
    }

    @Test
    void access_sentElsewhereBefore_staysThere() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'Rules':[{'Choices':[{'Address':'a:80'}]}]}");
        FakeRequest request = FakeRequest.get("/");
        request.sendTo(() -> "router");

        assertThat(place(handler, request)).isEqualTo("router");
    }

    @ParameterizedTest
    @CsvSource({"Header, X-User", "Cookie, sid", "Client, ''"})
    void access_sticky_isTheSameForOneClient(String kind, String name) throws Exception {
        String sticky = kind.equals("Client") ? "'Client':true" : "'" + kind + "':'" + name + "'";
        String json =
                "{'Rules':[{'Sticky':{" + sticky + "},'Choices':[{'Weight':70},{'Address':'b:80','Weight':30}]}]}";
        PluginHandler one = Plugins.configure(plugin, json);
        PluginHandler other = Plugins.configure(new TrafficSplitPlugin(), json);
        int elsewhere = 0;
        for (int i = 0; i < 4_000; i++) {
            String place = place(one, of(kind, name, i));
            assertThat(place(one, of(kind, name, i))).isEqualTo(place);
            assertThat(place(other, of(kind, name, i))).as("on another node").isEqualTo(place);
            elsewhere += place.equals(OWN) ? 0 : 1;
        }
        assertThat(elsewhere).isBetween(1_080, 1_320);
    }

    @Test
    void access_stickyWithoutTheValue_takesTurns() throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin,
                "{'Rules':[{'Sticky':{'Cookie':'sid'},'Choices':[{'Weight':1},{'Address':'b:80','Weight':1}]}]}");

        assertThat(places(handler, 100)).isEqualTo(Map.of(OWN, 50, "b:80", 50));
    }

    @Test
    void access_greaterWeight_movesClientsOnlyThere() throws Exception {
        PluginHandler before = Plugins.configure(plugin, canary(10));
        PluginHandler after = Plugins.configure(plugin, canary(20));
        int moved = 0;
        for (int i = 0; i < 4_000; i++) {
            String first = place(before, of("Header", "X-User", i));
            String second = place(after, of("Header", "X-User", i));
            if (!first.equals(second)) {
                assertThat(second).isEqualTo("canary:80");
                moved++;
            }
        }
        // From 10 of 100 to 20 of 110.
        assertThat(moved).isBetween(250, 410);
    }

    @Test
    void access_tls_isCalledByHttps() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, "{'Rules':[{'Choices':[{'Address':'a:443','Tls':true}]}]}");
        FakeRequest request = FakeRequest.get("/");

        handler.access(request);

        assertThat(((FakeContext.Opened) request.endpoint()).target().tls()).isPresent();
    }

    @Test
    void access_choiceWithHttp_goesToItsNodesAndIsStickyByAllOfThem() throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin,
                "{'Rules':[{'Choices':[{'Weight':0},{'Http':{'Nodes':[{'Address':'a:443'},{'Address':'b:443'}],'Tls':{},"
                        + "'Host':'canary.internal'}}]}]}");
        FakeRequest request = FakeRequest.get("/");
        handler.access(request);
        HttpTarget target = ((FakeContext.Opened) Objects.requireNonNull(request.endpoint())).target();
        assertThat(target.nodes()).extracting(HttpTarget.Node::address).containsExactly("a:443", "b:443");
        assertThat(target.host()).contains("canary.internal");
        assertThat(target.tls()).isPresent();
        assertThat(Plugins.faults(
                        plugin,
                        "{'Rules':[{'Choices':[{'Address':'a:80'},{'Http':{'Nodes':[{'Address':'a:80'}]}},"
                                + "{'Http':{'Nodes':[{'Address':'x'}]},'Tls':true}]}]}"))
                .satisfiesExactlyInAnyOrder(
                        twice -> assertThat(twice).startsWith("/Rules/0/Choices/1 http://a:80 is there twice"),
                        tls -> assertThat(tls).startsWith("/Rules/0/Choices/2/Tls Tls: Http says it"),
                        port -> assertThat(port)
                                .startsWith("/Rules/0/Choices/2/Http/Nodes/0/Address Address: \"x\" has no port"));
    }

    @Test
    void configure_faults_areToldAtOnce() {
        assertThat(Plugins.faults(
                        plugin,
                        "{'Rules':[{'Choices':[{'Weight':0}]},"
                                + "{'Choices':[{},{'Tls':true},{'Address':'a'},{'Address':'b:80'},{'Address':'b:80'}]},"
                                + "{'Sticky':{'Header':'a b','Client':true},'Choices':[{}]},"
                                + "{'Sticky':{'Cookie':'a b'},'Choices':[{}]},"
                                + "{'Conditions':[{'Operator':'equals','Value':'1'}],'Choices':[{}]},"
                                + "{'Conditions':[{'Header':'a','Query':'b','Operator':'present'}],'Choices':[{}]},"
                                + "{'Conditions':[{'Header':'a','Operator':'in','Value':'1'}],'Choices':[{}]},"
                                + "{'Conditions':[{'Header':'a','Operator':'equals','Values':['1']}],'Choices':[{}]},"
                                + "{'Conditions':[{'Header':'a','Operator':'matches','Value':'('},"
                                + "{'Query':'a','Operator':'less','Value':'x'}],'Choices':[{}]}]}"))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("/Rules/0/Choices Choices: none has a weight"),
                        fault -> assertThat(fault).startsWith("/Rules/1/Choices/1/Tls Tls: it is the route"),
                        fault -> assertThat(fault).startsWith("/Rules/1/Choices/1 The route's own upstream is there"),
                        fault -> assertThat(fault).startsWith("/Rules/1/Choices/2/Address Address: \"a\" has no port"),
                        fault -> assertThat(fault).startsWith("/Rules/1/Choices/4 http://b:80 is there twice"),
                        fault -> assertThat(fault).startsWith("/Rules/2/Sticky Sticky has Header and Client"),
                        fault -> assertThat(fault).startsWith("/Rules/3/Sticky/Cookie Cookie: \"a b\""),
                        fault -> assertThat(fault).startsWith("/Rules/4/Conditions/0 The condition needs one of"),
                        fault -> assertThat(fault).startsWith("/Rules/5/Conditions/0 The condition needs one of"),
                        fault -> assertThat(fault).startsWith("/Rules/6/Conditions/0 in has Value (expected: Values)"),
                        fault -> assertThat(fault).startsWith("/Rules/7/Conditions/0 equals has Values"),
                        fault -> assertThat(fault).startsWith("/Rules/8/Conditions/0/Value Value: the regular"),
                        fault -> assertThat(fault).startsWith("/Rules/8/Conditions/1/Value less: \"x\""));
    }

    private static String canary(int weight) {
        return "{'Rules':[{'Sticky':{'Header':'X-User'},'Choices':[{'Weight':60},{'Address':'b:80','Weight':30},"
                + "{'Address':'canary:80','Weight':" + weight + "}]}]}";
    }

    private static FakeRequest of(String kind, String name, int i) {
        return switch (kind) {
            case "Header" -> FakeRequest.get("/").with(name + ": user" + i);
            case "Cookie" -> FakeRequest.get("/").with("Cookie: a=b; " + name + "=" + i);
            default -> FakeRequest.get("/").from("10.0." + i / 250 + "." + i % 250);
        };
    }
}
