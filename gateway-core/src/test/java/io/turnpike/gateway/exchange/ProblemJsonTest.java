package io.turnpike.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemJsonTest {

    @Test
    void response_errorWithoutFaults_hasTheFiveMembers() {
        Response response = ProblemJson.response(new GatewayException(GatewayError.SERVICE_NOT_FOUND, "no \"x\""));

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(text(response))
                .isEqualTo(
                        "{\"type\":\"urn:turnpike:error:service-not-found\",\"title\":\"There is no such service or route\","
                                + "\"status\":404,\"detail\":\"no \\\"x\\\"\",\"code\":\"service-not-found\"}");
    }

    @Test
    void response_errorWithFaults_listsThemWithWhatIsKnownOfEach() {
        List<Fault> faults =
                List.of(new Fault("/IdlContent", "bad", null, 3, 7), new Fault("/a~1b", "worse", "i32", 0, 0));
        Response response = ProblemJson.response(
                new GatewayException(GatewayError.INVALID_REGISTRATION, "two", faults, Map.of("Retry-After", "1")));

        assertThat(text(response))
                .endsWith("\"errors\":[{\"pointer\":\"/IdlContent\",\"detail\":\"bad\",\"line\":3,\"column\":7},"
                        + "{\"pointer\":\"/a~1b\",\"detail\":\"worse\",\"expected\":\"i32\"}]}");
        assertThat(response.headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void response_detailWithControlCharactersAndLoneSurrogates_staysValidJson() {
        Response response = ProblemJson.response(
                new GatewayException(GatewayError.BAD_REPLY, "\u0000\n\t\\ \ud83d\ude00 \ud83d x \ude00 é"));

        assertThat(text(response)).contains("\"detail\":\"\\u0000\\n\\t\\\\ \ud83d\ude00 \\ud83d x \\ude00 é\"");
    }

    @Test
    void connectorResponse_anyError_hasStatusFailedAndNoStatusNumber() {
        String json =
                text(ProblemJson.connectorResponse(new GatewayException(GatewayError.UNAUTHORIZED, "unknown key")));

        assertThat(json).contains("\"Status\":\"failed\",\"Message\":\"unknown key\"");
        assertThat(json).doesNotContain("\"status\"").doesNotContain("ServerID");
    }

    private static String text(Response response) {
        return new String(response.body(), 0, response.bodyLength(), StandardCharsets.UTF_8);
    }
}
