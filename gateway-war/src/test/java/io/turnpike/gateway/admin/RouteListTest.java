package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.persistence.RouteChanges;
import io.turnpike.gateway.routing.ShadowedRoute;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RouteListTest {

    private static CheckedRoute route(int id, int priority, String uri) throws Exception {
        return RouteCompiler.compile(new RouteDefinition(
                "r" + id,
                priority,
                List.of(uri),
                List.of(),
                Set.of(),
                List.of(),
                List.of(),
                new ThriftTarget("Service", "method")));
    }

    /** Against the naive way: sorting all of them again. */
    @Test
    void with_anyChanges_isInTheOrderThatSortingGives() throws Exception {
        Random random = new Random(5);
        Map<String, CheckedRoute> expected = new HashMap<>();
        RouteList list = RouteList.NONE;
        List<String> uris = List.of("/a", "/a/*", "/{x}/b", "/*", "/a/{y}");
        for (int round = 0; round < 300; round++) {
            Map<String, CheckedRoute> changed = new HashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                CheckedRoute route =
                        route(random.nextInt(40), random.nextInt(3), uris.get(random.nextInt(uris.size())));
                changed.put(route.definition().id(), route);
            }
            List<String> removed = IntStream.range(0, random.nextInt(3))
                    .mapToObj(i -> "r" + random.nextInt(40))
                    .toList();
            list = list.with(new RouteChanges(List.copyOf(changed.values()), removed));
            expected.putAll(changed);
            expected.keySet().removeAll(removed);
            assertThat(list.inOrder()).isEqualTo(RouteList.of(expected.values()).inOrder());
            assertThat(list.byId()).isEqualTo(expected);
        }
    }

    @Test
    void after_pageByPage_isTheWholeListInItsOrder() throws Exception {
        List<CheckedRoute> routes = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            routes.add(route(i, i % 3, List.of("/a", "/a/*", "/{x}/b", "/*").get(i % 4)));
        }
        RouteList list = RouteList.of(routes);
        for (int limit : List.of(1, 7, 25, 1_000, Integer.MAX_VALUE)) {
            List<CheckedRoute> seen = new ArrayList<>();
            RouteList.Page page = list.after(Optional.empty(), limit);
            seen.addAll(page.routes());
            while (page.nextAfter().isPresent()) {
                assertThat(page.routes()).hasSize(limit);
                page = list.after(list.route(page.nextAfter().get()), limit);
                seen.addAll(page.routes());
            }
            assertThat(seen).as("limit %s", limit).isEqualTo(list.inOrder());
        }
        assertThat(RouteList.NONE.after(Optional.empty(), 1))
                .isEqualTo(new RouteList.Page(List.of(), Optional.empty()));
    }

    @Test
    void warnings_ofAPage_areThoseOfItsRoutesAndOfWhatTheyHide() throws Exception {
        CheckedRoute one = route(1, 0, "/a");
        CheckedRoute two = route(2, 0, "/b");
        RegistrationState state = RegistrationState.NONE;
        List<ShadowedRoute> shadowed = List.of(
                new ShadowedRoute("r1", false, "*", "/a", "r2", true),
                new ShadowedRoute("r2", false, "*", "/b", "r1", true),
                new ShadowedRoute("/S/a", true, "*", "/S/a", "r1", true));

        assertThat(RouteWarnings.of(List.of(one), state, shadowed).toString())
                .contains("\"RouteId\":\"r1\",\"ShadowedBy\":\"r2\"", "\"Path\":\"/S/a\"", "The route r1 leads nowhere")
                .doesNotContain("\"ShadowedBy\":\"r1\",\"Host\":\"*\",\"Uri\":\"/b\"", "The route r2");
        assertThat(RouteWarnings.of(List.of(one, two), state, shadowed)).hasSize(5);
    }
}
