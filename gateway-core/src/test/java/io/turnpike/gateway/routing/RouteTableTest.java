package io.turnpike.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.HostPattern;
import io.turnpike.gateway.routing.rule.Operator;
import io.turnpike.gateway.routing.rule.PathPattern;
import io.turnpike.gateway.routing.rule.RequestPath;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.Rules;
import io.turnpike.gateway.routing.rule.ValueSource;
import io.turnpike.gateway.upstream.BufferedUpstream;
import io.turnpike.thrift.json.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    @Test
    void toString_severalPaths_drawsTheTreeWithChainsAsOneEdge() {
        RouteTable table = ofService(
                "s",
                path("s", "a/b/c", "GET"),
                path("s", "a/b/d", "GET", "POST"),
                path("s", "a/{ID}/x", "GET"),
                path("s", "z", "POST"));

        assertThat(table).hasToString("""
                        /s
                          /a
                            /b
                              /c  GET -> a/b/c
                              /d  GET,POST -> a/b/d
                            /{}/x  GET -> a/{ID}/x
                          /z  POST -> z
                        """);
    }

    @Test
    void toString_hostsWildcardsAndServices_areOneTree() {
        RouteTable table = RouteTable.EMPTY.with(
                Map.of("s", List.of(path("s", "a", "GET"), path("s", "b/c", "POST"))),
                routes(
                        Rules.withPriority(2, Rules.withVerbs(Rules.route("r1", "/s/a"), "GET")),
                        Rules.route("r2", "/s/b*", "/*", "/{x}/y", "/"),
                        Rules.withHosts(Rules.route("r3", "/s/*"), "*.example.com", "api.example.com")));

        assertThat(table).hasToString("""
                        *.example.com
                          /s
                            /*  [r3] -> r3
                        api.example.com
                          /s
                            /*  [r3] -> r3
                        /s
                          /a  [r1 GET priority 2] -> r1, GET -> a
                          /b/c  POST -> b/c
                          /b*  [r2] -> r2
                        /  [r2] -> r2
                        /{}/y  [r2] -> r2
                        /*  [r2] -> r2
                        """);
    }

    @Test
    void find_literalAndTemplateFit_takesTheLiteral() {
        RouteTable table = ofService("s", path("s", "a/{ID}", "GET"), path("s", "a/b", "GET"));

        assertThat(get(table, "/s/a/b")).isEqualTo("a/b");
        assertThat(get(table, "/s/a/c")).isEqualTo("a/{ID}");
    }

    @Test
    void find_literalLeadsNowhere_goesBackToTheTemplate() {
        RouteTable table = ofService("s", path("s", "a/b/c", "GET"), path("s", "a/{ID}/d", "GET"));

        assertThat(get(table, "/s/a/b/d")).isEqualTo("a/{ID}/d");
        assertThat(get(table, "/s/a/b/e")).isNull();
        assertThat(get(table, "/s/a/b")).isNull();
        assertThat(get(table, "/s")).isNull();
        assertThat(get(table, "/")).isNull();
    }

    @Test
    void find_emptySegment_fitsNoTemplate() {
        RouteTable table = RouteTable.EMPTY.with(
                Map.of("s", List.of(path("s", "a/{ID}", "GET"))),
                routes(Rules.route("one", "/a/*/b"), Rules.route("rest", "/r/*")));

        assertThat(get(table, "/s/a//")).isNull();
        assertThat(get(table, "/a//b")).isNull();
        assertThat(get(table, "/r//b")).isEqualTo("rest");
    }

    @Test
    void find_prefixOfAPath_takesThePathItselfAndWhatIsBelow() {
        RouteTable table =
                RouteTable.EMPTY.with(Map.of(), routes(Rules.route("below", "/a/*"), Rules.route("begins", "/b/cc*")));

        assertThat(List.of("/a", "/a/", "/a/b", "/a/b/c/", "/a//")).allMatch(path -> "below".equals(get(table, path)));
        assertThat(get(table, "/ab")).isNull();
        assertThat(List.of("/b/cc", "/b/ccc", "/b/cc/d/e")).allMatch(path -> "begins".equals(get(table, path)));
        assertThat(get(table, "/b/c")).isNull();
    }

    @Test
    void find_dotSegmentsAndEncoding_areResolvedFirst() {
        RouteTable table =
                RouteTable.EMPTY.with(Map.of(), routes(Rules.route("public", "/public/*"), Rules.route("all", "/*")));

        assertThat(get(table, "/public/../secret")).isEqualTo("all");
        assertThat(get(table, "/public/%2E%2e/secret")).isEqualTo("all");
        assertThat(get(table, "/x/../%70ublic/y")).isEqualTo("public");
        assertThat(get(table, "/public%2Fy"))
                .as("an encoded slash does not split")
                .isEqualTo("all");
    }

    @Test
    void find_precedence_isPriorityHostPathConditionsId() {
        RouteDefinition vague = Rules.route("vague", "/*");
        RouteDefinition exact = Rules.route("exact", "/a/b");
        RouteDefinition template = Rules.route("template", "/a/{x}");
        RouteDefinition host = Rules.withHosts(Rules.route("host", "/*"), "*.example.com");
        RouteDefinition exactHost = Rules.withHosts(Rules.route("exactHost", "/*"), "api.example.com");
        RouteDefinition condition = Rules.with(Rules.route("z", "/a/b"), ValueSource.HEADER, "X", Operator.PRESENT);
        RouteDefinition sameAsExact = Rules.route("exact2", "/a/b");

        assertThat(ids(List.of(vague, template, exact, sameAsExact, condition, host, exactHost)))
                .containsExactly("exactHost", "host", "z", "exact", "exact2", "template", "vague");
        assertThat(ids(List.of(Rules.withPriority(1, vague), template, host, Rules.withPriority(-1, exactHost))))
                .containsExactly("vague", "host", "template", "exactHost");
    }

    @Test
    void find_hosts_areComparedRegardlessOfCaseAndPort() {
        RouteTable table = RouteTable.EMPTY.with(
                Map.of(),
                routes(
                        Rules.withHosts(Rules.route("exact", "/a"), "API.example.com"),
                        Rules.withHosts(Rules.route("below", "/a"), "*.example.com"),
                        Rules.withHosts(Rules.route("v6", "/a"), "[2001:db8::1]"),
                        Rules.route("any", "/a")));

        assertThat(at(table, "api.EXAMPLE.com:8080")).isEqualTo("exact");
        assertThat(at(table, "api.example.com.")).isEqualTo("exact");
        assertThat(at(table, "x.api.example.com")).isEqualTo("below");
        assertThat(at(table, "example.com")).isEqualTo("any");
        assertThat(at(table, ".example.com")).isNotEqualTo("exact");
        assertThat(at(table, "badexample.com")).isEqualTo("any");
        assertThat(at(table, "[2001:DB8:0::1]:443")).isEqualTo("v6");
        assertThat(at(table, "a b:x")).isEqualTo("any");
        assertThat(get(table, "/a")).isEqualTo("any");
    }

    @Test
    void find_conditionsDoNotHold_goesOnToTheNext() {
        RouteTable table = RouteTable.EMPTY.with(
                Map.of("s", List.of(path("s", "a", "GET"))),
                routes(Rules.with(Rules.route("canary", "/s/a"), ValueSource.COOKIE, "beta", Operator.EQUALS, "1")));

        assertThat(find(table, Rules.request("GET", "/s/a", "Cookie: beta=1"))).isEqualTo("canary");
        assertThat(find(table, Rules.request("GET", "/s/a"))).isEqualTo("a");
    }

    @Test
    void find_verbOfAnotherPathOfTheService_isNotTakenFromTheVaguerPath() {
        RouteTable table = RouteTable.EMPTY.with(
                Map.of("s", List.of(path("s", "me", "GET"), path("s", "{ID}", "DELETE"))),
                routes(Rules.withVerbs(Rules.route("r", "/*"), "PUT")));

        assertThat(find(table, Rules.request("DELETE", "/s/me"))).isNull();
        assertThat(verbs(table, "/s/me")).containsExactly("GET", "PUT");
        assertThat(find(table, Rules.request("DELETE", "/s/you"))).isEqualTo("{ID}");
        assertThat(find(table, Rules.request("PUT", "/s/me")))
                .as("routes go by their verbs")
                .isEqualTo("r");
        assertThat(find(table, Rules.request("HEAD", "/s/me"))).isEqualTo("me");
    }

    @Test
    void find_manyLiteralsAtOnePlace_findsEachAndNoOther() {
        List<RouteDefinition> definitions = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            definitions.add(Rules.route("r" + i, "/first" + i, "/x/second" + i, "/x/y/{z}/third" + i));
        }
        RouteTable table = RouteTable.EMPTY.with(Map.of(), routes(definitions.toArray(RouteDefinition[]::new)));

        for (int i = 0; i < 2_000; i++) {
            assertThat(List.of("/first" + i, "/x/second" + i, "/x/y/1/third" + i))
                    .extracting(path -> get(table, path))
                    .containsOnly("r" + i);
        }
        assertThat(get(table, "/first2000")).isNull();
        assertThat(get(table, "/x/first1")).isNull();
    }

    @Test
    void find_verbThatNoRouteNames_fitsOnlyRoutesForAll() {
        RouteTable table = RouteTable.EMPTY.with(
                Map.of("s", List.of(path("s", "a", "GET", "POST"))),
                routes(
                        Rules.withVerbs(Rules.route("named", "/s/a"), "GET", "POST", "PUT", "DELETE", "PATCH"),
                        Rules.withPriority(-1, Rules.route("all", "/*"))));

        assertThat(find(table, Rules.request("PROPFIND", "/s/a"))).isEqualTo("all");
        assertThat(find(table, Rules.request("PATCH", "/s/a"))).isEqualTo("named");
    }

    @Test
    void parameters_templatesFarBehind_areFoundToo() throws Exception {
        String uri = "/a".repeat(70) + "/{first}/b/{second}";
        Route route = routes(Rules.route("r", uri)).get(0);
        Route one = routes(Rules.route("r", "/a".repeat(70) + "/{first}")).get(0);

        assertThat(route.parameters(RequestPath.of("/a".repeat(70) + "/1/b/%32")))
                .extracting(Parameter::value)
                .containsExactly("1", "2");
        assertThat(one.parameters(RequestPath.of("/a".repeat(70) + "/1")))
                .extracting(Parameter::value)
                .containsExactly("1");
    }

    @Test
    void with_sameShapeAndVerbInAService_isRefused() {
        Map<String, List<Route>> routes =
                Map.of("s", List.of(path("s", "a/{ID}", "GET"), path("s", "a/{Name}", "GET")));

        assertThatThrownBy(() -> RouteTable.EMPTY.with(routes, List.of())).hasMessageContaining("a/{Name}");
    }

    @Test
    void with_oneServiceChanged_sharesAllOthers() {
        Map<String, List<Route>> services = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            services.put("s" + i, List.of(path("s" + i, "a", "GET"), path("s" + i, "b/{ID}", "GET")));
        }
        List<Route> others = routes(Rules.route("r", "/s7/c"), Rules.withHosts(Rules.route("h", "/x"), "a.org"));
        RouteTable before = RouteTable.EMPTY.with(services, others);

        services.put("s3", List.of(path("s3", "new", "GET")));
        RouteTable after = before.with(services, others);

        assertThat(get(after, "/s3/new")).isEqualTo("new");
        assertThat(get(before, "/s3/new")).isNull();
        assertThat(get(after, "/s7/c")).isEqualTo("r");
        for (int i = 0; i < 100; i++) {
            assertThat(after.behind("s" + i) == before.behind("s" + i)).isEqualTo(i != 3);
        }
    }

    @Test
    void with_oneRouteChanged_rebuildsOnlyWhatItTouches() {
        Map<String, List<Route>> services =
                Map.of("s", List.of(path("s", "a", "GET")), "t", List.of(path("t", "a", "GET")));
        List<Route> kept = routes(Rules.route("r", "/s/c"));
        RouteTable before = RouteTable.EMPTY.with(services, kept);
        List<Route> more = new ArrayList<>(kept);
        more.addAll(routes(Rules.route("q", "/t/c"), Rules.withHosts(Rules.route("h", "/s/c"), "a.org")));

        RouteTable after = before.with(services, more);

        assertThat(after.behind("s")).isSameAs(before.behind("s"));
        assertThat(get(after, "/t/c")).isEqualTo("q");
        assertThat(find(after, Rules.request("GET", "/s/c", "Host: a.org"))).isEqualTo("h");
        assertThat(after.with(services, kept)).hasToString(before.toString());
    }

    @Test
    void find_randomTables_agreesWithLinearScan() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            Map<String, List<Route>> services = randomServices(random);
            List<Route> others = randomRoutes(random);
            RouteTable table =
                    RouteTable.EMPTY.with(services, randomRoutes(random)).with(services, others);
            List<Route> all = new ArrayList<>(others);
            services.values().forEach(all::addAll);
            Collections.shuffle(all, random);
            NaiveRouteTable oracle = new NaiveRouteTable(all);
            for (int request = 0; request < 150; request++) {
                List<String> segments = randomSegments(random);
                Exchange exchange = randomRequest(random);
                assertThat(table.find(path(segments), exchange))
                        .as("seed %d: %s %s in%n%s", seed, exchange.method(), segments, table)
                        .isSameAs(oracle.find(segments, exchange));
                assertThat(table.verbs(path(segments), exchange))
                        .as("seed %d: %s in%n%s", seed, segments, table)
                        .isEqualTo(oracle.verbs(segments, exchange));
            }
        }
    }

    @Test
    void shadowCheck_randomTables_neverNamesARouteThatIsFound() {
        int named = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Map<String, List<Route>> services = randomServices(random);
            List<Route> others = randomRoutes(random);
            RouteTable table = RouteTable.EMPTY.with(services, others);
            Set<String> shadowed = new HashSet<>();
            List<Route> all = new ArrayList<>(others);
            services.values().forEach(all::addAll);
            for (ShadowedRoute each : check(table, services).of(all)) {
                shadowed.add(each.id() + ' ' + each.host() + ' ' + each.path());
            }
            named += shadowed.size();
            for (int request = 0; request < 300; request++) {
                Route found = table.find(path(randomSegments(random)), randomRequest(random));
                if (found != null) {
                    assertThat(shadowed)
                            .as("seed %d in%n%s", seed, table)
                            .doesNotContain(found.rule().id() + ' ' + found.host() + " /" + found.path());
                }
            }
        }
        assertThat(named).as("there is something to find").isGreaterThan(100);
    }

    @Test
    void shadowCheck_higherPriorityOrSamePlace_namesWhoComesFirst() {
        Map<String, List<Route>> services = Map.of("s", List.of(path("s", "a", "GET"), path("s", "b", "GET")));
        List<Route> routes = routes(
                Rules.withPriority(5, Rules.withHosts(Rules.route("wide", "/x/*"), "*.org")),
                Rules.withHosts(Rules.route("narrow", "/x/y/{z}", "/other"), "a.b.org"),
                Rules.route("a1", "/p"),
                Rules.withVerbs(Rules.withPriority(-1, Rules.route("a2", "/p")), "GET"),
                Rules.route("override", "/s/a"),
                Rules.withPriority(-3, Rules.withVerbs(Rules.route("late", "/s/b"), "GET")),
                Rules.with(Rules.route("canary", "/p"), ValueSource.HEADER, "X", Operator.PRESENT),
                Rules.withPriority(9, Rules.with(Rules.route("c", "/p"), ValueSource.HEADER, "Y", Operator.PRESENT)));
        RouteTable table = RouteTable.EMPTY.with(services, routes);
        List<Route> all = new ArrayList<>(routes);
        services.values().forEach(all::addAll);

        assertThat(check(table, services).of(all))
                .containsExactlyInAnyOrder(
                        new ShadowedRoute("narrow", false, "a.b.org", "/x/y/{z}", "wide", false),
                        new ShadowedRoute("a2", false, "*", "/p", "a1", true),
                        new ShadowedRoute("/s/a", true, "*", "/s/a", "override", true),
                        new ShadowedRoute("late", false, "*", "/s/b", "/s/b", true));
    }

    @Test
    void message_shadowedRoute_namesBothAndThePlace() {
        assertThat(new ShadowedRoute("narrow", false, "a.org", "/x", "wide", false).message())
                .isEqualTo(
                        "The route narrow is never reached at /x on a.org, one of its places: wide comes first and takes every"
                                + " request that it would take");
        assertThat(new ShadowedRoute("/s/a", true, "*", "/s/a", "wide", true).message())
                .startsWith("The path /s/a of a service is never reached at /s/a: wide comes first");
    }

    @Test
    void shadowCheck_moreSpecificPathOfTheServiceHasAnotherVerb_isNotTold() {
        Map<String, List<Route>> services = Map.of("s", List.of(path("s", "x", "POST"), path("s", "{a}", "GET")));
        List<Route> routes = routes(
                Rules.withPriority(-1, Rules.withVerbs(Rules.route("low", "/s/x"), "GET")),
                Rules.withPriority(-1, Rules.withVerbs(Rules.route("lower", "/s/{b}"), "GET")),
                Rules.withPriority(-1, Rules.withVerbs(Rules.route("hidden", "/s/y"), "GET")));
        RouteTable table = RouteTable.EMPTY.with(services, routes);

        assertThat(get(table, "/s/x")).isEqualTo("low");
        assertThat(check(table, services).of(routes))
                .containsExactly(new ShadowedRoute("hidden", false, "*", "/s/y", "/s/{a}", true));
    }

    private static ShadowCheck check(RouteTable table, Map<String, List<Route>> services) {
        return new ShadowCheck(table, name -> services.getOrDefault(name, List.of()));
    }

    /** Which routes win, one after the other, when the winner is taken away. */
    private static List<String> ids(List<RouteDefinition> definitions) {
        List<RouteDefinition> left = new ArrayList<>(definitions);
        List<String> ids = new ArrayList<>();
        Exchange exchange = Rules.request("GET", "/a/b", "Host: api.example.com", "X: 1");
        while (!left.isEmpty()) {
            String found =
                    find(RouteTable.EMPTY.with(Map.of(), routes(left.toArray(RouteDefinition[]::new))), exchange);
            ids.add(found);
            left.removeIf(definition -> definition.id().equals(found));
        }
        return ids;
    }

    private static Map<String, List<Route>> randomServices(Random random) {
        Map<String, List<Route>> services = new LinkedHashMap<>();
        for (String name : List.of("a", "b")) {
            Map<String, Route> byShape = new LinkedHashMap<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                List<String> segments = randomSegments(random);
                segments.replaceAll(s -> s.equals("c") ? "{ID}" : s.isEmpty() ? "b" : s);
                String verb = random.nextBoolean() ? "GET" : "POST";
                Route route = path(name, segments.isEmpty() ? "a" : String.join("/", segments), verb);
                byShape.put(verb + route.path().shape(), route);
            }
            services.put(name, List.copyOf(byShape.values()));
        }
        return services;
    }

    private static List<Route> randomRoutes(Random random) {
        List<RouteDefinition> definitions = new ArrayList<>();
        List<String> hosts = List.of("*.x", "*.a.x", "a.x", "b.a.x", "*");
        for (int i = random.nextInt(12); i > 0; i--) {
            Map<String, String> uris = new LinkedHashMap<>();
            for (int n = 1 + random.nextInt(2); n > 0; n--) {
                String uri = randomUri(random);
                uris.put(Rules.checked(Rules.route("x", uri)).paths().get(0).shape(), uri);
            }
            RouteDefinition route = Rules.route(
                    "r" + random.nextInt(1_000) + "-" + i, uris.values().toArray(String[]::new));
            if (random.nextInt(3) == 0) {
                route = Rules.withHosts(route, hosts.get(random.nextInt(hosts.size())));
            }
            if (random.nextInt(3) == 0) {
                route = Rules.withPriority(random.nextInt(5) - 2, route);
            }
            if (random.nextInt(3) == 0) {
                route = Rules.withVerbs(route, random.nextBoolean() ? "GET" : "PUT");
            }
            if (random.nextInt(3) == 0) {
                route = Rules.with(route, ValueSource.HEADER, "X", Operator.EQUALS, random.nextBoolean() ? "1" : "2");
            }
            if (random.nextInt(4) == 0) {
                route = Rules.with(route, ValueSource.HEADER, "X", Operator.PRESENT);
            }
            if (random.nextInt(4) == 0) {
                route = Rules.withClients(route, random.nextBoolean() ? "10.0.0.0/8" : "10.0.0.1");
            }
            definitions.add(route);
        }
        return routes(definitions.toArray(RouteDefinition[]::new));
    }

    private static String randomUri(Random random) {
        StringBuilder uri = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            uri.append('/').append(List.of("a", "b", "ab", "*", "{t" + i + "}").get(random.nextInt(5)));
        }
        String ends = List.of("", "/*", "/a*", "/ab*").get(random.nextInt(4));
        return uri.append(ends).length() == 0 ? "/" : uri.toString();
    }

    private static List<String> randomSegments(Random random) {
        List<String> alphabet = List.of("a", "b", "ab", "abc", "c", "");
        List<String> segments = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            segments.add(alphabet.get(random.nextInt(alphabet.size())));
        }
        return segments;
    }

    private static Exchange randomRequest(Random random) {
        List<String> headers = new ArrayList<>();
        if (random.nextBoolean()) {
            headers.add("Host: "
                    + List.of("a.x", "b.a.x", "c.b.a.x", "c.x", "x", "y").get(random.nextInt(6)));
        }
        if (random.nextBoolean()) {
            headers.add("X: " + random.nextInt(4));
        }
        return Rules.requestFrom(
                "10.0.0." + random.nextInt(3),
                List.of("GET", "POST", "PUT", "HEAD").get(random.nextInt(4)),
                "/",
                null,
                headers.toArray(String[]::new));
    }

    private static RouteTable ofService(String name, Route... routes) {
        return RouteTable.EMPTY.with(Map.of(name, List.of(routes)), List.of());
    }

    /** A service's path whose method bears the path as its name, so that drawings show which one was found. */
    private static Route path(String service, String path, String... verbs) {
        PathPattern pattern = PathPattern.parse(path);
        PathBinding binding = new PathBinding(
                pattern,
                new HashSet<>(Arrays.asList(verbs)),
                Schemas.method(path, Map.of()),
                pattern.names(),
                Map.of());
        return Route.ofService(service, binding, (exchange, parameters) -> new CompletableFuture<>());
    }

    /** Routes at all their places, with their id as the name of what they lead to. */
    private static List<Route> routes(RouteDefinition... definitions) {
        List<Route> routes = new ArrayList<>();
        for (RouteDefinition definition : definitions) {
            CheckedRoute route = Rules.checked(definition);
            for (HostPattern host : route.hosts()) {
                for (PathPattern path : route.paths()) {
                    routes.add(new Route(route.rule(), host, path, path.names(), definition.id(), "", (BufferedUpstream)
                            (e, p) -> new CompletableFuture<>()));
                }
            }
        }
        return routes;
    }

    /** The path of these segments; the slash at the end keeps an empty last one. */
    private static RequestPath path(List<String> segments) {
        try {
            return RequestPath.of(segments.isEmpty() ? "/" : '/' + String.join("/", segments) + '/');
        } catch (GatewayException e) {
            throw new AssertionError(e);
        }
    }

    private static String get(RouteTable table, String path) {
        return find(table, Rules.request("GET", path));
    }

    private static String at(RouteTable table, String host) {
        return find(table, Rules.request("GET", "/a", "Host: " + host));
    }

    private static String find(RouteTable table, Exchange exchange) {
        try {
            Route found = table.find(RequestPath.of(exchange.path()), exchange);
            return found == null ? null : found.target();
        } catch (GatewayException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> verbs(RouteTable table, String path) {
        try {
            return table.verbs(RequestPath.of(path), Rules.request("GET", path));
        } catch (GatewayException e) {
            throw new AssertionError(e);
        }
    }
}
