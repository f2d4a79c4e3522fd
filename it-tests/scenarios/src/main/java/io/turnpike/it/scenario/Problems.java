package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import jakarta.json.JsonObject;
import java.util.List;

/** What every error of the gateway must look like. */
final class Problems {

    private Problems() {}

    /** Checks an RFC 9457 answer. */
    static JsonObject problem(Answer answer, int status, String code) {
        JsonObject body = common(answer, status, code);
        assertThat(body.getInt("status", 0)).as("%s", answer).isEqualTo(status);
        return body;
    }

    /** Checks an error of {@code /connect}, {@code /health} (heartbeat): existing Go clients match keys regardless of case. */
    static JsonObject connectorProblem(Answer answer, int status, String code) {
        JsonObject body = common(answer, status, code);
        assertThat(body.getString("Status", "")).as("%s", answer).isEqualTo("failed");
        assertThat(body.getString("Message", "")).as("%s", answer).isNotBlank();
        assertThat(body.keySet().stream().filter(key -> key.equalsIgnoreCase("status")))
                .as("%s", answer)
                .containsExactly("Status");
        assertThat(body.keySet()).as("%s", answer).noneMatch(key -> key.equalsIgnoreCase("serverid"));
        return body;
    }

    /** The faults of a problem as {@code pointer} texts. */
    static List<String> pointers(JsonObject problem) {
        return faults(problem).stream().map(fault -> fault.getString("pointer")).toList();
    }

    /** The faults of a problem. */
    static List<JsonObject> faults(JsonObject problem) {
        assertThat(problem).containsKey("errors");
        return problem.getJsonArray("errors").getValuesAs(JsonObject.class);
    }

    private static JsonObject common(Answer answer, int status, String code) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.mediaType()).as("%s", answer).isEqualTo("application/problem+json");
        JsonObject body = answer.object();
        assertThat(body.getString("code", "")).as("%s", answer).isEqualTo(code);
        assertThat(body.getString("type", "")).as("%s", answer).isNotBlank();
        assertThat(body.getString("title", "")).as("%s", answer).isNotBlank();
        assertThat(body.getString("detail", "")).as("%s", answer).isNotBlank();
        assertThat(answer.body()).doesNotContain("\\tat ", "Exception:", "io.turnpike.", "java.");
        return body;
    }
}
