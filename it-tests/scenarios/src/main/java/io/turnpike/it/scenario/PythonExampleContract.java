package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.PythonExample;
import io.turnpike.it.harness.ServerProcess;
import io.turnpike.it.harness.ThriftPeer;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server in {@code examples/python}, which connects itself with nothing but the HTTP contract. */
public interface PythonExampleContract extends WithGateway {

    private Owner register(String transport) {
        ThriftPeer.requirePython();
        return Owner.register(
                gateway(),
                AssetIdl.text(),
                Map.of("Transport", transport),
                Owner.path("newAsset", "insertAsset"),
                Owner.path("getAsset", "queryAsset"));
    }

    private static void await(ServerProcess server, String line) {
        Await.until(() -> line + " from\n" + server.log().tail(), Duration.ofSeconds(30), () -> {
            server.checkAlive();
            assertThat(server.log().since(0)).contains(line);
            return server;
        });
    }

    private JsonArray servers(Owner owner) {
        return gateway()
                .get("/owners/" + owner.id(), "apikey", owner.apiKey())
                .object()
                .getJsonArray("Services")
                .getJsonObject(0)
                .getJsonArray("Servers");
    }

    private static void insertAndQuery(Owner owner) {
        Answer inserted = Await.until("the first call answered", Duration.ofSeconds(20), () -> {
            Answer answer = owner.call("newAsset", "{\"ID\":\"2\",\"Name\":\"G\u00f6\u00f6gle\",\"Market\":\"US\"}");
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            return answer;
        });
        assertThat(inserted.object().getBoolean("Ok")).isTrue();
        assertThat(owner.call("newAsset", "{\"ID\":\"2\"}").object().getBoolean("Ok"))
                .isFalse();
        assertThat(Plain.of(owner.gateway()
                        .get("/" + owner.service() + "/getAsset?ID=2")
                        .json()))
                .isEqualTo(Map.of("Exist", true, "ID", "2", "Name", "G\u00f6\u00f6gle", "Market", "US"));
        assertThat(owner.gateway()
                        .get("/" + owner.service() + "/getAsset?ID=3")
                        .object()
                        .getBoolean("Exist"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "framed", "buffered"})
    default void pythonExample_anyTransport_connectsServesAndLeaves(String transport) {
        Owner owner = register(transport);
        try (ServerProcess server = PythonExample.start(
                "--gateway", gateway().address(), "--apikey", owner.apiKey(), "--service", owner.service())) {
            await(server, owner.service() + ": connected");
            insertAndQuery(owner);
            server.stop();
            assertThat(server.log().since(0)).last().isEqualTo(owner.service() + ": left");
            assertThat(server.log().since(0)).hasSize(3);
        }
        problem(owner.call("getAsset", "{\"ID\":\"2\"}"), 503, "no-live-instance");
    }

    @Test
    default void pythonExample_referencesServiceConfig_connectsAndConnectsAgainAfterA404() throws IOException {
        Owner owner = register("auto");
        Path config = Files.createTempFile(GatewaySetup.root(), "serviceConfig", ".json");
        Files.writeString(
                config,
                "// of reference 000\n"
                        + Json.createObjectBuilder()
                                .add("apikey", owner.apiKey())
                                .add("ServiceName", owner.service())
                                .add("env", "http://no/comment")
                                .add("serviceurl", "127.0.0.1")
                                .add("serverPort", "0")
                                .add("healthCheckFrequency", 1)
                                .add(
                                        "gatewayAddress",
                                        "http://127.0.0.1:9," + gateway().address())
                                .build());
        try (ServerProcess server = PythonExample.start("--config", config.toString())) {
            await(server, owner.service() + ": connected");
            insertAndQuery(owner);
            String first = servers(owner).getJsonObject(0).getString("ServerID");
            assertThat(gateway()
                            .delete("/connect/" + first, "apikey", owner.apiKey())
                            .status())
                    .isEqualTo(204);
            await(server, owner.service() + ": connecting again");
            Await.until("connected again", Duration.ofSeconds(20), () -> {
                assertThat(servers(owner)).hasSize(1);
                assertThat(servers(owner).getJsonObject(0).getString("ServerID"))
                        .isNotEqualTo(first);
                return server;
            });
            server.stop();
        }
    }

    @Test
    default void pythonExample_wrongKey_saysSoAndStays() {
        Owner owner = register("auto");
        try (ServerProcess server = PythonExample.start(
                "--gateway", gateway().address(), "--apikey", "wrong", "--service", owner.service())) {
            await(
                    server,
                    owner.service() + ": refused, 401: Nobody has this API key"
                            + " (expected: the one that /register or the last rotation answered, or the master key)");
            assertThat(server.isAlive()).isTrue();
            server.stop();
        }
    }
}
