package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.HostCall;
import io.turnpike.it.harness.HttpNode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * {@value #PATH} of reference 003 as a route, and the plugins that are bound to all requests by its commands; both are gone when it is closed.
 * For one thread.
 */
final class CoreApi implements AutoCloseable {

    /** The path of all its examples. */
    static final String PATH = "/api/v1/core/";

    private static final String ROUTE = "/admin/routes/reference-003";
    private static final Map<String, String> PHASES =
            Map.of("access", "access", "ratelimiter", "access", "router", "access", "fallback", "error");

    private final Gateway gateway;
    private final Set<String> bound = new HashSet<>();

    private CoreApi(Gateway gateway, JsonObjectBuilder upstream) {
        this.gateway = gateway;
        lead(upstream);
    }

    /** A route to an HTTP node. */
    static CoreApi of(Gateway gateway, HttpNode node) {
        return new CoreApi(gateway, http(node));
    }

    /** A route to a method of a Thrift service. */
    static CoreApi of(Owner service, String method) {
        return new CoreApi(service.gateway(), thrift(service, method));
    }

    private static JsonObjectBuilder http(HttpNode node) {
        return Json.createObjectBuilder()
                .add(
                        "Http",
                        Json.createObjectBuilder()
                                .add(
                                        "Nodes",
                                        Json.createArrayBuilder()
                                                .add(Json.createObjectBuilder().add("Address", node.address()))));
    }

    private static JsonObjectBuilder thrift(Owner service, String method) {
        return Json.createObjectBuilder()
                .add(
                        "Thrift",
                        Json.createObjectBuilder()
                                .add("Service", service.service())
                                .add("Method", method));
    }

    /** Leads to another method of a Thrift service from now on. */
    void lead(Owner service, String method) {
        lead(thrift(service, method));
    }

    private void lead(JsonObjectBuilder upstream) {
        JsonObject route = Json.createObjectBuilder()
                .add("Uris", Json.createArrayBuilder().add(PATH + "*"))
                .add("Upstream", upstream)
                .build();
        ok(gateway.put(ROUTE, route.toString(), "apikey", WithGateway.MASTER_KEY));
    }

    /** As {@code curl -X POST --data} sends it: as a form, and without a key. */
    static Answer update(Gateway gateway, String query, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/x-www-form-urlencoded";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return gateway.post("/update/config?" + query, body, all);
    }

    /** Updates the rules of a plugin, whatever comes of it. */
    Answer update(String plugin, String rules) {
        return update(gateway, "type=plugin&name=" + plugin + "&phase=" + PHASES.get(plugin), rules);
    }

    /** Puts rules of a plugin into force. */
    void bind(String plugin, String rules) {
        ok(update(plugin, rules));
        bound.add(plugin);
    }

    /** Takes the rules of a plugin away. */
    void unbind(String plugin) {
        bound.remove(plugin);
        Answer answer = gateway.delete("/admin/plugins/" + plugin + "/global", "apikey", WithGateway.MASTER_KEY);
        assertThat(answer.status()).as("%s", answer).isEqualTo(204);
    }

    /** A request with this query, from a loopback address. */
    Answer get(String query, String... headers) {
        return gateway.get(PATH + (query.isEmpty() ? "" : "?" + query), headers);
    }

    /** The same from an address that a trusted proxy tells of. */
    Answer getFrom(String address, String query) {
        return HostCall.getFrom(
                gateway,
                WithGateway.TRUSTED_PROXY,
                PATH + (query.isEmpty() ? "" : "?" + query),
                "X-Forwarded-For",
                address);
    }

    static Answer ok(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer;
    }

    @Override
    public void close() {
        Set.copyOf(bound).forEach(this::unbind);
        Answer answer = gateway.delete(ROUTE, "apikey", WithGateway.MASTER_KEY);
        assertThat(answer.status()).as("%s", answer).isEqualTo(204);
    }
}
