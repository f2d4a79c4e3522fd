package io.turnpike.gateway.plugin.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.turnpike.gateway.plugin.PluginBindings;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.upstream.StreamedUpstream;
import io.turnpike.gateway.upstream.http.HttpClient;
import io.turnpike.gateway.upstream.http.HttpClientSource;
import io.turnpike.gateway.upstream.http.HttpTransport;
import io.turnpike.gateway.upstream.http.HttpUpstream;
import io.turnpike.gateway.upstream.io.IoLoops;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of reference 003, all bound at once, with HTTP servers behind them; only the names of the end-points are other ones. */
class ReferenceExamplesTest {

    private static final String ACCESS = """
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

    private static final String RATE_LIMITER = """
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
            """;

    private static final String ROUTER = """
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

    private static final String FALLBACK = """
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

    /** A server that tells its name, and what it was asked for. */
    private static final class Node implements AutoCloseable {
        private final HttpServer server;
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private volatile int status = 200;

        private Node(String name) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                asked.add(exchange.getRequestURI().toString());
                byte[] body = name.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
        }

        private String address() {
            return "127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private final InMemoryServiceRegistry registry =
            new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
    private final IoLoops loops = new IoLoops(1);
    private final HttpTransport transport = new HttpTransport(registry, loops);
    private final List<HttpClient> opened = new ArrayList<>();
    private final Node own = new Node("own");
    private final Node abTest = new Node("abtest");
    private final Node groupA = new Node("groupA");
    private final Node cache = new Node("cache");
    private final Node west = new Node("west");
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    ReferenceExamplesTest() throws IOException {}

    @AfterEach
    void close() {
        opened.forEach(HttpClient::close);
        transport.close();
        loops.close(TimeUnit.SECONDS.toNanos(5));
        registry.close();
        List.of(own, abTest, groupA, cache, west).forEach(Node::close);
    }

    private StreamedUpstream upstream() {
        Map<String, PluginConfiguration> global = new TreeMap<>();
        Map.of("access", ACCESS, "ratelimiter", RATE_LIMITER, "router", ROUTER, "fallback", FALLBACK)
                .forEach((name, example) -> global.put(
                        name,
                        io.turnpike.gateway.plugin.common.Plugins.json(
                                example.replace("upstream.abtest.elb.amazonaws:80", abTest.address())
                                        .replace("upstream.groupA.elb.amazonaws:80", groupA.address())
                                        .replace("cache.elb.amazonaws:80", cache.address())
                                        .replace("west.elb.amazonaws:80", west.address()))));
        HttpClientSource clients = new HttpClientSource() {
            @Override
            public HttpClient acquire(HttpTarget target, String ownerId, @Nullable HttpClient former) {
                HttpClient client = transport.open(target, ownerId, former);
                opened.add(client);
                return client;
            }

            @Override
            public void release(HttpClient client) {}
        };
        PluginCatalogue catalogue = new PluginCatalogue(BuiltInPlugins.all(), Set.of(), oddity -> {
            throw new AssertionError(oddity);
        });
        PluginRuntime runtime =
                new PluginRuntime(catalogue, clients, loops, () -> now, System::nanoTime, PluginOptions.of(1 << 20));
        PluginChains chains = runtime.chains(PluginChains.NONE, new PluginBindings(global, Map.of()), List.of());
        HttpClient client = clients.acquire(HttpTarget.of(own.address()), "", null);
        return (StreamedUpstream) chains.around(new HttpUpstream(client), "core", "");
    }

    private static String answer(StreamedUpstream upstream, String target, String... fields) throws Exception {
        Client client = Client.get(upstream, target, fields).await();
        assertThat(client.failure).isNull();
        return client.status + " " + client.text();
    }

    @Test
    void all_atOnce_doWhatTheReferenceSays() throws Exception {
        StreamedUpstream upstream = upstream();

        assertThat(answer(upstream, "/other")).isEqualTo("200 own");
        assertThat(answer(upstream, "/api/v1/core/?account_id=1")).isEqualTo("200 own");
        assertThat(answer(upstream, "/api/v1/core/?account_id=1234"))
                .startsWith("401 ")
                .contains("\"Access denied\"");
        assertThat(answer(upstream, "/api/v1/core/", "api_key: 12345")).isEqualTo("200 groupA");
        for (int i = 0; i < 10; i++) {
            assertThat(answer(upstream, "/api/v1/core/?account_id=1057")).isEqualTo("200 abtest");
        }
        assertThat(answer(upstream, "/api/v1/core/?account_id=1057"))
                .startsWith("429 ")
                .contains("\"Request threshold reached, please try again later\"");
        for (int i = 0; i < 8; i++) {
            assertThat(answer(upstream, "/api/v1/core/")).isEqualTo("200 own");
        }
        assertThat(answer(upstream, "/api/v1/core/")).as("the 21st of the path").startsWith("429 ");
        for (int i = 0; i < 29; i++) {
            assertThat(answer(upstream, "/other")).isEqualTo("200 own");
        }
        assertThat(answer(upstream, "/other")).as("the 51st of the node").startsWith("429 ");
        now = now.plusSeconds(60);
        assertThat(answer(upstream, "/api/v1/core/?account_id=1057")).isEqualTo("200 abtest");
        assertThat(own.asked).hasSize(39);
        assertThat(abTest.asked).hasSize(11);
    }

    @Test
    void fallback_asksTheCacheThenTheOtherDataCentre() throws Exception {
        StreamedUpstream upstream = upstream();
        own.status = 503;

        assertThat(answer(upstream, "/other")).isEqualTo("503 own");
        assertThat(answer(upstream, "/api/v1/core/?a=1")).isEqualTo("200 cache");
        assertThat(cache.asked).containsExactly("/api/v1/core/?a=1&fallback_cache_endpoint=true");
        cache.close();
        assertThat(answer(upstream, "/api/v1/core/?a=1")).isEqualTo("200 west");
        assertThat(west.asked).containsExactly("/api/v1/core/?a=1&fallback_data_center_endpoint=true");
        west.status = 500;
        assertThat(answer(upstream, "/api/v1/core/?a=1")).isEqualTo("500 west");
        own.close();
        assertThat(answer(upstream, "/api/v1/core/?a=1")).as("nobody listens").isEqualTo("500 west");
    }
}
