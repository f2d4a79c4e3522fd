package io.turnpike.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    @Test
    void toString_severalPaths_drawsTheTreeWithChainsAsOneEdge() {
        RouteTable table = RouteTable.of(List.of(
                route("a/b/c", "GET"), route("a/b/d", "GET", "POST"), route("a/{ID}/x", "GET"), route("z", "POST")));

        assertThat(table).hasToString("""
                        /a
                          /b
                            /c  GET -> a/b/c
                            /d  GET,POST -> a/b/d
                          /{}/x  GET -> a/{ID}/x
                        /z  POST -> z
                        """);
    }

    @Test
    void find_literalAndTemplateFit_takesTheLiteral() {
        RouteTable table = RouteTable.of(List.of(route("a/{ID}", "GET"), route("a/b", "GET")));

        assertThat(table.find(List.of("a", "b"))).hasToString("GET -> a/b");
        assertThat(table.find(List.of("a", "c"))).hasToString("GET -> a/{ID}");
    }

    @Test
    void find_literalLeadsNowhere_goesBackToTheTemplate() {
        RouteTable table = RouteTable.of(List.of(route("a/b/c", "GET"), route("a/{ID}/d", "GET")));

        assertThat(table.find(List.of("a", "b", "d"))).hasToString("GET -> a/{ID}/d");
        assertThat(table.find(List.of("a", "b", "e"))).isNull();
        assertThat(table.find(List.of("a", "b"))).isNull();
        assertThat(table.find(List.of())).isNull();
    }

    @Test
    void find_emptySegment_fitsNoTemplate() {
        assertThat(RouteTable.of(List.of(route("a/{ID}", "GET"))).find(List.of("a", "")))
                .isNull();
    }

    @Test
    void of_sameShapeAndVerb_isRefused() {
        List<Route> routes = List.of(route("a/{ID}", "GET"), route("a/{Name}", "GET"));

        assertThatThrownBy(() -> RouteTable.of(routes)).hasMessageContaining("a/{Name}");
    }

    @Test
    void allow_getAndDelete_namesHeadAndOptionsToo() {
        PathRoutes routes =
                RouteTable.of(List.of(route("a", "GET"), route("a", "DELETE"))).find(List.of("a"));

        assertThat(routes.allow()).isEqualTo("DELETE, GET, HEAD, OPTIONS");
        assertThat(routes.of("HEAD")).isSameAs(routes.of("GET"));
        assertThat(routes.of("POST")).isNull();
    }

    @Test
    void find_randomTables_agreesWithLinearScan() {
        Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            List<Route> routes = randomRoutes(random);
            RouteTable table = RouteTable.of(routes);
            NaiveRouteTable oracle = new NaiveRouteTable(routes);
            for (int request = 0; request < 200; request++) {
                List<String> segments = randomSegments(random, "abc");
                PathRoutes found = table.find(segments);
                assertThat(found == null ? null : found.of("GET"))
                        .as("%s in%n%s", segments, table)
                        .isSameAs(oracle.find(segments));
            }
        }
    }

    private static List<Route> randomRoutes(Random random) {
        List<Route> routes = new ArrayList<>();
        Set<String> shapes = new HashSet<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            List<String> segments = randomSegments(random, "abc*");
            segments.replaceAll(s -> s.equals("*") ? "{ID}" : s);
            Route route = route(segments.isEmpty() ? "a" : String.join("/", segments), "GET");
            if (shapes.add(route.binding().pattern().shape())) {
                routes.add(route);
            }
        }
        Collections.shuffle(routes, random);
        return routes;
    }

    private static List<String> randomSegments(Random random, String alphabet) {
        List<String> segments = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            segments.add(String.valueOf(alphabet.charAt(random.nextInt(alphabet.length()))));
        }
        return segments;
    }

    /** A route whose method bears the path as its name, so that drawings show which one was found. */
    private static Route route(String path, String... verbs) {
        PathPattern pattern = PathPattern.parse(path);
        PathBinding binding = new PathBinding(
                pattern,
                new HashSet<>(Arrays.asList(verbs)),
                Schemas.method(path, Map.of()),
                pattern.names(),
                Map.of());
        return new Route(binding, (exchange, parameters) -> new CompletableFuture<>());
    }
}
