package io.turnpike.gateway.health;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.lang.System.Logger.Level;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;

/**
 * What MicroProfile Health 4.0 answers for a number of checks: up if all of them are. A check that fails is down.
 *
 * @param up whether all are up
 * @param json the answer's body
 */
record HealthReport(boolean up, JsonObject json) {

    private static final System.Logger LOGGER = System.getLogger(HealthReport.class.getName());

    static HealthReport of(Iterable<? extends HealthCheck> checks) {
        boolean up = true;
        JsonArrayBuilder answers = Json.createArrayBuilder();
        for (HealthCheck check : checks) {
            try {
                HealthCheckResponse answer = check.call();
                up &= answer.getStatus() == Status.UP;
                answers.add(json(answer));
            } catch (RuntimeException e) {
                LOGGER.log(Level.ERROR, "A health check failed", e);
                up = false;
                answers.add(Json.createObjectBuilder()
                        .add("name", check.getClass().getSimpleName())
                        .add("status", Status.DOWN.name()));
            }
        }
        JsonObject json = Json.createObjectBuilder()
                .add("status", (up ? Status.UP : Status.DOWN).name())
                .add("checks", answers)
                .build();
        return new HealthReport(up, json);
    }

    private static JsonObjectBuilder json(HealthCheckResponse answer) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", answer.getName())
                .add("status", answer.getStatus().name());
        answer.getData().filter(data -> !data.isEmpty()).ifPresent(data -> json.add("data", json(data)));
        return json;
    }

    private static JsonObjectBuilder json(Map<String, Object> data) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        data.forEach((name, value) -> {
            if (value instanceof Boolean flag) {
                json.add(name, flag);
            } else if (value instanceof Number number) {
                json.add(name, number.longValue());
            } else {
                json.add(name, String.valueOf(value));
            }
        });
        return json;
    }
}
