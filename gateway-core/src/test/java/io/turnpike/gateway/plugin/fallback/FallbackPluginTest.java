package io.turnpike.gateway.plugin.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.Failure;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.Retry;
import io.turnpike.gateway.plugin.common.FakeRequest;
import io.turnpike.gateway.plugin.common.Plugins;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FallbackPluginTest {

    /** Reference 003's example. */
    private static final String EXAMPLE = """
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
            """;

    private static final String CACHE = "cache.elb.amazonaws:80";
    private static final String WEST = "west.elb.amazonaws:80";

    private final FallbackPlugin plugin = new FallbackPlugin();

    private static Failure failed(int status, int retries) {
        return new Failure(status, null, retries);
    }

    private static String place(PluginHandler handler, FakeRequest request, Failure failure) throws Exception {
        Retry retry = handler.error(request, failure);
        return retry == null ? "" : retry.endpoint().name();
    }

    @Test
    void error_example_triesOneAfterTheOther() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, EXAMPLE);
        FakeRequest request = FakeRequest.get("/api/v1/core/?a=1");

        Retry first = handler.error(request, failed(503, 0));
        Retry second = handler.error(
                request,
                new Failure(504, new GatewayException(GatewayError.UPSTREAM_TIMEOUT, "The cache did not answer"), 1));

        assertThat(plugin.phases()).containsExactly(Phase.ERROR);
        assertThat(first.endpoint().name()).isEqualTo(CACHE);
        assertThat(first.parameters()).isEqualTo(Map.of("fallback_cache_endpoint", "true"));
        assertThat(first.headers()).isEmpty();
        assertThat(second.endpoint().name()).isEqualTo(WEST);
        assertThat(second.parameters()).isEqualTo(Map.of("fallback_data_center_endpoint", "true"));
        assertThat(handler.error(request, failed(500, 2))).isNull();
        assertThat(handler.error(request, failed(500, 2))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/core/, 500, yes",
        "/api/v1/core, 502, yes",
        "/api/v1/core/, 504, yes",
        "/api/v1/core/, 501, no",
        "/api/v1/core/, 508, no",
        "/api/v1/core/x, 500, no",
        "/, 500, no"
    })
    void error_example_isForThePathAndTheListedStatuses(String path, int status, String expected) throws Exception {
        PluginHandler handler = Plugins.configure(plugin, EXAMPLE);

        assertThat(place(handler, FakeRequest.get(path), failed(status, 0)))
                .isEqualTo(expected.equals("yes") ? CACHE : "");
    }

    @Test
    void error_laterStatusThatIsNotListed_leadsToTheNextPlace() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, EXAMPLE);
        FakeRequest request = FakeRequest.get("/api/v1/core/");

        assertThat(place(handler, request, failed(500, 0))).isEqualTo(CACHE);
        assertThat(place(handler, request, failed(501, 1))).isEqualTo(WEST);
    }

    @Test
    void error_requestThatComesFromThePlace_isNotSentThereAgain() throws Exception {
        PluginHandler handler = Plugins.configure(plugin, EXAMPLE);

        assertThat(place(handler, FakeRequest.get("/api/v1/core/?fallback_cache_endpoint=true"), failed(500, 0)))
                .isEqualTo(WEST);
        assertThat(place(handler, FakeRequest.get("/api/v1/core/?fallback_cache_endpoint=no"), failed(500, 0)))
                .isEqualTo(CACHE);
        assertThat(place(
                        handler,
                        FakeRequest.get(
                                "/api/v1/core/?fallback_cache_endpoint=true&fallback_data_center_endpoint=true"),
                        failed(500, 0)))
                .isEmpty();
    }

    @Test
    void error_placesOutOfOrder_areTriedByTheirNumbers() throws Exception {
        PluginHandler handler = Plugins.configure(
                plugin,
                "[{'api':'/','errors':[500],'key':'k','endpoints':["
                        + "{'10':{'name':'ten:80','params':{},'headers':{'X-A':1,'X-B':true}}},"
                        + "{'2':{'name':'two:80','params':{},'headers':{}},'1':{'name':'one:80','params':{},'headers':{}}}]}]");
        FakeRequest request = FakeRequest.get("/");

        assertThat(place(handler, request, failed(500, 0))).isEqualTo("one:80");
        assertThat(place(handler, request, failed(500, 1))).isEqualTo("two:80");
        Retry last = handler.error(request, failed(500, 2));
        assertThat(last.endpoint().name()).isEqualTo("ten:80");
        assertThat(last.headers()).isEqualTo(Map.of("X-A", "1", "X-B", "true"));
    }

    @Test
    void configure_faults_areToldAtOnce() {
        assertThat(Plugins.faults(
                        plugin,
                        "[{'api':'x','errors':['500','499','5xx',600],'key':'k','endpoints':["
                                + "{'1':{'name':'a','params':{},'headers':{'a b':'1','Host':'x','Content-Length':'5'}}},"
                                + "{'first':{'name':'a:80','params':{},'headers':{}}},"
                                + "{'2':{'name':'a:80','params':{},'headers':{}}},"
                                + "{'2':{'name':'a:80','params':{},'headers':{'X':'a\\r\\nb'}}}]},"
                                + "{'api':'/a','errors':['500'],'key':'k','endpoints':[]},"
                                + "{'api':'/a/','errors':['500'],'key':'l','endpoints':[]}]"))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("/0/endpoints/0/1/headers headers: \"a b\" is no name"),
                        fault -> assertThat(fault).startsWith("/0/endpoints/0/1/headers headers: Host cannot be set"),
                        fault ->
                                assertThat(fault).startsWith("/0/endpoints/0/1/headers headers: Content-Length is the"),
                        fault -> assertThat(fault).startsWith("/0/endpoints/0/1/name name: \"a\" has no port"),
                        fault -> assertThat(fault)
                                .startsWith("/0/endpoints/1 endpoints: the key \"first\" is no number (expected"),
                        fault -> assertThat(fault)
                                .startsWith("/0/endpoints/3/2/headers headers: the value has the character U+000D"),
                        fault ->
                                assertThat(fault).startsWith("/0/endpoints/3/2 endpoints: the number 2 is there twice"),
                        fault -> assertThat(fault).startsWith("/0/errors/1 errors: \"499\" (expected: a status"),
                        fault -> assertThat(fault).startsWith("/0/errors/2 errors: \"5xx\""),
                        fault -> assertThat(fault).startsWith("/0/errors/3 errors: \"600\""),
                        fault -> assertThat(fault).startsWith("/0/api api: \"x\" is no path"),
                        fault -> assertThat(fault).startsWith("/1/key key: \"k\" is that of the rule /0 already"),
                        fault -> assertThat(fault).startsWith("/2/errors errors: 500 of /a is in the rule /1 already"));
    }
}
