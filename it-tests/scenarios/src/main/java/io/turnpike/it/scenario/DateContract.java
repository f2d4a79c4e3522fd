package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.HttpMessage;
import io.turnpike.it.harness.HttpNode;
import io.turnpike.it.harness.RawClient;
import io.turnpike.it.harness.ThriftPeer.Framing;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer has one {@code Date}, also where the server has put one beside its {@code 100 Continue}. */
public interface DateContract extends WithGateway {

    String LONG_AGO = "Sun, 06 Nov 1994 08:49:37 GMT";

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void date_ofNode_isPassedOn(boolean expects) throws IOException {
        try (HttpNode node = HttpNode.start((request, connection) -> {
                    request.readBody(connection.in());
                    connection.answer(200, "ok", "Date: " + LONG_AGO);
                });
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            assertThat(dates("PUT", route.path() + "/x", expects)).containsExactly(LONG_AGO);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void date_nodeHasNone_isTheGateways(boolean expects) throws IOException {
        try (HttpNode node = HttpNode.start((request, connection) -> {
                    request.readBody(connection.in());
                    connection.answer(200, "ok");
                });
                HttpRoute route = HttpRoute.to(gateway(), node)) {
            assertNow(dates("PUT", route.path() + "/x", expects));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    default void date_thriftAnswersAndOurOwn_areTheGateways(boolean expects) throws IOException {
        String service = Kitchens.at(gateway(), Framing.FRAMED).service();
        assertNow(dates("POST", "/" + service + "/subtract", expects));
        assertNow(dates("POST", "/" + service + "/none", expects));
        assertNow(dates("PUT", "/admin/config", expects));
    }

    /** Of the answer to a request with an empty object. */
    private List<String> dates(String verb, String path, boolean expects) throws IOException {
        try (RawClient client = new RawClient(gateway())) {
            client.send(verb + ' ' + path + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                    + (expects ? "Expect: 100-continue\r\n" : "") + "Content-Length: 2\r\nConnection: close\r\n\r\n");
            if (!expects) {
                return client.send("{}").head().values("Date");
            }
            // A server may refuse before it asks for the body.
            HttpMessage first = client.head();
            HttpMessage answer = first.status() == 100 ? client.send("{}").head() : first;
            return answer.values("Date");
        }
    }

    private static void assertNow(List<String> dates) {
        assertThat(dates)
                .singleElement()
                .satisfies(date -> assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
                        .isBetween(
                                ZonedDateTime.now(ZoneOffset.UTC).minus(Duration.ofMinutes(1)),
                                ZonedDateTime.now(ZoneOffset.UTC).plus(Duration.ofMinutes(1))));
    }
}
