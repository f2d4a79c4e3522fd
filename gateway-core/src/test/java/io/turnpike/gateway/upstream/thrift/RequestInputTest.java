package io.turnpike.gateway.upstream.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.thrift.json.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestInputTest {

    @Test
    void of_query_decoded() throws Exception {
        assertThat(RequestInput.of(exchange("GET", "a=1&a=2+3&&b=%C3%A9%2B&c", "", null), List.of())
                        .parameters())
                .containsExactly(
                        new Parameter("a", "1"),
                        new Parameter("a", "2 3"),
                        new Parameter("b", "é+"),
                        new Parameter("c", ""));
    }

    @Test
    void of_pathParameter_winsOverQuery() throws Exception {
        assertThat(RequestInput.of(exchange("GET", "id=1&x=2", "", null), List.of(new Parameter("id", "9")))
                        .parameters())
                .containsExactly(new Parameter("x", "2"), new Parameter("id", "9"));
    }

    @Test
    void of_body_queryIsIgnored() throws Exception {
        var input = RequestInput.of(exchange("POST", "a=1", "{}", "application/json"), List.of());
        assertThat(input.parameters()).isEmpty();
        assertThat(input.length()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%C3", "%FF=1"})
    void of_malformedQuery_refused(String query) {
        assertThat(error(exchange("GET", query, "", null))).isEqualTo(GatewayError.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", "nonsense"})
    void of_otherMediaType_refused(String type) {
        assertThat(error(exchange("POST", null, "{}", type))).isEqualTo(GatewayError.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void of_curlWithoutHeader_isToldWhatToDo() {
        Exchange exchange = exchange("POST", null, "{}", "application/x-www-form-urlencoded");
        GatewayException problem =
                catchThrowableOfType(GatewayException.class, () -> RequestInput.of(exchange, List.of()));
        assertThat(problem.detail())
                .contains("application/x-www-form-urlencoded", "-H 'Content-Type: application/json'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "Application/JSON; charset=utf-8", "text/json", "application/a+json", ""})
    void of_jsonMediaType_taken(String type) throws Exception {
        assertThat(RequestInput.of(exchange("POST", null, "{}", type), List.of())
                        .length())
                .isEqualTo(2);
    }

    @Test
    void of_otherMediaTypeWithoutBody_taken() throws Exception {
        assertThat(RequestInput.of(exchange("POST", null, "", "text/plain"), List.of())
                        .length())
                .isZero();
    }

    private static GatewayError error(Exchange exchange) {
        return catchThrowableOfType(GatewayException.class, () -> RequestInput.of(exchange, List.of()))
                .error();
    }

    private static Exchange exchange(String method, String query, String body, String contentType) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Exchange(method, "/Echo/x", query, name -> contentType, bytes, bytes.length);
    }
}
