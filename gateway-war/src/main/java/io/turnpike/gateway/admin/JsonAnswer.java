package io.turnpike.gateway.admin;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.Response;

/** Answers in JSON, keys in the order they were added; not to be kept by caches, for some hold a key or an IDL. */
final class JsonAnswer {

    private JsonAnswer() {}

    static Response ok(JsonValue body) {
        return answer(body).build();
    }

    /** With the revision that the answer is of, as its entity tag: what {@code If-Match} of the next write may say. */
    static Response ok(JsonValue body, long revision) {
        return answer(body).header("ETag", IfMatch.tag(revision)).build();
    }

    /** That a change is made, without a body; with the revision that is in force after it. */
    static Response done(Outcome outcome) {
        return Response.noContent()
                .header("ETag", IfMatch.tag(outcome.current()))
                .build();
    }

    /** What came of a change that puts something into force; with the {@code Message} {@code done} if anything had to be changed. */
    static JsonObjectBuilder made(Outcome outcome, String done) {
        return Json.createObjectBuilder()
                .add("Message", outcome.revision() == 0 ? "Nothing had to be changed" : done)
                .add("Revision", outcome.current())
                .add("Changes", Difference.json(outcome.differences()));
    }

    /** What a change that was only tried would have changed, and of which routes it would have to be warned. */
    static Response tried(Outcome outcome) {
        return tried(outcome, RouteJson.warnings(outcome.shadows().all()));
    }

    /** The same with other warnings; without any, nothing is said of them. */
    static Response tried(Outcome outcome, JsonArray warnings) {
        JsonObjectBuilder answer = Json.createObjectBuilder()
                .add("DryRun", true)
                .add("Revision", outcome.current())
                .add("Changes", Difference.json(outcome.differences()));
        if (!warnings.isEmpty()) {
            answer.add("Warnings", warnings);
        }
        return ok(answer.build(), outcome.current());
    }

    private static Response.ResponseBuilder answer(JsonValue body) {
        return Response.ok(body.toString(), "application/json").header("Cache-Control", "no-store");
    }
}
