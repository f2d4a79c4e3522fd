package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Gateway;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A registered owner of one service.
 *
 * @param gateway where it is registered
 * @param id its {@code OwnerId}
 * @param service its {@code ServiceName}
 * @param apiKey the key that it was given
 */
record Owner(Gateway gateway, String id, String service, String apiKey) {

    private static final AtomicLong NEXT = new AtomicLong(System.currentTimeMillis() % 1_000_000 * 1_000);

    /** A name that no other test has. */
    static String unique(String prefix) {
        return prefix + NEXT.incrementAndGet();
    }

    /** The document that registers or updates an owner of one service, every method under its own name. */
    static JsonObject document(String id, String service, String idl) {
        return document(id, service, idl, Map.of(), path("*", "*"));
    }

    /** The document that registers or updates an owner of one service. */
    static JsonObject document(String id, String service, String idl, Map<String, ?> more, JsonObject... paths) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (JsonObject path : paths) {
            list.add(path);
        }
        JsonObjectBuilder definition = Json.createObjectBuilder(Map.copyOf(more))
                .add("ServiceId", "1")
                .add("ServiceName", service)
                .add("IdlContent", idl)
                .add("Version", "1.0")
                .add("ServiceDescription", "a test")
                .add("ServerCount", 1)
                .add("Paths", list)
                .add("RegisteredServers", Json.createArrayBuilder());
        return Json.createObjectBuilder()
                .add("OwnerName", "Owner " + id)
                .add("OwnerId", id)
                .add("Services", Json.createArrayBuilder().add(definition))
                .build();
    }

    /** One of the {@code Paths}. */
    static JsonObject path(String path, String method) {
        JsonObjectBuilder built = Json.createObjectBuilder().add("MethodPath", path);
        return (method.equals("*") ? built : built.add("ExposedMethod", method)).build();
    }

    /** One of the {@code Paths} with the status of one exception. */
    static JsonObject path(String path, String method, String exception, int status) {
        return Json.createObjectBuilder(path(path, method))
                .add("ExceptionStatus", Json.createObjectBuilder().add(exception, status))
                .build();
    }

    /** Registers a new owner of one new service. */
    static Owner register(Gateway gateway, String idl) {
        return register(gateway, idl, Map.of(), path("*", "*"));
    }

    /** Registers a new owner of one new service. */
    static Owner register(Gateway gateway, String idl, Map<String, ?> more, JsonObject... paths) {
        String id = unique("owner");
        String service = unique("Service");
        Answer answer = gateway.post(
                "/register", document(id, service, idl, more, paths).toString());
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        String key = answer.object().getString("API-Key", "");
        assertThat(key).as("%s", answer).isNotBlank();
        return new Owner(gateway, id, service, key);
    }

    /** Connects a server on the loopback address. */
    String connect(int port) {
        Answer answer = gateway.post("/connect", connectBody(apiKey, service, "127.0.0.1", Integer.toString(port)));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.object().getString("Status", "")).isEqualTo("ok");
        String serverId = answer.object().getString("ServerID", "");
        assertThat(serverId).matches("[A-Za-z0-9._~-]+");
        return serverId;
    }

    /** The body of {@code POST /connect}. */
    static String connectBody(String apiKey, String service, String address, String port) {
        return Json.createObjectBuilder()
                .add("ApiKey", apiKey)
                .add("ServiceName", service)
                .add("ServerAddress", address)
                .add("ServerPort", port)
                .build()
                .toString();
    }

    /** One heartbeat. */
    Answer heartbeat(String serverId) {
        return gateway.post("/health", healthBody(apiKey, serverId));
    }

    /** The body of {@code POST /health}. */
    static String healthBody(String apiKey, String serverId) {
        return Json.createObjectBuilder()
                .add("ApiKey", apiKey)
                .add("ServerID", serverId)
                .build()
                .toString();
    }

    /** A call of this owner's service. */
    Answer call(String path, String json) {
        return gateway.post("/" + service + "/" + path, json);
    }
}
