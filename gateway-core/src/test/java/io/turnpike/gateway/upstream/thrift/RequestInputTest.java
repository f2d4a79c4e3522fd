package io.turnpike.gateway.upstream.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.thrift.json.CallInput;
import io.turnpike.thrift.json.Parameter;
import io.turnpike.thrift.json.RequestValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestInputTest {

    @Test
    void of_query_decoded() throws Exception {
        assertThat(RequestInput.of(exchange("GET", "a=1&a=2+3&&b=%C3%A9%2B&c", "", null), List.of(), false)
                        .query())
                .containsExactly(
                        new Parameter("a", "1"),
                        new Parameter("a", "2 3"),
                        new Parameter("b", "é+"),
                        new Parameter("c", ""));
    }

    @Test
    void of_pathAndQuery_areKeptApart() throws Exception {
        CallInput input =
                RequestInput.of(exchange("GET", "id=1&x=2", "", null), List.of(new Parameter("id", "9")), false);

        assertThat(input.path()).containsExactly(new Parameter("id", "9"));
        assertThat(input.query()).containsExactly(new Parameter("id", "1"), new Parameter("x", "2"));
    }

    @Test
    void of_body_queryIsIgnored() throws Exception {
        var input = RequestInput.of(exchange("POST", "a=1", "{}", "application/json"), List.of(), false);
        assertThat(input.query()).isEmpty();
        assertThat(input.length()).isEqualTo(2);
    }

    @Test
    void of_bodyAndFieldsBoundToTheQuery_bothCount() throws Exception {
        var input = RequestInput.of(exchange("POST", "a=1", "{}", "application/json"), List.of(), true);
        assertThat(input.query()).containsExactly(new Parameter("a", "1"));
        assertThat(input.length()).isEqualTo(2);
    }

    @Test
    void values_ofHeadersAndCookies_areDecoded() throws Exception {
        Map<String, List<String>> lines = Map.of(
                "Cookie",
                List.of("a=1; b=\"x y\";c= 3 ; broken; =4", "a=2"),
                "X-Name",
                List.of("Zo\u00c3\u00ab", "\u00ff"));
        Exchange exchange = new Exchange(
                "GET",
                "/Echo/x",
                null,
                new Exchange.Headers() {
                    @Override
                    public String first(String name) {
                        return all(name).stream().findFirst().orElse(null);
                    }

                    @Override
                    public List<String> all(String name) {
                        return lines.getOrDefault(name, List.of());
                    }
                },
                new byte[0],
                0);

        RequestValues values = RequestInput.of(exchange, List.of(), false).values();

        assertThat(values.cookie("a")).containsExactly("1", "2");
        assertThat(values.cookie("b")).containsExactly("x y");
        assertThat(values.cookie("c")).containsExactly("3");
        assertThat(values.cookie("A")).isEmpty();
        assertThat(values.header("X-Name")).containsExactly("Zo\u00eb", "\u00ff");
        assertThat(values.header("X-None")).isEmpty();
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

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity, gzip", "x"})
    void of_codedBody_isToldWhatIsTaken(String coding) {
        Exchange exchange = withHeaders("POST", null, "{}", name -> name.equals("Content-Encoding") ? coding : null);
        GatewayException problem =
                catchThrowableOfType(GatewayException.class, () -> RequestInput.of(exchange, List.of(), false));
        assertThat(problem.error()).isEqualTo(GatewayError.UNSUPPORTED_MEDIA_TYPE);
        assertThat(problem.detail()).startsWith("Content-Encoding is " + coding);
        assertThat(problem.headers()).containsEntry("Accept-Encoding", "identity");
    }

    @Test
    void of_codingThatIsNone_isTaken() throws Exception {
        Exchange exchange =
                withHeaders("POST", null, "{}", name -> name.equals("Content-Encoding") ? "Identity" : null);
        assertThat(RequestInput.of(exchange, List.of(), false).length()).isEqualTo(2);
    }

    @Test
    void of_curlWithoutHeader_isToldWhatToDo() {
        Exchange exchange = exchange("POST", null, "{}", "application/x-www-form-urlencoded");
        GatewayException problem =
                catchThrowableOfType(GatewayException.class, () -> RequestInput.of(exchange, List.of(), false));
        assertThat(problem.detail())
                .contains("application/x-www-form-urlencoded", "-H 'Content-Type: application/json'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "Application/JSON; charset=utf-8", "text/json", "application/a+json", ""})
    void of_jsonMediaType_taken(String type) throws Exception {
        assertThat(RequestInput.of(exchange("POST", null, "{}", type), List.of(), false)
                        .length())
                .isEqualTo(2);
    }

    @Test
    void of_otherMediaTypeWithoutBody_taken() throws Exception {
        assertThat(RequestInput.of(exchange("POST", null, "", "text/plain"), List.of(), false)
                        .length())
                .isZero();
    }

    private static GatewayError error(Exchange exchange) {
        return catchThrowableOfType(GatewayException.class, () -> RequestInput.of(exchange, List.of(), false))
                .error();
    }

    private static Exchange exchange(String method, String query, String body, String contentType) {
        return withHeaders(method, query, body, name -> name.equals("Content-Type") ? contentType : null);
    }

    private static Exchange withHeaders(String method, String query, String body, Exchange.Headers headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Exchange(method, "/Echo/x", query, headers, bytes, bytes.length);
    }
}
