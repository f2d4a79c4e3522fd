package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.ConfigurationChanges.Applied;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.core.Response;

/** The answer to a change of the configuration as a whole. */
final class AppliedAnswer {

    private AppliedAnswer() {}

    static Response of(Applied applied, Terms terms) {
        Outcome outcome = applied.outcome();
        if (terms.dryRun()) {
            return JsonAnswer.tried(outcome);
        }
        JsonArrayBuilder keys = Json.createArrayBuilder();
        applied.keys()
                .forEach((ownerId, key) -> keys.add(
                        Json.createObjectBuilder().add("OwnerId", ownerId).add("API-Key", key)));
        String message = outcome.revision() == 0
                ? "Nothing had to be changed"
                : "Revision " + outcome.revision() + " is in force"
                        + (applied.keys().isEmpty() ? "" : ". Keep the API keys: they are not shown again");
        return JsonAnswer.ok(
                Json.createObjectBuilder()
                        .add("Message", message)
                        .add("Revision", outcome.current())
                        .add("Changes", Difference.json(outcome.differences()))
                        .add("Keys", keys)
                        .build(),
                outcome.current());
    }
}
