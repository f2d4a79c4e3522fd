package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.exchange.Response;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectorRequestTest {

    private static String body(String address, String port) {
        return "{\"ApiKey\":\"k\",\"ServiceName\":\"S\",\"ServerAddress\":" + address + ",\"ServerPort\":" + port + "}";
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,127.0.0.1",
        "LocalHost,localhost",
        "my_server.internal,my_server.internal",
        "::1,0:0:0:0:0:0:0:1",
        "[::1],0:0:0:0:0:0:0:1"
    })
    void connect_address_isTakenInItsPlainForm(String given, String address) throws Exception {
        assertThat(ConnectorRequest.connect(Requests.json(body("\"" + given + "\"", "\"8080\"")))
                        .address())
                .isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://h",
                "h:80",
                "300.1.1.1",
                "1.2.3",
                "a b",
                "-a",
                "a..b",
                "[h]",
                "user@h",
                "h/path",
                "\"\"",
                "::g"
            })
    void connect_addressThatIsNone_is400(String given) {
        String json = given.equals("\"\"") ? given : "\"" + given + "\"";
        GatewayException problem = Problems.of(() -> ConnectorRequest.connect(Requests.json(body(json, "80"))));
        assertThat(problem.error().status()).isEqualTo(400);
        assertThat(Problems.pointers(problem)).containsExactly("/ServerAddress");
    }

    @ParameterizedTest
    @CsvSource({"1", "65535", "\"1\"", "\"65535\"", "\" 80 \""})
    void connect_portAsNumberOrText_isTaken(String port) throws Exception {
        assertThat(ConnectorRequest.connect(Requests.json(body("\"h\"", port))).port())
                .isBetween(1, 65_535);
    }

    @ParameterizedTest
    @CsvSource({
        "0",
        "65536",
        "-1",
        "1.5",
        "\"0\"",
        "\"65536\"",
        "\"x\"",
        "\"\"",
        "\"+80\"",
        "\"٨٠\"",
        "true",
        "null",
        "[]"
    })
    void connect_portOutOfRange_is400(String port) {
        GatewayException problem = Problems.of(() -> ConnectorRequest.connect(Requests.json(body("\"h\"", port))));
        assertThat(problem.error().status()).isEqualTo(400);
        assertThat(Problems.pointers(problem)).containsExactly("/ServerPort");
    }

    @Test
    void connect_nothingThere_namesAllThatIsMissing() {
        assertThat(Problems.pointers(Problems.of(() -> ConnectorRequest.connect(Requests.json("{}")))))
                .containsExactly("/ApiKey", "/ServiceName", "/ServerAddress", "/ServerPort");
        assertThat(Problems.pointers(Problems.of(() -> ConnectorRequest.connect(Requests.json("[]")))))
                .containsExactly("");
        assertThat(Problems.pointers(Problems.of(() -> ConnectorRequest.heartbeat(Requests.json("{\"ServerID\":1}")))))
                .containsExactly("/ApiKey", "/ServerID");
    }

    @ParameterizedTest
    @CsvSource({"'{', 401", "'{\"ApiKey\":null,', 401", "'{\"ApiKey\":\" \",', 401", "'{\"ApiKey\":7,', 400"})
    void anyRequest_onlyTheKeyMissing_saysSo(String begin, int status) throws Exception {
        GatewayException connect = Problems.of(() -> ConnectorRequest.connect(
                Requests.json(begin + "\"ServiceName\":\"S\",\"ServerAddress\":\"h\",\"ServerPort\":80}")));
        GatewayException heartbeat =
                Problems.of(() -> ConnectorRequest.heartbeat(Requests.json(begin + "\"ServerID\":\"x\"}")));
        for (GatewayException problem : List.of(connect, heartbeat)) {
            assertThat(problem.error().status()).isEqualTo(status);
            assertThat(Problems.pointers(problem)).containsExactly("/ApiKey");
            assertThat(problem.detail()).startsWith("ApiKey is ");
        }
    }

    /** Existing Go clients match keys regardless of case, and take any ServerID for success. */
    @ParameterizedTest
    @EnumSource(GatewayError.class)
    void error_ofAnyKind_hasOneStatusAndNoServerId(GatewayError error) throws Exception {
        GatewayException problem = new GatewayException(
                error, "detail", List.of(Fault.at("/ServerPort", "x")), Map.of("Retry-After", "5"));
        Response answer = ProblemJson.connectorResponse(problem);
        JsonObject json = Requests.json(new String(answer.body(), 0, answer.bodyLength(), StandardCharsets.UTF_8))
                .asJsonObject();
        assertThat(answer.status()).isEqualTo(error.status());
        assertThat(json.keySet()).contains("type", "title", "detail", "code", "Status", "Message");
        assertThat(json.getString("Status")).isEqualTo("failed");
        assertThat(json.keySet().stream().map(key -> key.toLowerCase(Locale.ROOT)))
                .doesNotContain("serverid")
                .containsOnlyOnce("status");
    }
}
