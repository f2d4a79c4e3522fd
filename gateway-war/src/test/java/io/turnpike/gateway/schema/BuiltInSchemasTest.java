package io.turnpike.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext.Binding;
import io.turnpike.gateway.plugin.PluginContext.Scope;
import io.turnpike.gateway.plugin.chain.BuiltInPlugins;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The schemas of the built-in plugins, and the examples of reference 003 byte for byte. */
class BuiltInSchemasTest {

    private static final Binding GLOBAL = new Binding(Scope.GLOBAL, "");

    private final PluginCheck check = TestPlugin.check(BuiltInPlugins.all().toArray(Plugin[]::new));

    private List<String> pointers(String plugin, String json) {
        return check.faults(plugin, PluginJson.value(json), GLOBAL).stream()
                .map(Fault::pointer)
                .toList();
    }

    @Test
    void misfits_everyBuiltInPlugin_hasASchemaThatCanBeUsed() {
        for (Plugin plugin : BuiltInPlugins.all()) {
            assertThat(check.misfits(plugin, PluginJson.value("12")))
                    .as(plugin.name())
                    .isNotEmpty()
                    .noneMatch(fault -> fault.detail().contains("cannot be used"));
        }
    }

    @Test
    void faults_nodesAsARouteHasThem_areTakenButServiceAndPath() {
        String nodes = "\"Nodes\":[{\"Address\":\"a:443\"},{\"Address\":\"b:443\",\"Weight\":2}]";
        String http = "{\"Http\":{" + nodes + ",\"Tls\":{},\"Host\":\"a\",\"Failover\":{\"On\":[\"http_503\"]},"
                + "\"Probe\":{\"Kind\":\"tcp\"}}}";
        assertThat(pointers("mirror", http)).isEmpty();
        assertThat(pointers("traffic-split", "{\"Rules\":[{\"Choices\":[{\"Weight\":9}," + http + "]}]}"))
                .isEmpty();
        assertThat(pointers("mirror", "{\"Http\":{" + nodes + ",\"Path\":\"/x\",\"Service\":\"S\",\"Probe\":{}}}"))
                .containsExactlyInAnyOrder("/Http/Path", "/Http/Service", "/Http/Probe/Kind");
        assertThat(pointers("mirror", "{}")).containsExactly("");
    }

    @Test
    void faults_examplesOfTheReference_areNone() {
        assertThat(pointers("access", """

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
                        """)).isEmpty();
        assertThat(pointers("ratelimiter", """
                        [{
                          "type": "node",
                          "threshold": "50"
                        }, {
                          "type": "api",
                          "api": "/api/v1/core/",
                          "threshold": "20"
                        }, {
                          "type": "param",
                          "api": "/api/v1/core/",
                          "key": "account_id",
                          "value": "1057",
                          "threshold": "10"
                        }, {
                          "type": "header",
                          "api": "/api/v1/core/",
                          "key": "remote_addr",
                          "value": "10.10.10.101",
                          "threshold": "5"
                        }]
                        """)).isEmpty();
        assertThat(pointers("router", """
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
                        """)).isEmpty();
        assertThat(pointers("fallback", """
                        [{
                          "endpoints": [{
                            "1": {
                              "headers": {},
                              "params": {
                                "fallback_cache_endpoint": "true"
                              },
                              "name": "cache.elb.amazonaws:80"
                            }
                          }, {
                            "2": {
                              "headers": {},
                              "params": {
                                "fallback_data_center_endpoint": "true"
                              },
                              "name": "west.elb.amazonaws:80"
                            }
                          }],
                          "api": "/api/v1/core/",
                          "errors": ["500", "502", "503", "504"],
                          "key": "/api/v1/core/_500_502_503_504"
                        }]
                        """)).isEmpty();
    }

    @Test
    void faults_badThresholds_areToldOfTheirRules() {
        for (String threshold : List.of("\"-1\"", "\"x\"", "\"1" + "0".repeat(30) + "\"", "true", "{}")) {
            assertThat(pointers(
                            "ratelimiter",
                            "[{\"type\":\"node\",\"threshold\":\"1\"},{\"type\":\"node\",\"threshold\":" + threshold
                                    + "}]"))
                    .as(threshold)
                    .isNotEmpty()
                    .allMatch(pointer -> pointer.startsWith("/1"));
        }
    }
}
