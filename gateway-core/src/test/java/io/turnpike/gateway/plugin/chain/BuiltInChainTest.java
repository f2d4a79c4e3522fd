package io.turnpike.gateway.plugin.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.common.FakeContext;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.upstream.StreamedUpstream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The built-in plugins, asked as the gateway asks them, with scripted upstreams behind the addresses that they open. */
class BuiltInChainTest {

    private final Plugins plugins = new Plugins();
    private final FakeContext time = new FakeContext();
    private final Map<String, ScriptedUpstream> nodes = new TreeMap<>();
    private final ScriptedUpstream shop = ScriptedUpstream.reading("shop", 200, "shop");

    @AfterEach
    void close() {
        plugins.close();
    }

    private ScriptedUpstream node(String address, int status, String body) {
        ScriptedUpstream node = ScriptedUpstream.reading(address, status, body);
        nodes.put(address, node);
        return node;
    }

    private BuiltInChainTest bind(String name, String json) {
        Plugin plugin = BuiltInPlugins.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        plugins.install(name, plugin.priority(), true, (configuration, context) -> {
            try {
                return plugin.configure(io.turnpike.gateway.plugin.common.Plugins.json(json), new Nodes(context));
            } catch (InvalidConfigurationException e) {
                throw new AssertionError(e.faults().toString(), e);
            }
        });
        return this;
    }

    private StreamedUpstream around(ScriptedUpstream upstream) {
        return plugins.around(upstream);
    }

    @Test
    void refusal_ofAccess_isAProblemThatPagesMaySeeAndThatHasAnId() throws Exception {
        bind("access", "[{'type':'param','api':'/a','key':'id','value':'1','access':'deny'}]");
        bind("cors", "{'AllowOrigins':['https://app.example']}");
        bind("request-id", "{}");
        bind("response-headers", "{'Set':{'X-Last':'1'}}");
        StreamedUpstream upstream = around(shop);

        Client refused =
                Client.get(upstream, "/a/?id=1", "Origin: https://app.example").await();
        Client taken = Client.get(upstream, "/a/?id=2", "X-Request-ID: mine").await();

        assertThat(refused.status).isEqualTo(401);
        assertThat(refused.text()).contains("\"detail\":\"Access denied\"").contains("\"code\":\"access-denied\"");
        assertThat(refused.field("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
        assertThat(refused.field("X-Request-ID")).hasSize(36);
        assertThat(refused.field("X-Last")).isEqualTo("1");
        assertThat(taken.text()).isEqualTo("shop");
        assertThat(taken.field("X-Request-ID")).isEqualTo("mine");
        assertThat(shop.only().request.fields()).contains(new HeaderField("X-Request-ID", "mine"));
    }

    @Test
    void preflight_goesNoFurther() throws Exception {
        bind("cors", "{'AllowOrigins':['*'],'MaxAgeSeconds':60}");
        bind("access", "[{'type':'header','api':'/a','key':'remote_addr','value':'*','access':'deny'}]");

        Client client = Client.send(
                        around(shop),
                        "OPTIONS",
                        "/a",
                        List.of(),
                        "Origin: https://app.example",
                        "Access-Control-Request-Method: PUT")
                .await();

        assertThat(client.status).isEqualTo(204);
        assertThat(client.text()).isEmpty();
        assertThat(client.field("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(client.field("Access-Control-Max-Age")).isEqualTo("60");
        assertThat(shop.calls).isEmpty();
    }

    @Test
    void rateLimit_overTheThreshold_tellsWhenToComeAgain() throws Exception {
        bind("ratelimiter", "[{'type':'api','api':'/a','threshold':'2'}]");
        StreamedUpstream upstream = around(shop);
        time.advance(Duration.ofSeconds(20));

        assertThat(Client.get(upstream, "/a").await().status).isEqualTo(200);
        assertThat(Client.get(upstream, "/a").await().status).isEqualTo(200);
        Client refused = Client.get(upstream, "/a").await();

        assertThat(refused.status).isEqualTo(429);
        assertThat(refused.text()).contains("\"detail\":\"Request threshold reached, please try again later\"");
        assertThat(refused.field("Retry-After")).isEqualTo("40");
        time.advance(Duration.ofSeconds(40));
        assertThat(Client.get(upstream, "/a").await().status).isEqualTo(200);
        assertThat(shop.calls).hasSize(3);
    }

    @Test
    void router_andMirror_sendTheRequestAndItsCopy() throws Exception {
        ScriptedUpstream group = node("groupa:80", 201, "group");
        ScriptedUpstream shadow = node("shadow:80", 500, "");
        ScriptedUpstream canary = node("canary:80", 202, "canary");
        bind(
                "router",
                "[{'type':'header','api':'/a','key':'api_key','value_matches':'1[0-9]{4}','endpoint':'groupa:80'}]");
        bind("traffic-split", "{'Rules':[{'Choices':[{'Address':'canary:80'}]}]}");
        bind("mirror", "{'Address':'shadow:80'}");
        StreamedUpstream upstream = around(shop);

        assertThat(Client.get(upstream, "/a", "Api_Key: 12345").await().text()).isEqualTo("group");
        assertThat(Client.get(upstream, "/a", "Api_Key: 2").await().text()).isEqualTo("canary");
        assertThat(group.calls).hasSize(1);
        assertThat(canary.calls).hasSize(1);
        assertThat(shadow.calls).hasSize(2);
        assertThat(shop.calls).isEmpty();
    }

    @Test
    void fallback_triesThePlacesOfTheReferenceInTheirOrder() throws Exception {
        ScriptedUpstream down = new ScriptedUpstream("shop", call -> call.fail(GatewayError.NO_LIVE_INSTANCE));
        ScriptedUpstream cache = node("cache:80", 501, "failing, with a status that is not listed");
        ScriptedUpstream west = node("west:80", 200, "west");
        bind(
                "fallback",
                "[{'endpoints':[{'1':{'headers':{'X-From':'gateway'},'params':{'c':'true'},'name':'cache:80'}},"
                        + "{'2':{'headers':{},'params':{'w':'true'},'name':'west:80'}}],"
                        + "'api':'/a/','errors':['500','502','503','504'],'key':'k'}]");

        Client client = Client.post(around(down), "the ", "body").await();

        assertThat(client.status).isEqualTo(200);
        assertThat(client.text()).isEqualTo("west");
        assertThat(cache.only().request.query()).isEqualTo("c=true");
        assertThat(cache.only().request.fields()).contains(new HeaderField("X-From", "gateway"));
        assertThat(cache.only().text()).isEqualTo("the body");
        assertThat(west.only().request.query()).isEqualTo("w=true");
        assertThat(west.only().request.fields()).doesNotContain(new HeaderField("X-From", "gateway"));
        assertThat(west.only().text()).isEqualTo("the body");
    }

    @Test
    void requestSize_boundsABodyWhoseLengthIsNotAnnounced() throws Exception {
        bind("request-size", "{'MaxBytes':5}");

        assertThat(Client.post(around(shop), "12", "345").await().status).isEqualTo(200);
        Client refused = Client.post(around(shop), "12", "3456").await();

        assertThat(refused.status).isEqualTo(413);
        assertThat(refused.text()).contains("payload-too-large");
    }

    @Test
    void redirectAndMock_answerWithoutAnUpstream() throws Exception {
        bind("mock", "{'Status':203,'Body':'mocked','ContentType':'text/plain','DelayMillis':5}");
        bind("ip-restriction", "{'Deny':['192.0.2.0/24']}");

        Client mocked = Client.get(around(shop), "/a").await();

        assertThat(mocked.status).isEqualTo(203);
        assertThat(mocked.text()).isEqualTo("mocked");
        assertThat(mocked.field("Content-Type")).isEqualTo("text/plain");
        bind("redirect", "{'Location':'https://www.{host}{uri}'}");
        Client redirected = Client.get(around(shop), "/a?b=c").await();
        assertThat(redirected.status).isEqualTo(302);
        assertThat(redirected.field("Location")).isEqualTo("https://www.shop.example/a?b=c");
        assertThat(shop.calls).isEmpty();
    }

    /** What a plugin is given by the runtime, but for the nodes of this test and its clock. */
    private final class Nodes implements PluginContext {
        private final PluginContext runtime;

        private Nodes(PluginContext runtime) {
            this.runtime = runtime;
        }

        @Override
        public Binding binding() {
            return runtime.binding();
        }

        @Override
        public Endpoint open(String address) {
            return open(HttpTarget.of(address));
        }

        @Override
        public Endpoint open(HttpTarget target) {
            return nodes.get(target.nodes().get(0).address());
        }

        @Override
        public InstantSource time() {
            return time.time();
        }

        @Override
        public LongSupplier nanoTime() {
            return runtime.nanoTime();
        }

        @Override
        public void schedule(Runnable task, Duration delay) {
            runtime.schedule(task, delay);
        }

        @Override
        public <T> CompletionStage<T> blocking(Callable<T> task) {
            return runtime.blocking(task);
        }
    }
}
