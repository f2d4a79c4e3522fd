package io.turnpike.gateway.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.HttpTargets;
import io.turnpike.gateway.routing.rule.Operator;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.Rules;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import io.turnpike.gateway.routing.rule.ValueSource;
import io.turnpike.gateway.upstream.BufferedUpstream;
import io.turnpike.gateway.upstream.http.HttpClient;
import io.turnpike.gateway.upstream.http.HttpClientSource;
import io.turnpike.gateway.upstream.http.HttpTransport;
import io.turnpike.gateway.upstream.http.HttpUpstream;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotBuilderTest {

    private final InMemoryServiceRegistry registry =
            new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
    private final ThriftTransport transport = new ThriftTransport(registry, 1);
    private final OpenedClients clients = new OpenedClients();
    private final HttpTransport http = new HttpTransport(registry, transport.loops());
    private final OpenedHttpClients httpClients = new OpenedHttpClients();
    private final SnapshotBuilder builder =
            new SnapshotBuilder(clients, httpClients, ThriftClientOptions.DEFAULTS, MappingOptions.DEFAULTS);

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
        http.close();
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

    /** Against the naive way: every route is looked at. */
    @Test
    void shadowed_ofOneRouteInRandomTables_isWhatALookAtAllFinds() throws Exception {
        Random random = new Random(11);
        List<String> paths = List.of(
                "/",
                "/*",
                "/a",
                "/a/*",
                "/a*",
                "/ab*",
                "/{x}",
                "/{x}/b",
                "/*/",
                "/a/{y}",
                "/a/b",
                "/a/b/*",
                "/a/bc*",
                "/a/*/",
                "/{x}/*",
                "/{x}/b/c",
                "/a/b/c",
                "/Assets/*",
                "/Assets/echo",
                "/Assets/e*",
                "/*/*/");
        List<String> hosts = List.of("*", "*.org", "a.org", "*.a.org", "b.a.org", "com");
        int found = 0;
        for (int round = 0; round < 200; round++) {
            Map<String, CheckedRoute> routes = new HashMap<>();
            for (int i = 2 + random.nextInt(8); i > 0; i--) {
                RouteDefinition each = Rules.withPriority(
                        random.nextInt(3),
                        Rules.withHosts(Rules.route("r" + i, picked(paths, random, 2)), picked(hosts, random, 2)));
                if (RouteCompiler.faults(each).isEmpty()) {
                    routes.put(each.id(), route(random.nextBoolean() ? each : Rules.withVerbs(each, "GET")));
                }
            }
            GatewaySnapshot snapshot =
                    builder.build(Optional.empty(), 1, List.of(service("Assets", Dialect.DEFAULT)), routes.values());
            for (String id : routes.keySet()) {
                List<ShadowedRoute> shadowed = snapshot.shadowed(id);
                assertThat(shadowed)
                        .as("%s of %s", id, snapshot)
                        .containsExactlyInAnyOrderElementsOf(shadowedByLookingAtAll(snapshot, id));
                found += shadowed.size();
            }
        }
        assertThat(found).isGreaterThan(500);
    }

    @Test
    void shadowed_ofARouteThatHidesVeryMany_areSomeOfThem() throws Exception {
        List<CheckedRoute> routes = new ArrayList<>();
        routes.add(route(Rules.withPriority(1, Rules.route("wide", "/*"))));
        for (int i = 0; i < 2 * GatewaySnapshot.MOST_SHADOWED; i++) {
            routes.add(route(Rules.route("r" + i, "/a" + i, "/b/" + i)));
        }
        GatewaySnapshot snapshot =
                builder.build(Optional.empty(), 1, List.of(service("Assets", Dialect.DEFAULT)), routes);

        assertThat(snapshot.shadowed("wide"))
                .hasSize(GatewaySnapshot.MOST_SHADOWED)
                .doesNotHaveDuplicates()
                .allMatch(each -> each.shadowedBy().equals("wide") && each.everywhere());
    }

    private static String[] picked(List<String> from, Random random, int most) {
        Set<String> picked = new HashSet<>();
        for (int i = random.nextInt(most) + 1; i > 0; i--) {
            picked.add(from.get(random.nextInt(from.size())));
        }
        return picked.toArray(String[]::new);
    }

    private static List<ShadowedRoute> shadowedByLookingAtAll(GatewaySnapshot snapshot, String id) {
        RoutesOfTarget route = requireNonNull(snapshot.routesOfTarget(id));
        List<Route> ofService = snapshot.routesOf("Assets").orElseThrow().routes();
        List<Route> concerned = new ArrayList<>(route.routes());
        for (String other : snapshot.routeIds()) {
            List<Route> places = requireNonNull(snapshot.routesOfTarget(other)).routes();
            if (places.stream().anyMatch(each -> ShadowCheck.mayHide(route.route(), each))) {
                concerned.addAll(places);
            }
        }
        ofService.stream()
                .filter(each -> ShadowCheck.mayHide(route.route(), each))
                .forEach(concerned::add);
        return new ShadowCheck(snapshot.table(), name -> name.equals("Assets") ? ofService : List.of())
                .of(concerned).stream()
                        .filter(each -> each.shadowedBy().equals(id)
                                || (!each.ofService() && each.id().equals(id)))
                        .toList();
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

    @Test
    void build_httpTarget_oneClientForEqualTargetsHeldBySnapshot() throws Exception {
        HttpTarget target = HttpTargets.nodes("127.0.0.1:9");
        List<CheckedRoute> routes =
                List.of(httpRoute("r1", "/a", target), httpRoute("r2", "/b", HttpTargets.nodes("127.0.0.1:9")));

        GatewaySnapshot before = builder.build(Optional.empty(), 1, List.of(), routes);
        GatewaySnapshot after = builder.build(Optional.of(before), 2, List.of(), routes);

        assertThat(httpClients.opened).hasSize(1);
        assertThat(after.routesOfTarget("r1")).isSameAs(before.routesOfTarget("r1"));
        assertThat(after.route(Rules.request("GET", "/b")).upstream()).isInstanceOf(HttpUpstream.class);
        assertThat(httpClients.held)
                .hasSize(4)
                .first()
                .hasToString("HTTP nodes 127.0.0.1:9 of the route r1 and 1 more");
        before.release();
        GatewaySnapshot withoutOne = builder.build(Optional.of(after), 3, List.of(), routes.subList(1, 2));
        after.release();
        assertThat(httpClients.held).singleElement().hasToString("HTTP nodes 127.0.0.1:9 of the route r2");
        withoutOne.release();
        assertThat(httpClients.held).isEmpty();
    }

    @Test
    void build_httpTargetChanges_itsClientTakesThePlaceOfTheFormer() {
        GatewaySnapshot before = builder.build(
                Optional.empty(), 1, List.of(), List.of(httpRoute("r1", "/a", HttpTargets.nodes("127.0.0.1:9"))));
        HttpTarget changed = HttpTargets.withHost(HttpTargets.nodes("127.0.0.1:9"), "other");
        builder.build(
                Optional.of(before),
                2,
                List.of(),
                List.of(httpRoute("r1", "/a", changed), httpRoute("r2", "/b", HttpTargets.nodes("127.0.0.1:10"))));

        assertThat(httpClients.formers)
                .containsEntry(changed, httpClients.held.get(0))
                .doesNotContainKey(HttpTargets.nodes("127.0.0.1:10"));
    }

    @Test
    void build_httpTargetWithService_needsTheServiceButNoIdl() throws Exception {
        List<CheckedRoute> routes = List.of(httpRoute("r1", "/a", HttpTargets.service("Assets")));
        CompiledService suspended = new ServiceCompiler()
                .compile(new ServiceDefinition(
                        "Assets",
                        "owner",
                        "",
                        Map.of(),
                        List.of(),
                        Dialect.DEFAULT,
                        Optional.empty(),
                        ServiceOptions.DEFAULTS));

        GatewaySnapshot without = builder.build(Optional.empty(), 1, List.of(), routes);
        GatewaySnapshot with = builder.build(Optional.of(without), 2, List.of(suspended), routes);

        assertThat(problem(without)).isEqualTo(GatewayError.SERVICE_NOT_FOUND);
        assertThat(with.route(Rules.request("GET", "/a")).upstream()).isInstanceOf(HttpUpstream.class);
        assertThat(pointers(routes.get(0).definition(), name -> Optional.empty()))
                .containsExactly("/Upstream/Http/Service");
        assertThat(pointers(routes.get(0).definition(), name -> Optional.of(suspended)))
                .isEmpty();
    }

    @Test
    void build_httpTargetThatCannotBeUsed_refuses() throws Exception {
        CheckedRoute sound = httpRoute("r1", "/a", HttpTargets.nodes("nowhere:80"));
        RouteDefinition definition = new RouteDefinition(
                "r1", 0, List.of("/a"), List.of(), Set.of(), List.of(), List.of(), HttpTargets.nodes("nowhere"));
        CheckedRoute unchecked = new CheckedRoute(definition, sound.rule(), sound.hosts(), sound.paths());

        GatewaySnapshot snapshot = builder.build(Optional.empty(), 1, List.of(), List.of(unchecked));

        assertThat(problem(snapshot)).isEqualTo(GatewayError.ROUTE_BROKEN);
    }

    private static CheckedRoute httpRoute(String id, String uri, HttpTarget target) {
        return Rules.checked(
                new RouteDefinition(id, 0, List.of(uri), List.of(), Set.of(), List.of(), List.of(), target));
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

    /** The same for HTTP targets, counted. */
    private final class OpenedHttpClients implements HttpClientSource {
        private final Map<HttpTarget, HttpClient> opened = new HashMap<>();
        private final List<HttpClient> held = new ArrayList<>();
        private final Map<HttpTarget, HttpClient> formers = new HashMap<>();

        @Override
        public HttpClient acquire(HttpTarget target, String ownerId, @Nullable HttpClient former) {
            HttpClient client = opened.computeIfAbsent(target, each -> http.open(each, ownerId, former));
            held.add(client);
            if (former != null) {
                formers.put(target, former);
            }
            return client;
        }

        @Override
        public void release(HttpClient client) {
            held.remove(client);
        }
    }
}
