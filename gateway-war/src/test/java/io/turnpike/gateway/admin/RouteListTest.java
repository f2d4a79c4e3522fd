package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.persistence.RouteChanges;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
}
