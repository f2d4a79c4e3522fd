package io.turnpike.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.Operator;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.Rules;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import io.turnpike.gateway.routing.rule.ValueSource;
import io.turnpike.gateway.upstream.BufferedUpstream;
import io.turnpike.gateway.upstream.thrift.Dialect;
import io.turnpike.gateway.upstream.thrift.Framing;
import io.turnpike.gateway.upstream.thrift.ThriftClient;
import io.turnpike.gateway.upstream.thrift.ThriftClientOptions;
import io.turnpike.gateway.upstream.thrift.ThriftTransport;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import io.turnpike.thrift.json.MappingOptions;
import io.turnpike.thrift.json.Parameter;
import io.turnpike.thrift.protocol.ThriftProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotBuilderTest {

    private final InMemoryServiceRegistry registry =
            new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
    private final ThriftTransport transport = new ThriftTransport(registry, 1);
    private final OpenedClients clients = new OpenedClients();
    private final SnapshotBuilder builder =
            new SnapshotBuilder(clients, ThriftClientOptions.DEFAULTS, MappingOptions.DEFAULTS);

    static List<Dialect> otherDialects() {
        return List.of(
                Dialect.of(Framing.FRAMED),
                Dialect.of(Framing.HTTP),
                new Dialect(Framing.AUTO, ThriftProtocol.COMPACT, Optional.empty(), "/"),
                new Dialect(Framing.AUTO, ThriftProtocol.BINARY, Optional.of("Multi"), "/"),
                new Dialect(Framing.AUTO, ThriftProtocol.BINARY, Optional.empty(), "/elsewhere"));
    }

    @AfterEach
    void close() {
        transport.close();
        registry.close();
    }

    @ParameterizedTest
    @MethodSource("otherDialects")
    void build_dialectOfOneServiceChanged_rebuildsOnlyThatService(Dialect changed) throws Exception {
        CompiledService stays = service("Stays", Dialect.DEFAULT);
        GatewaySnapshot before =
                builder.build(Optional.empty(), 1, List.of(stays, service("Changes", Dialect.DEFAULT)));
        assertThat(clients.opened).hasSize(2);

        GatewaySnapshot after = builder.build(Optional.of(before), 2, List.of(stays, service("Changes", changed)));

        assertThat(after.routesOf("Stays"))
                .containsSame(before.routesOf("Stays").orElseThrow());
        assertThat(after.routesOf("Changes").orElseThrow().client())
                .isNotSameAs(before.routesOf("Changes").orElseThrow().client());
        assertThat(clients.opened)
                .extracting(Opened::dialect)
                .containsExactly(Dialect.DEFAULT, Dialect.DEFAULT, changed);
    }

    @ParameterizedTest
    @MethodSource("otherDialects")
    void build_nothingChanged_keepsEverything(Dialect dialect) throws Exception {
        GatewaySnapshot before = builder.build(Optional.empty(), 1, List.of(service("Stays", dialect)));
        GatewaySnapshot after = builder.build(Optional.of(before), 2, List.of(service("Stays", dialect)));
        assertThat(after.routesOf("Stays"))
                .containsSame(before.routesOf("Stays").orElseThrow());
        assertThat(clients.opened).hasSize(1);
    }

    @Test
    void build_routes_leadToTheirMethodWithTheFieldsOfTheirTemplates() throws Exception {
        CheckedRoute route = route(Rules.withHosts(Rules.route("r", "/say/{text}/*"), "a.org"));
        GatewaySnapshot snapshot =
                builder.build(Optional.empty(), 1, List.of(service("Assets", Dialect.DEFAULT)), List.of(route));

        RouteMatch match = snapshot.route(Rules.request("GET", "/say/hi/x", "Host: a.org"));
        assertThat(match.pathParameters()).containsExactly(new Parameter("text", "hi"));
        assertThat(snapshot.routeIds()).containsExactly("r");
        assertThatThrownBy(() -> snapshot.route(Rules.request("GET", "/say/hi/x", "Host: b.org")))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.error()).isEqualTo(GatewayError.SERVICE_NOT_FOUND));
    }

    @Test
    void build_serviceOfARouteChanged_renewsOnlyThatRoute() throws Exception {
        List<CheckedRoute> routes = List.of(
                route(Rules.route("a", "/a")), route(Rules.withTarget(Rules.route("b", "/b"), "Stays", "echo")));
        CompiledService stays = service("Stays", Dialect.DEFAULT);
        GatewaySnapshot before =
                builder.build(Optional.empty(), 1, List.of(stays, service("Assets", Dialect.DEFAULT)), routes);
        GatewaySnapshot after = builder.build(
                Optional.of(before), 2, List.of(stays, service("Assets", Dialect.of(Framing.FRAMED))), routes);

        assertThat(after.routesOfTarget("b")).isSameAs(before.routesOfTarget("b"));
        assertThat(after.table().behind("b")).isSameAs(before.table().behind("b"));
        assertThat(after.route(Rules.request("GET", "/a")).upstream())
                .isNotSameAs(before.route(Rules.request("GET", "/a")).upstream());
    }

    @Test
    void build_serviceOfARouteGone_answersWhatIsTheMatter() throws Exception {
        CompiledService suspended = new CompiledService(
                new ServiceDefinition(
                        "Assets",
                        "o",
                        " ",
                        Map.of(),
                        List.of(),
                        Dialect.DEFAULT,
                        Optional.empty(),
                        ServiceOptions.DEFAULTS),
                Optional.empty(),
                List.of());
        List<CheckedRoute> routes = List.of(route(Rules.route("r", "/a")));

        assertThat(problem(builder.build(Optional.empty(), 1, List.of(), routes)))
                .isEqualTo(GatewayError.SERVICE_NOT_FOUND);
        assertThat(problem(builder.build(Optional.empty(), 1, List.of(suspended), routes)))
                .isEqualTo(GatewayError.SERVICE_SUSPENDED);
    }

    @Test
    void shadowed_routeOverAPathOfAService_isTold() throws Exception {
        GatewaySnapshot snapshot = builder.build(
                Optional.empty(),
                1,
                List.of(service("Assets", Dialect.DEFAULT)),
                List.of(route(Rules.route("r", "/Assets/echo"))));

        assertThat(snapshot.shadowed())
                .containsExactly(new ShadowedRoute("/Assets/echo", true, "*", "/Assets/echo", "r", true));
    }

    @Test
    void shadowed_ofOneRoute_isWhatAllHaveOfIt() throws Exception {
        List<CheckedRoute> routes = new ArrayList<>();
        for (RouteDefinition each : List.of(
                Rules.withPriority(3, Rules.route("wide", "/Assets/*", "/x/*")),
                Rules.withPriority(1, Rules.withHosts(Rules.route("narrow", "/x/{a}", "/y"), "*.org")),
                Rules.route("y1", "/y"),
                Rules.route("y2", "/y"),
                Rules.with(Rules.route("y3", "/y"), ValueSource.QUERY, "q", Operator.PRESENT),
                Rules.withPriority(-1, Rules.withVerbs(Rules.route("late", "/y", "/z"), "GET")))) {
            routes.add(route(each));
        }
        GatewaySnapshot snapshot =
                builder.build(Optional.empty(), 1, List.of(service("Assets", Dialect.DEFAULT)), routes);

        assertThat(snapshot.shadowed()).hasSize(4).isSameAs(snapshot.shadowed());
        for (String id : snapshot.routeIds()) {
            assertThat(snapshot.shadowed(id))
                    .as(id)
                    .containsExactlyInAnyOrderElementsOf(snapshot.shadowed().stream()
                            .filter(each ->
                                    each.id().equals(id) || each.shadowedBy().equals(id))
                            .toList());
        }
        assertThat(snapshot.shadowed("nothing")).isEmpty();
    }

    @Test
    void build_routeThatCannotBeUsed_takesItsRequestsBeforeAllOthersOfItsPlace() throws Exception {
        List<CheckedRoute> routes = List.of(
                RouteCompiler.refusing("broken", 0, List.of("/a"), List.of(), "why"),
                route(Rules.with(Rules.route("a", "/a"), ValueSource.QUERY, "q", Operator.PRESENT)),
                route(Rules.route("wide", "/*")));
        GatewaySnapshot snapshot =
                builder.build(Optional.empty(), 1, List.of(service("Assets", Dialect.DEFAULT)), routes);

        assertThat(problem(snapshot)).isEqualTo(GatewayError.ROUTE_BROKEN);
        assertThat(snapshot.route(Rules.requestFrom("", "GET", "/a", "q=1")).upstream())
                .isInstanceOf(Route.Refusal.class);
        assertThat(snapshot.route(Rules.request("GET", "/b")).upstream()).isNotInstanceOf(Route.Refusal.class);
    }

    @Test
    void route_nothingFits_namesRoutesToo() throws Exception {
        GatewaySnapshot snapshot = builder.build(
                Optional.empty(),
                1,
                List.of(service("Assets", Dialect.DEFAULT)),
                List.of(route(Rules.withHosts(Rules.route("r", "/assets/{text}"), "a.org"))));

        assertThatThrownBy(() -> snapshot.route(Rules.request("GET", "/assets/2")))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.detail()).startsWith("No route or service takes /assets/2"));
    }

    @Test
    void faults_targetThatIsNotThere_arePointedAt() throws Exception {
        CompiledService service = service("Assets", Dialect.DEFAULT);
        Function<String, Optional<CompiledService>> services =
                name -> name.equals("Assets") ? Optional.of(service) : Optional.empty();

        assertThat(RouteTargets.faults(
                        route(Rules.route("r", "/a/{text}", "/b/*")).definition(), services))
                .isEmpty();
        assertThat(pointers(Rules.withTarget(Rules.route("r", "/a"), "Nothing", "echo"), services))
                .containsExactly("/Upstream/Thrift/Service");
        assertThat(pointers(Rules.withTarget(Rules.route("r", "/a"), "RegistryProxy", "echo"), services))
                .containsExactly("/Upstream/Thrift/Service");
        assertThat(pointers(Rules.withTarget(Rules.route("r", "/a"), "Assets", "ecko"), services))
                .containsExactly("/Upstream/Thrift/Method");
        assertThat(pointers(Rules.withTarget(Rules.route("r", "/a", "/{x}/{text}"), "Assets", "echo"), services))
                .containsExactly("/Uris/1");
        assertThat(pointers(Rules.withTarget(Rules.route("r", "no path", "/{x}"), "Assets", "echo"), services))
                .containsExactly("/Uris/1");
    }

    @Test
    void faults_twoTemplatesOfOneField_arePointedAt() throws Exception {
        CompiledService service = new ServiceCompiler()
                .compile(new ServiceDefinition(
                        "Assets",
                        "owner",
                        "service S { string echo(1: string text (api.path = \"id\")) }",
                        Map.of(),
                        List.of(new PathMapping("echo", "echo", Set.of("POST"))),
                        Dialect.DEFAULT,
                        Optional.empty(),
                        ServiceOptions.DEFAULTS));

        assertThat(RouteTargets.faults(
                        Rules.withTarget(Rules.route("r", "/a/{id}", "/b/{id}/{text}"), "Assets", "echo"),
                        name -> Optional.of(service)))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.pointer()).isEqualTo("/Uris/1");
                    assertThat(fault.detail()).contains("The template text of /b/{id}/{text} fills the field text");
                });
    }

    private static List<String> pointers(
            RouteDefinition definition, Function<String, Optional<CompiledService>> services) {
        return RouteTargets.faults(definition, services).stream()
                .map(Fault::pointer)
                .toList();
    }

    private static GatewayError problem(GatewaySnapshot snapshot) throws GatewayException {
        Exchange exchange = Rules.request("GET", "/a");
        BufferedUpstream upstream = (BufferedUpstream) snapshot.route(exchange).upstream();
        Throwable failure = upstream.call(exchange, List.of())
                .toCompletableFuture()
                .handle((answer, thrown) -> thrown)
                .join();
        return ((GatewayException) failure).error();
    }

    /** A route to the method of {@link #service}; the target is Assets.echo unless it says otherwise. */
    private static CheckedRoute route(RouteDefinition definition) {
        return Rules.checked(
                ((ThriftTarget) definition.target()).method().equals("query")
                        ? Rules.withTarget(definition, "Assets", "echo")
                        : definition);
    }

    private static CompiledService service(String name, Dialect dialect) throws GatewayException {
        return new ServiceCompiler()
                .compile(new ServiceDefinition(
                        name,
                        "owner",
                        "service S { string echo(1: string text) }",
                        Map.of(),
                        List.of(new PathMapping("echo", "echo", Set.of("POST"))),
                        dialect,
                        Optional.empty(),
                        ServiceOptions.DEFAULTS));
    }

    private record Opened(String service, Dialect dialect, ThriftClient client) {}

    /** One client for each service and options, as the gateway's cache has them. */
    private final class OpenedClients implements ClientSource {
        private final List<Opened> opened = new ArrayList<>();

        @Override
        public ThriftClient acquire(String serviceName, String ownerId, ThriftClientOptions options) {
            for (Opened each : opened) {
                if (each.service().equals(serviceName) && each.dialect().equals(options.dialect())) {
                    return each.client();
                }
            }
            ThriftClient client = transport.open(serviceName, ownerId, options);
            opened.add(new Opened(serviceName, options.dialect(), client));
            return client;
        }

        @Override
        public void release(ThriftClient client) {
            client.close();
        }
    }
}
