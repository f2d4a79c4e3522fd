package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.pointers;
import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.HttpMessage;
import io.turnpike.it.harness.HttpNode;
import io.turnpike.it.harness.RawClient;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plugins: listed, bound, updated with the commands of reference 003, told of, taken away. Every test takes away what it bound. */
public interface PluginAdminContract extends WithGateway {

    /** The access rules of reference 003, as curl sends them. */
    String ACCESS_RULES = """

            [{
              "type": "header",
              "api": "/api/v1/core/",
              "key": "remote_addr",
              "value": "10.10.10.101",
              "access": "deny"
            }, {
              "type": "param",
              "api": "/api/v1/core/",
              "key": "account_id",
              "value": "1234",
              "access": "deny"
            }]
            """;

    /** Its rate limits. */
    String LIMITS = """

            [{
              "type": "node",
              "threshold": "50"
            }, {
              "type": "api",
              "api": "/api/v1/core/",
              "threshold": "20"
            }, {
              "type": "param",
              "api": "/api/v1/core/",
              "key": "account_id",
              "value": "1057",
              "threshold": "10"
            }, {
              "type": "header",
              "api": "/api/v1/core/",
              "key": "remote_addr",
              "value": "10.10.10.101",
              "threshold": "5"
            }]
            """;

    /** Its routing rules. */
    String ROUTING = """

            [{
              "type": "param",
              "api": "/api/v1/core/",
              "key": "account_id",
              "value": "1057",
              "endpoint": "upstream.abtest.elb.amazonaws:80"
            }, {
              "type": "header",
              "api": "/api/v1/core/",
              "key": "api_key",
              "value_matches": "1[0-9]{4}",
              "endpoint": "upstream.groupA.elb.amazonaws:80"
            }]
            """;

    /** Its fallback rules. */
    String FALLBACK = """

            [{
              "endpoints": [{
                "1": {
                  "headers": {},
                  "params": {
                    "fallback_cache_endpoint": "true"
                  },
                  "name": "cache.elb.amazonaws:80"
                }
              }, {
                "2": {
                  "headers": {},
                  "params": {
                    "fallback_data_center_endpoint": "true"
                  },
                  "name": "west.elb.amazonaws:80"
                }
              }],
              "api": "/api/v1/core/",
              "errors": ["500", "502", "503", "504"],
              "key": "/api/v1/core/_500_502_503_504"
            }]
            """;

    private static Answer ok(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer;
    }

    private Answer update(String query, String body, String... headers) {
        return CoreApi.update(gateway(), query, body, headers);
    }

    private void unbind(String name) {
        assertThat(gateway()
                        .delete("/admin/plugins/" + name + "/global", "apikey", MASTER_KEY)
                        .status())
                .isEqualTo(204);
    }

    private JsonObject module(String name) {
        return ok(gateway().get("/status", "apikey", MASTER_KEY))
                .object()
                .getJsonArray("Plugins")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(module -> module.getString("Name").equals(name))
                .findFirst()
                .orElse(JsonObject.EMPTY_JSON_OBJECT);
    }

    @Test
    default void updateConfig_referenceCommands_workAsPrinted() {
        try (HttpNode node = HttpNode.saying("core")) {
            String route = "{\"Uris\":[\"/api/v1/core/*\"],\"Upstream\":{\"Http\":{\"Nodes\":[{\"Address\":\""
                    + node.address() + "\"}]}}}";
            ok(gateway().put("/admin/routes/reference-003", route, "apikey", MASTER_KEY));
            try {
                JsonObject answer = ok(update("type=plugin&name=access&phase=access", ACCESS_RULES))
                        .object();
                int revision = answer.getInt("Revision");
                assertThat(answer.getString("Message")).contains("access", "revision " + revision);
                JsonObject denied = problem(gateway().get("/api/v1/core/?account_id=1234"), 401, "access-denied");
                assertThat(denied.getString("detail")).isEqualTo("Access denied");
                assertThat(ok(gateway().get("/api/v1/core/?account_id=1")).body())
                        .isEqualTo("core");
                JsonObject module = module("access");
                assertThat(module.getString("State")).isEqualTo("active");
                assertThat(module.getJsonArray("Phases").getString(0)).isEqualTo("access");
                assertThat(module.getJsonArray("Bound").getJsonObject(0).getInt("Version"))
                        .isEqualTo(revision);
                assertThat(ok(update("type=plugin&name=access&phase=access", ACCESS_RULES))
                                .object()
                                .getInt("Revision"))
                        .as("nothing new")
                        .isEqualTo(revision);
                unbind("access");
                ok(gateway().get("/api/v1/core/?account_id=1234"));

                ok(update("type=plugin&name=ratelimiter&phase=access", LIMITS));
                unbind("ratelimiter");
                ok(update("type=plugin&name=router&phase=access", ROUTING));
                unbind("router");
                ok(update("type=plugin&name=fallback&phase=error", FALLBACK));
                unbind("fallback");
                assertThat(module("access")).isEmpty();
            } finally {
                gateway().delete("/admin/routes/reference-003", "apikey", MASTER_KEY);
                for (String name : List.of("access", "ratelimiter", "router", "fallback")) {
                    gateway().delete("/admin/plugins/" + name + "/global", "apikey", MASTER_KEY);
                }
            }
        }
    }

    /** A server that reads forms looks at the body before the gateway does, and at its first byte as soon as it comes. */
    @Test
    default void updateConfig_bodyThatComesInPieces_isTakenWhole() throws IOException {
        byte[] body = ACCESS_RULES.getBytes(StandardCharsets.UTF_8);
        try (RawClient client = new RawClient(gateway())) {
            client.send("POST /update/config?type=plugin&name=access&phase=access HTTP/1.1\r\nHost: localhost\r\n"
                    + "User-Agent: curl/8.5.0\r\nAccept: */*\r\nContent-Length: " + body.length
                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n");
            for (int i = 0; i < body.length; i += 100) {
                client.out().write(body, i, Math.min(100, body.length - i));
                client.out().flush();
            }
            HttpMessage head = client.head();
            assertThat(head.toString()).contains("200");
            assertThat(client.body(head)).contains("\"Revision\"");
            assertThat(ok(gateway().get("/admin/plugins/access/global", "apikey", MASTER_KEY))
                            .json())
                    .isEqualTo(Json.createReader(new StringReader(ACCESS_RULES)).readValue());
        } finally {
            gateway().delete("/admin/plugins/access/global", "apikey", MASTER_KEY);
        }
    }

    @Test
    default void updateConfig_badRequests_areAnswered400AndChangeNothing() {
        for (String query : List.of(
                "name=access&phase=access",
                "type=plugin&phase=access",
                "type=plugin&name=access",
                "type=module&name=access&phase=access",
                "type=plugin&name=acess&phase=access",
                "type=plugin&name=access&phase=error",
                "type=plugin&name=fallback&phase=access",
                "type=plugin&name=access&phase=acces",
                "type=plugin&name=access&phase=access&more=1")) {
            problem(update(query, "[]"), 400, "invalid-request");
        }
        String good = "type=plugin&name=access&phase=access";
        assertThat(pointers(problem(
                        update(
                                good,
                                "[{\"type\":\"header\",\"api\":\"/\",\"key\":1,\"value\":\"x\",\"access\":\"deny\"},{}]"),
                        400,
                        "invalid-request")))
                .contains("/0/key", "/1/api");
        problem(update(good, "[{"), 400, "malformed-request");
        problem(update(good, ""), 400, "malformed-request");
        problem(update(good, "[]", "X-Forwarded-For", "10.0.0.1"), 401, "unauthorized");
        problem(update(good, "[]", "apikey", "wrong"), 401, "unauthorized");
        assertThat(module("access")).isEmpty();
        ok(update(good, "[]", "X-Forwarded-For", "10.0.0.1", "apikey", MASTER_KEY));
        unbind("access");
    }

    @Test
    default void plugins_boundAndTakenAway_areInConfigurationAndHistory() {
        List<JsonObject> installed = ok(gateway().get("/admin/plugins", "apikey", MASTER_KEY))
                .object()
                .getJsonArray("Plugins")
                .getValuesAs(JsonObject.class);
        assertThat(installed)
                .extracting(plugin -> plugin.getString("Name"))
                .contains("access", "ratelimiter", "router", "fallback");
        assertThat(installed).allMatch(plugin -> plugin.getBoolean("Enabled") && plugin.containsKey("Schema"));
        problem(gateway().get("/admin/plugins/none", "apikey", MASTER_KEY), 404, "plugin-not-found");
        problem(gateway().get("/admin/plugins"), 401, "unauthorized");

        String path = "/admin/plugins/access/services/" + Owner.unique("Nobody");
        problem(gateway().get(path, "apikey", MASTER_KEY), 404, "plugin-not-found");
        Answer bound = ok(gateway().put(path, "null", "apikey", MASTER_KEY));
        assertThat(bound.object().getJsonArray("Warnings")).hasSize(1);
        assertThat(bound.object().getJsonArray("Changes")).hasSize(1);
        Answer config = ok(gateway().get("/admin/config", "apikey", MASTER_KEY));
        assertThat(config.object().getJsonObject("Plugins").getJsonObject("Services"))
                .hasSize(1);
        assertThat(ok(gateway().put("/admin/config", config.body(), "apikey", MASTER_KEY))
                        .object()
                        .getJsonArray("Changes"))
                .isEmpty();
        problem(
                gateway().put(path, "[]", "apikey", MASTER_KEY, "If-Match", "\"999999999\""),
                412,
                "precondition-failed");
        problem(gateway().put(path, "{}", "apikey", MASTER_KEY), 422, "invalid-plugin");
        assertThat(ok(gateway().call("DELETE", path + "?dryRun=true", "", "apikey", MASTER_KEY))
                        .object()
                        .getBoolean("DryRun"))
                .isTrue();
        assertThat(gateway().delete(path, "apikey", MASTER_KEY).status()).isEqualTo(204);
        assertThat(ok(gateway().get("/admin/config", "apikey", MASTER_KEY)).object())
                .doesNotContainKey("Plugins");
    }

    @Test
    default void consumers_madeRotatedAndDeleted_neverShowTheirKeys() {
        String path = "/admin/consumers/" + Owner.unique("alice");
        problem(gateway().get(path, "apikey", MASTER_KEY), 404, "consumer-not-found");
        JsonObject made = ok(gateway().put(path, "{}", "apikey", MASTER_KEY)).object();
        String key = made.getString("API-Key");
        assertThat(key).hasSize(32);
        JsonObject second = ok(gateway().put(path, "{\"KeepKeys\":true}", "apikey", MASTER_KEY))
                .object();
        Answer shown = ok(gateway().get(path, "apikey", MASTER_KEY));
        assertThat(shown.object().getInt("KeyCount")).isEqualTo(2);
        Answer all = ok(gateway().get("/admin/consumers", "apikey", MASTER_KEY));
        assertThat(shown.body() + all.body()).doesNotContain(key, second.getString("API-Key"));
        assertThat(ok(gateway().put(path, "{\"Keys\":[\"a-key-of-hers\"]}", "apikey", MASTER_KEY))
                        .object())
                .doesNotContainKey("API-Key");
        problem(gateway().put(path, "{\"Keys\":[\"short\"]}", "apikey", MASTER_KEY), 422, "invalid-registration");
        assertThat(gateway().delete(path, "apikey", MASTER_KEY).status()).isEqualTo(204);
    }
}
