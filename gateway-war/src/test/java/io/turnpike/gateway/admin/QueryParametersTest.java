package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryParametersTest {

    private static final List<String> NAMES = List.of("after", "limit");

    @Test
    void requireOnly_knownOnesOnceEach_passes() {
        assertThatCode(() -> {
                    QueryParameters.requireOnly(NAMES, Map.of("limit", List.of("2"), "after", List.of("a")));
                    QueryParameters.requireOnly(NAMES, Map.of());
                })
                .doesNotThrowAnyException();
    }

    @Test
    void requireOnly_unknownOne_isRefusedWithThoseThatAreKnown() {
        GatewayException problem =
                Problems.of(() -> QueryParameters.requireOnly(NAMES, Map.of("limits", List.of("2"))));

        assertThat(problem.error()).isEqualTo(GatewayError.INVALID_REQUEST);
        assertThat(problem.detail())
                .isEqualTo("The query parameter limits is not known (expected: one of after, limit)");
        assertThat(Problems.of(() -> QueryParameters.requireOnly(List.of(), Map.of("limit", List.of("2"))))
                        .detail())
                .isEqualTo("The query parameter limit is not known (expected: none)");
    }

    @Test
    void requireOnly_oneGivenTwice_isRefusedEvenIfBothSayTheSame() {
        GatewayException problem =
                Problems.of(() -> QueryParameters.requireOnly(NAMES, Map.of("limit", List.of("2", "2"))));

        assertThat(problem.error()).isEqualTo(GatewayError.INVALID_REQUEST);
        assertThat(problem.detail()).isEqualTo("The query parameter limit is given 2 times (expected: once)");
    }

    @Test
    void requireOnce_othersMayBeThere_asOftenAsTheyLike() {
        assertThatCode(() -> QueryParameters.requireOnce(
                        NAMES, Map.of("limit", List.of("2"), "utm_source", List.of("a", "b"))))
                .doesNotThrowAnyException();
        assertThat(Problems.of(() -> QueryParameters.requireOnce(NAMES, Map.of("after", List.of("a", "b", "c"))))
                        .detail())
                .isEqualTo("The query parameter after is given 3 times (expected: once)");
    }
}
