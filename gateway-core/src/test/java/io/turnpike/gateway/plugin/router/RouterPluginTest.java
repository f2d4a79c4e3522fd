package io.turnpike.gateway.plugin.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterPluginTest {

    /** Reference 003's example. */
    private static final String EXAMPLE = """
            [{
              "type": "param",
              "api": "/api/v1/core/",
              "key": "account_id",
              "value": "1057",
              "endpoint": "upstream.abtest.elb.amazonaws:80"
            }, {
              "type": "header",
              "api": "/api/v1/core/",
              "key": "api_key",
              "value_matches": "1[0-9]{4}",
              "endpoint": "upstream.groupA.elb.amazonaws:80"
            }]
            """;

    private final RouterPlugin plugin = new RouterPlugin();

    private static String sentTo(PluginHandler handler, FakeRequest request) throws Exception {
        assertThat(handler.access(request)).isSameAs(Decision.proceed());
        return request.endpoint() == null ? "" : request.endpoint().name();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/core/?account_id=1057, '', upstream.abtest.elb.amazonaws:80",
        "/api/v1/core?account_id=1057, '', upstream.abtest.elb.amazonaws:80",
        "/api/v1/core/?account_id=1057, 10000, upstream.abtest.elb.amazonaws:80",
        "/api/v1/core/?account_id=1058, '', ''",
        "/api/v1/core/, 10000, upstream.groupA.elb.amazonaws:80",
        "/api/v1/core/, 19999, upstream.groupA.elb.amazonaws:80",
        "/api/v1/core/, 20000, ''",
        "/api/v1/core/, 100000, ''",
        "/api/v1/core/, x10000, ''",
        "/api/v1/core/more, 10000, ''"
    })
    void access_example_sendsByParameterAndExpression(String target, String key, String expected) throws Exception {
        PluginHandler handler = Plugins.configure(plugin, EXAMPLE);
        FakeRequest request = FakeRequest.get(target);

        assertThat(sentTo(handler, key.isEmpty() ? request : request.with("Api_Key: " + key)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/, ''",
        "/?a=1, one:80",
        "/?a=9, regex1:80",
        "/?a=2, two:80",
        "/?a=x, any:80",
        "/?a=, any:80",
        "/?b=1, b:80",
        "/?a=x&b=1, b:80",
        "/?b=1&a=2, b:80",
        "/?a=1&b=1, one:80",
        "/?a=7&a=2, two:80",
    })
    void access_valueThenExpressionThenAny_inTheirOrder(String target, String expected) throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin,
                "[{'type':'param','api':'/','key':'a','value':'*','endpoint':'any:80'},"
                        + "{'type':'param','api':'/','key':'a','value_matches':'[0-9]','endpoint':'regex1:80'},"
                        + "{'type':'param','api':'/','key':'a','value_matches':'[1-9]','endpoint':'regex2:80'},"
                        + "{'type':'param','api':'/','key':'a','value':'1','endpoint':'one:80'},"
                        + "{'type':'param','api':'/','key':'b','value':'1','endpoint':'b:80'},"
                        + "{'type':'param','api':'/','key':'a','value':'2','endpoint':'two:80'}]");

        assertThat(sentTo(handler, FakeRequest.get(target))).isEqualTo(expected);
    }

    @Test
    void access_clientAddress_sends() throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin,
                "[{'type':'header','api':'/','key':'remote_addr','value_matches':'10[.].*','endpoint':'in:80'}]");

        assertThat(sentTo(handler, FakeRequest.get("/").from("10.1.2.3"))).isEqualTo("in:80");
        assertThat(sentTo(handler, FakeRequest.get("/").from("11.1.2.3"))).isEmpty();
    }

    @Test
    void configure_faults_areToldAtOnce() {
        assertThat(Plugins.faults(
                        plugin,
                        "[{'type':'param','api':'/','key':'a','value':'1','value_matches':'1','endpoint':'a:80'},"
                                + "{'type':'param','api':'/','key':'a','endpoint':'a:80'},"
                                + "{'type':'param','api':'/','key':'a','value_matches':'(','endpoint':'a'},"
                                + "{'type':'param','api':'/','key':'a','value':'1','endpoint':'a:80'},"
                                + "{'type':'param','api':'/','key':'a','value':'1','endpoint':'a:80'},"
                                + "{'type':'param','api':'/','key':'a','value':'1','endpoint':'b:80'},"
                                + "{'type':'param','api':'/','key':'a','value':'2','endpoint':'http://b:80'}]"))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("/0 The rule has both value and value_matches"),
                        fault -> assertThat(fault).startsWith("/1 The rule has neither value nor value_matches"),
                        fault -> assertThat(fault).startsWith("/2/endpoint endpoint: \"a\" has no port"),
                        fault -> assertThat(fault).startsWith("/2/value_matches value_matches: the regular expression"),
                        fault -> assertThat(fault)
                                .isEqualTo(
                                        "/5 The rule /3 sends param a \"1\" of / to a:80 already (expected: one rule for"
                                                + " it)"),
                        fault -> assertThat(fault)
                                .startsWith("/6/endpoint endpoint: \"http://b:80\" is a URL (expected: host:port,")
                                .doesNotContain("Tls"));
    }
}
