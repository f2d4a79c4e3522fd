package io.turnpike.gateway.admin;

import jakarta.json.JsonValue;
import jakarta.ws.rs.core.Response;

/** Answers in JSON, keys in the order they were added; not to be kept by caches, for some hold a key or an IDL. */
final class JsonAnswer {

    private JsonAnswer() {}

    static Response ok(JsonValue body) {
        return Response.ok(body.toString(), "application/json")
                .header("Cache-Control", "no-store")
                .build();
    }
}
