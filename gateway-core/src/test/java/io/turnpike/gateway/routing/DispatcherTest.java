package io.turnpike.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.plugin.chain.PluginChains;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.upstream.BufferedUpstream;
import io.turnpike.gateway.upstream.http.HttpClient;
import io.turnpike.gateway.upstream.http.HttpClientSource;
import io.turnpike.gateway.upstream.thrift.Dialect;
import io.turnpike.gateway.upstream.thrift.ThriftClient;
import io.turnpike.gateway.upstream.thrift.ThriftClientOptions;
import io.turnpike.thrift.json.Parameter;
import io.turnpike.thrift.schema.ServiceSchema;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    static final ClientSource NO_CLIENTS = new ClientSource() {
        @Override
        public ThriftClient acquire(String serviceName, String ownerId, ThriftClientOptions options) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void release(ThriftClient client) {
            throw new AssertionError("none to release");
        }
    };

    static final HttpClientSource NO_HTTP_CLIENTS = new HttpClientSource() {
        @Override
        public HttpClient acquire(HttpTarget target, String ownerId, @Nullable HttpClient former) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void release(HttpClient client) {
            throw new AssertionError("none to release");
        }
    };

    private final RecordingUpstream upstream = new RecordingUpstream();
    private final SnapshotHolder holder = new SnapshotHolder();
    private final Dispatcher dispatcher = new Dispatcher(holder);

    @Test
    void dispatch_noSnapshotYet_isNotReady() {
        assertThat(call("GET", "/Assets/a")).startsWith("503 ").contains("not-ready");
    }

    @Test
    void dispatch_knownPath_answersWithPathParameters() {
        publish();

        assertThat(call("GET", "/Assets/a/x%2Fy/")).isEqualTo("200 {}");
        assertThat(upstream.parameters).containsExactly(new Parameter("ID", "x/y"));
    }

    @Test
    void dispatch_head_callsAsGetAndDropsTheBody() {
        publish();

        assertThat(call("HEAD", "/Assets/a/1")).isEqualTo("200 ");
        assertThat(upstream.verbs).containsExactly("GET");
        assertThat(call("HEAD", "/Nothing/a")).isEqualTo("404 ");
    }

    @Test
    void dispatch_options_answersAllowByItself() {
        publish();

        Response response = dispatch("OPTIONS", "/Assets/a/1");
        assertThat(response.status()).isEqualTo(204);
        assertThat(response.headers()).containsEntry("Allow", "GET, HEAD, OPTIONS");
        assertThat(upstream.verbs).isEmpty();
        assertThat(call("OPTIONS", "/Assets/zzz")).startsWith("404 ");
        assertThat(call("OPTIONS", "/Suspended/a")).startsWith("403 ");
    }

    @Test
    void dispatch_wrongVerb_isRefusedWithAllow() {
        publish();

        Response response = dispatch("DELETE", "/Assets/a/1");
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers()).containsEntry("Allow", "GET, HEAD, OPTIONS");
    }

    @Test
    void dispatch_unknownThings_areToldApart() {
        publish();

        assertThat(call("GET", "/Nothing/a")).startsWith("404 ").contains("service-not-found", "Nothing");
        assertThat(call("GET", "/")).startsWith("404 ").contains("service-not-found");
        assertThat(call("GET", "/Assets")).startsWith("404 ").contains("path-not-found", "/Assets/a/{ID}");
        assertThat(call("GET", "/Suspended/a")).startsWith("403 ").contains("service-suspended");
        assertThat(call("GET", "/Broken/a")).startsWith("503 ").contains("service-broken", "no good");
        assertThat(call("GET", "/RegistryProxy/a")).startsWith("404 ").contains("service-not-found");
        assertThat(call("GET", "/Assets/%zz")).startsWith("400 ").contains("malformed-request");
    }

    @Test
    void dispatch_serviceNameMistyped_namesTheOneThatCanBeCalled() {
        publish();

        assertThat(call("GET", "/assest/a")).startsWith("404 ").contains("did you mean Assets?");
        for (String name : List.of("Suspende", "Brokn", "RegistryProx", "Nothing", "A".repeat(5_000))) {
            assertThat(call("GET", "/" + name + "/a")).startsWith("404 ").doesNotContain("did you mean");
        }
    }

    @Test
    void dispatch_upstreamFails_answersTheProblem() {
        publish();
        upstream.answer = CompletableFuture.failedFuture(new GatewayException(GatewayError.UPSTREAM_TIMEOUT, "late"));
        assertThat(call("GET", "/Assets/a/1")).startsWith("504 ").contains("upstream-timeout");

        upstream.answer = CompletableFuture.failedFuture(new IllegalStateException("secret"));
        assertThat(call("GET", "/Assets/a/1"))
                .startsWith("500 ")
                .contains("internal-error")
                .doesNotContain("secret");
    }

    @Test
    void publish_whileACallIsOnItsWay_keepsItsSnapshotUntilItIsAnswered() {
        GatewaySnapshot first = publish();
        upstream.answer = new CompletableFuture<>();
        CompletionStage<Response> pending = dispatcher.dispatch(exchange("GET", "/Assets/a/1"));

        holder.close();
        assertThat(first.retain()).as("the call holds on to it").isTrue();
        first.release();

        upstream.answer.complete(Response.empty(204));
        assertThat(pending.toCompletableFuture()).isCompleted();
        assertThat(first.retain()).as("nobody holds on to it").isFalse();
        assertThat(call("GET", "/Assets/a/1")).startsWith("503 ").contains("not-ready");
    }

    private GatewaySnapshot publish() {
        ServiceSchema schema = Schemas.service(Schemas.method("query", Map.of()));
        PathMapping mapping = new PathMapping("a/{ID}", "query", Set.of("GET"));
        PathBinding binding =
                ServicePaths.resolve(List.of(mapping), schema).bindings().get(0);
        CompiledService assets =
                new CompiledService(definition("Assets", "service", mapping), Optional.of(schema), List.of());
        Map<String, ServiceRoutes> services = Map.of(
                "Assets",
                with(assets, Route.ofService("Assets", binding, upstream)),
                "RegistryProxy",
                with(assets, Route.ofService("RegistryProxy", binding, upstream)),
                "Suspended",
                without(definition("Suspended", " "), List.of()),
                "Broken",
                without(definition("Broken", "x"), List.of(Fault.at("/IdlContent", "no good"))));
        Map<String, List<Route>> table = new HashMap<>();
        services.forEach((name, service) -> table.put(name, service.routes()));
        table.remove("RegistryProxy");
        GatewaySnapshot snapshot = new GatewaySnapshot(
                1,
                services,
                Map.of(),
                RouteTable.EMPTY.with(table, List.of()),
                Duration.ofSeconds(1),
                NO_CLIENTS,
                NO_HTTP_CLIENTS,
                PluginChains.NONE);
        holder.publish(snapshot);
        return snapshot;
    }

    private static ServiceRoutes with(CompiledService service, Route route) {
        return new ServiceRoutes(service, null, List.of(route), Map.of(), List.of("/" + route.path()));
    }

    private static ServiceRoutes without(ServiceDefinition definition, List<Fault> faults) {
        return SnapshotBuilder.withoutSchema(new CompiledService(definition, Optional.empty(), faults));
    }

    private static ServiceDefinition definition(String name, String idl, PathMapping... paths) {
        return new ServiceDefinition(
                name, "o", idl, Map.of(), List.of(paths), Dialect.DEFAULT, Optional.empty(), ServiceOptions.DEFAULTS);
    }

    private static Exchange exchange(String verb, String path) {
        return new Exchange(verb, path, null, name -> null, new byte[0], 0);
    }

    private Response dispatch(String verb, String path) {
        return dispatcher.dispatch(exchange(verb, path)).toCompletableFuture().join();
    }

    private String call(String verb, String path) {
        Response response = dispatch(verb, path);
        return response.status() + " " + new String(response.body(), 0, response.bodyLength(), StandardCharsets.UTF_8);
    }

    private static final class RecordingUpstream implements BufferedUpstream {
        private final List<String> verbs = new ArrayList<>();
        private List<Parameter> parameters = List.of();
        private CompletableFuture<Response> answer =
                CompletableFuture.completedFuture(Response.json(200, new byte[] {'{', '}', 'x'}, 2));

        @Override
        public CompletionStage<Response> call(Exchange exchange, List<Parameter> pathParameters) {
            verbs.add(exchange.method());
            parameters = pathParameters;
            return answer;
        }
    }
}
