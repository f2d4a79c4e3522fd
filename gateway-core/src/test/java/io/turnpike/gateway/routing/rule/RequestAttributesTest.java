package io.turnpike.gateway.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.turnpike.gateway.exchange.Exchange;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestAttributesTest {

    @Test
    void values_askedOften_readsTheHeadersOnce() {
        AtomicInteger read = new AtomicInteger();
        Exchange.Headers headers = new Exchange.Headers() {
            @Override
            public String first(String name) {
                return all(name).get(0);
            }

            @Override
            public List<String> all(String name) {
                read.incrementAndGet();
                return List.of(name.equals("Cookie") ? "a=1; b=2" : "x");
            }
        };
        RequestAttributes attributes =
                new RequestAttributes(new Exchange("GET", "/", "a=1&b=2", headers, () -> "", new byte[0], 0));

        for (int i = 0; i < 1_000; i++) {
            assertThat(attributes.values(ValueSource.COOKIE, "b")).containsExactly("2");
            assertThat(attributes.values(ValueSource.QUERY, "b")).containsExactly("2");
            assertThat(attributes.values(ValueSource.HEADER, "h")).containsExactly("x");
        }
        assertThat(read).as("the cookies and the header").hasValue(2);
    }

    @Test
    void values_millionsOfSeparators_takeLinearTime() {
        String query = "a".repeat(10) + "&b".repeat(3_000_000);
        String cookies = "c;".repeat(3_000_000) + "d=1";
        RequestAttributes attributes =
                new RequestAttributes(Rules.requestFrom("", "GET", "/", query, "Cookie: " + cookies));

        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            assertThat(attributes.values(ValueSource.QUERY, "b")).hasSize(3_000_000);
            assertThat(attributes.values(ValueSource.COOKIE, "d")).containsExactly("1");
        });
    }
}
