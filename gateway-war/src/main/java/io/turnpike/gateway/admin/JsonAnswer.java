package io.turnpike.gateway.admin;

import jakarta.json.Json;
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

    /** What a change that was only tried would have changed. */
    static Response tried(Outcome outcome) {
        return ok(
                Json.createObjectBuilder()
                        .add("DryRun", true)
                        .add("Revision", outcome.current())
                        .add("Changes", Difference.json(outcome.differences()))
                        .build(),
                outcome.current());
    }

    private static Response.ResponseBuilder answer(JsonValue body) {
        return Response.ok(body.toString(), "application/json").header("Cache-Control", "no-store");
    }
}
