package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.FreePort;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.HttpNode;
import io.turnpike.it.harness.RawClient;
import io.turnpike.it.harness.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Administration at a port of its own. */
public abstract class AdminPortScenarios implements ProcessScenario {

    private static final String KEY = WithGateway.MASTER_KEY;

    private static void assertNothing(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
        assertThat(answer.object().getString("code")).isEqualTo("path-not-found");
        assertThat(answer.body()).doesNotContain("port");
    }

    /** A scanner at the port for calls learns nothing: what it gets is what any unknown path gets. */
    private static void assertUnknown(Gateway traffic, Answer answer, String path) {
        String name = Owner.unique("nobody");
        Answer unknown = traffic.get("/" + name);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(unknown.status());
        String quoted = "\\\"%s\\\"";
        assertThat(answer.body().replace(quoted.formatted(path.split("[/?]")[1]), quoted.formatted(name)))
                .isEqualTo(unknown.body());
    }

    /** A request behind chunks is left alone, whoever answers the first one. */
    private static void assertNothingFollowsARefusal(Gateway traffic, Gateway admin) throws IOException {
        try (HttpNode node = HttpNode.saying("ok");
                HttpRoute route = HttpRoute.to(admin, node);
                RawClient client = new RawClient(traffic)) {
            client.send("POST /admin/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nDELETE "
                    + route.path() + "/hidden HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.rest()).contains("HTTP/1.1 404");
            route.assertNothingHiddenArrives(traffic, node, "behind a refusal");
        }
    }

    @Test
    final void adminPort_set_servesAdministrationThereAndCallsElsewhere() throws IOException {
        Map<String, Object> settings = new HashMap<>(WithGateway.SETTINGS);
        int adminPort = FreePort.find();
        settings.put("adminPort", adminPort);
        GatewaySetup setup = GatewaySetup.fresh("admin-port", settings);
        Gateway traffic = setup.gateway();
        Gateway admin = new Gateway(URI.create("http://127.0.0.1:" + adminPort + "/"));
        String id = Owner.unique("owner");
        String service = Owner.unique("Service");
        String document = Owner.document(id, service, Resource.ECHO).toString();
        try (ServerProcess server = server().start(setup)) {
            assertUnknown(traffic, traffic.post("/register", document), "/register");
            Answer registered = admin.post("/register", document);
            assertThat(registered.status()).as(registered.toString()).isEqualTo(200);
            String key = registered.object().getString("API-Key");

            for (String path : List.of("/admin/config", "/admin/revisions", "/owners/" + id, "/status")) {
                assertThat(admin.get(path, "apikey", KEY).status()).as(path).isEqualTo(200);
                assertUnknown(traffic, traffic.get(path, "apikey", KEY), path);
            }
            assertThat(admin.get("/status", "apikey", KEY).object().getInt("AdminPort"))
                    .isEqualTo(adminPort);
            for (String path : List.of("/%61dmin/config", "//admin/config", "/admin;x=1/config", "/./status")) {
                assertThat(traffic.get(path, "apikey", KEY).status()).as(path).isIn(400, 404);
            }
            assertUnknown(traffic, traffic.put("/update?ownerid=" + id, document, "apikey", key), "/update");
            assertThat(admin.put("/update?ownerid=" + id, document, "apikey", key)
                            .status())
                    .isEqualTo(200);

            String connect = "{\"ApiKey\":\"" + key + "\",\"ServiceName\":\"" + service
                    + "\",\"ServerAddress\":\"127.0.0.1\",\"ServerPort\":" + FreePort.find() + "}";
            assertNothing(admin.post("/connect", connect));
            Answer connected = traffic.post("/connect", connect);
            assertThat(connected.status()).as(connected.toString()).isEqualTo(200);
            String call = "/" + service + "/whoami";
            assertNothing(admin.post(call, "{}"));
            assertThat(traffic.post(call, "{}").object().getString("code")).isNotEqualTo("path-not-found");
            assertThat(traffic.get("/" + Owner.unique("Nobody") + "/x").object().getString("code"))
                    .isEqualTo("service-not-found");

            for (Gateway each : List.of(traffic, admin)) {
                assertThat(each.get("/ping").status()).isEqualTo(200);
                assertThat(each.get("/health/ready").status()).isEqualTo(200);
            }
            assertNothingFollowsARefusal(traffic, admin);
            server.stop();
            ProcessScenario.assertNoStackTrace(server.log().since(0));
        }
    }
}
