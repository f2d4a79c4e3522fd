package io.turnpike.gateway.plugin.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPluginTest {

    /** Reference 003's example. */
    private static final String EXAMPLE = """
            [{
              "type": "header",
              "api": "/api/v1/core/",
              "key": "remote_addr",
              "value": "10.10.10.101",
              "access": "deny"
            }, {
              "type": "param",
              "api": "/api/v1/core/",
              "key": "account_id",
              "value": "1234",
              "access": "deny"
            }]
            """;

    private static final String DENIED = "401 Access denied";

    private final AccessPlugin plugin = new AccessPlugin();

    @Test
    void plugin_asReferenceHasIt() {
        assertThat(plugin.name()).isEqualTo("access");
        assertThat(plugin.phases()).containsExactly(Phase.ACCESS);
        assertThat(plugin.schema()).contains("\"additionalProperties\": false");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/core/, 10.10.10.101, denied",
        "/api/v1/core, 10.10.10.101, denied",
        "/api/v1/%63ore/, 10.10.10.101, denied",
        "/api/v1/x/../core/, 10.10.10.101, denied",
        "/api/v1/core/items, 10.10.10.101, passes",
        "/api/v1/, 10.10.10.101, passes",
        "/, 10.10.10.101, passes",
        "/api/v1/core/, 10.10.10.10, passes",
        "/api/v1/core/, '', passes",
        "/api/v1/core/?account_id=1234, 10.0.0.1, denied",
        "/api/v1/core/?account_id=1&account_id=1234, 10.0.0.1, denied",
        "/api/v1/core/?account%5Fid=123%34, 10.0.0.1, denied",
        "/api/v1/core/?account_id=12345, 10.0.0.1, passes",
        "/api/v1/core/?account_id=*, 10.0.0.1, passes",
        "/api/v1/other/?account_id=1234, 10.0.0.1, passes"
    })
    void access_example_refusesAddressAndParameter(String target, String client, String expected) throws Exception {
        PluginHandler handler = Plugins.configure(plugin, EXAMPLE);

        String word = Plugins.word(handler.access(FakeRequest.get(target).from(client)));

        assertThat(word).isEqualTo(expected.equals("denied") ? DENIED : "proceed");
    }

    @Test
    void access_addressInAHeaderOfTheClient_isNotTheAddress() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, EXAMPLE);

        FakeRequest request = FakeRequest.get("/api/v1/core/").from("10.0.0.1").with("remote_addr: 10.10.10.101");

        assertThat(Plugins.word(handler.access(request))).isEqualTo("proceed");
    }

    @ParameterizedTest
    @CsvSource({
        "'', proceed",
        "k: a, denied",
        "K: a, denied",
        "k: good, proceed",
        "k: *, denied",
        "k:, denied",
        "k: Good, denied",
    })
    void access_allowForAValue_winsOverDenyForAny(String line, String expected) throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin,
                "[{'type':'header','api':'/','key':'K','value':'*','access':'deny'},"
                        + "{'type':'header','api':'/','key':'k','value':'good','access':'allow'}]");
        FakeRequest request =
                line.isEmpty() ? FakeRequest.get("/") : FakeRequest.get("/").with(line);

        String word = Plugins.word(handler.access(request));

        assertThat(word).isEqualTo(expected.equals("denied") ? DENIED : expected);
    }

    @Test
    void access_severalLines_oneDeniedIsEnough() throws Exception {
        PluginHandler handler =
                Plugins.configure(plugin, "[{'type':'header','api':'/','key':'cust','value':'test','access':'deny'}]");

        FakeRequest request = FakeRequest.get("/").with("cust: other").with("Cust: test");

        assertThat(Plugins.word(handler.access(request))).isEqualTo(DENIED);
    }

    @Test
    void access_anyAddress_isAlsoTheUnknownOne() throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin,
                "[{'type':'header','api':'/','key':'remote_addr','value':'*','access':'deny'},"
                        + "{'type':'header','api':'/','key':'Remote_Addr','value':'2001:DB8::1','access':'allow'}]");

        assertThat(Plugins.word(handler.access(FakeRequest.get("/").from("")))).isEqualTo(DENIED);
        assertThat(Plugins.word(handler.access(FakeRequest.get("/").from("2001:db8::2"))))
                .isEqualTo(DENIED);
        assertThat(Plugins.word(handler.access(FakeRequest.get("/").from("2001:db8:0:0::1"))))
                .isEqualTo("proceed");
    }

    @Test
    void access_noRules_letsPass() throws Exception {
        assertThat(Plugins.word(Plugins.configure(plugin, "[]").access(FakeRequest.get("/"))))
                .isEqualTo("proceed");
    }

    @Test
    void configure_faults_areToldAtOnce() {
        assertThat(Plugins.faults(
                        plugin,
                        "[{'type':'header','api':'api','key':'remote_addr','value':'10.0.0.0/8','access':'deny'},"
                                + "{'type':'param','api':'/a','key':'k','value':'1','access':'deny'},"
                                + "{'type':'param','api':'/a/','key':'k','value':'1','access':'deny'},"
                                + "{'type':'param','api':'/a','key':'k','value':'1','access':'allow'}]"))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("/0/api api: \"api\" is no path"),
                        fault -> assertThat(fault).startsWith("/0/value value: \"10.0.0.0/8\" is no address"),
                        fault -> assertThat(fault)
                                .isEqualTo("/3 A rule before it says the contrary of the same value of param k"
                                        + " (expected: one rule)"));
    }
}
