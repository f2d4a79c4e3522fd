package io.turnpike.gateway.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouteOrderTest {

    @Test
    void compare_routesOfEveryKind_putsTheOneThatAnswersFirst() {
        List<String> expected = List.of(
                "priority",
                "name",
                "long-star",
                "short-star",
                "here",
                "longer",
                "beginning",
                "letter",
                "one",
                "conditions",
                "a",
                "b",
                "last");
        List<CheckedRoute> routes = new ArrayList<>(Stream.of(
                        Rules.withPriority(1, Rules.route("priority", "/*")),
                        Rules.withHosts(Rules.route("name", "/*"), "*.com", "a.example.com"),
                        Rules.withHosts(Rules.route("long-star", "/*"), "*.example.com"),
                        Rules.withHosts(Rules.route("short-star", "/a"), "*.com"),
                        Rules.route("here", "/*", "/o"),
                        Rules.route("longer", "/o/p"),
                        Rules.route("beginning", "/or*"),
                        Rules.route("letter", "/o*"),
                        Rules.route("one", "/{id}"),
                        Rules.withVerbs(Rules.route("conditions", "/*"), "GET"),
                        Rules.route("a", "/*"),
                        Rules.route("b", "/*"),
                        Rules.withPriority(-1, Rules.route("last", "/o")))
                .map(Rules::checked)
                .toList());
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            Collections.shuffle(routes, random);
            routes.sort(new RouteOrder());
            assertThat(routes).extracting(route -> route.definition().id()).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void equals_sameDefinition_isTheSameRoute() {
        CheckedRoute one = Rules.checked(Rules.route("r", "/a"));

        assertThat(one).isEqualTo(Rules.checked(Rules.route("r", "/a"))).hasSameHashCodeAs(one);
        assertThat(one).isNotEqualTo(Rules.checked(Rules.route("r", "/b")));
    }
}
