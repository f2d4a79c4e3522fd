package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.HttpNode;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;

/** A route to HTTP nodes, from a path of its own and all that is below; deleted when it is closed. */
final class HttpRoute implements AutoCloseable {

    private final Gateway gateway;
    private final String id = Owner.unique("http");

    private final JsonObject plugins;

    private HttpRoute(Gateway gateway, JsonObject plugins) {
        this.gateway = gateway;
        this.plugins = plugins;
    }

    /** Makes a route to these nodes. */
    static HttpRoute to(Gateway gateway, HttpNode... nodes) {
        return to(gateway, JsonObject.EMPTY_JSON_OBJECT, nodes);
    }

    /** @param more further members of {@code Upstream.Http} */
    static HttpRoute to(Gateway gateway, JsonObject more, HttpNode... nodes) {
        HttpRoute route = new HttpRoute(gateway, JsonObject.EMPTY_JSON_OBJECT);
        route.lead(more, List.of(nodes).stream().map(HttpNode::address).toList());
        return route;
    }

    /** @param configuration of the plugin that is bound to the route */
    static HttpRoute withPlugin(Gateway gateway, String plugin, JsonObject configuration, HttpNode node) {
        HttpRoute route = new HttpRoute(
                gateway, Json.createObjectBuilder().add(plugin, configuration).build());
        route.lead(JsonObject.EMPTY_JSON_OBJECT, List.of(node.address()));
        return route;
    }

    /** Makes it lead to these addresses from now on. */
    void lead(JsonObject more, List<String> addresses) {
        JsonArrayBuilder nodes = Json.createArrayBuilder();
        addresses.forEach(address -> nodes.add(Json.createObjectBuilder().add("Address", address)));
        JsonObject http = Json.createObjectBuilder(more).add("Nodes", nodes).build();
        JsonObject route = Json.createObjectBuilder()
                .add("Uris", Json.createArrayBuilder().add(path() + "/*"))
                .add("Upstream", Json.createObjectBuilder().add("Http", http))
                .add("Plugins", plugins)
                .build();
        Answer answer = gateway.put("/admin/routes/" + id, route.toString(), "apikey", WithGateway.MASTER_KEY);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }

    /**
     * Fails if a request with {@code hidden} in its line has come to the node. It would not come at once: other requests are sent by the route first.
     *
     * @param by where they are sent
     */
    void assertNothingHiddenArrives(Gateway by, HttpNode node, String what) {
        for (int i = 0; i < 20; i++) {
            assertThat(by.get(path() + "/after").status()).isEqualTo(200);
        }
        assertThat(node.requests())
                .as(what)
                .isNotEmpty()
                .noneMatch(request -> request.line().contains("hidden"));
    }

    /** Where the route begins. */
    String path() {
        return "/" + id;
    }

    @Override
    public void close() {
        Answer answer = gateway.delete("/admin/routes/" + id, "apikey", WithGateway.MASTER_KEY);
        assertThat(answer.status()).as("%s", answer).isEqualTo(204);
    }
}
