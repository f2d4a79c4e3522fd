package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.ConfigurationChanges.Applied;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.Response;
import java.util.TreeMap;

/** The answer to a change of the configuration as a whole. */
final class AppliedAnswer {

    private AppliedAnswer() {}

    /**
     * @param doubts says what is doubtful about nodes
     * @param consumers says which consumers there are not
     */
    static Response of(Applied applied, Terms terms, HttpTargetDoubts doubts, ConsumerDoubts consumers) {
        Outcome outcome = applied.outcome();
        if (terms.dryRun()) {
            return JsonAnswer.tried(outcome, warnings(applied, doubts, consumers));
        }
        JsonArrayBuilder keys = Json.createArrayBuilder();
        new TreeMap<>(applied.keys())
                .forEach((ownerId, key) -> keys.add(
                        Json.createObjectBuilder().add("OwnerId", ownerId).add("API-Key", key)));
        new TreeMap<>(applied.consumerKeys())
                .forEach((name, key) -> keys.add(
                        Json.createObjectBuilder().add("Consumer", name).add("API-Key", key)));
        String message = outcome.revision() == 0
                ? "Nothing had to be changed"
                : "Revision " + outcome.revision() + " is in force"
                        + (applied.keys().isEmpty() && applied.consumerKeys().isEmpty()
                                ? ""
                                : ". Keep the API keys: they are not shown again");
        JsonObjectBuilder answer = Json.createObjectBuilder()
                .add("Message", message)
                .add("Revision", outcome.current())
                .add("Changes", Difference.json(outcome.differences()))
                .add("Keys", keys);
        JsonArray warnings = warnings(applied, doubts, consumers);
        if (!warnings.isEmpty()) {
            answer.add("Warnings", warnings);
        }
        return JsonAnswer.ok(answer.build(), outcome.current());
    }

    /** Keys that were ignored, {@code Pointer} and {@code Message} of each, routes that are never reached, doubts of their nodes, and consumers that there are not. */
    static JsonArray warnings(Applied applied, HttpTargetDoubts doubts, ConsumerDoubts consumers) {
        JsonArrayBuilder warnings = Json.createArrayBuilder();
        applied.ignored()
                .forEach(ignored -> warnings.add(Json.createObjectBuilder()
                        .add("Pointer", ignored.pointer())
                        .add("Message", ignored.detail())));
        RouteJson.warnings(applied.outcome().shadows().all()).forEach(warnings::add);
        consumers.afterAll(applied.outcome()).forEach(warnings::add);
        return doubts.addedTo(warnings.build(), applied.outcome());
    }
}
