package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.connectorProblem;
import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.FreePort;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.ServerProcess;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may do what by the settings, and that no secret is written down anywhere. */
public abstract class AccessScenarios implements ProcessScenario {

    private static final String WELL_KNOWN = "master_api_key_uuid";
    private static final String CLUSTER_SECRET = "a-cluster-secret-that-nobody-guesses";

    /** Keys and tokens by what they are, for the message. */
    private final Map<String, String> secrets = new LinkedHashMap<>();

    @Test
    final void settings_thatCloseTheGateway_keepOutWhoTheyShould() throws IOException {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("maskerKey", WELL_KNOWN);
        settings.put("registration", "master");
        settings.put("connect", "registered");
        settings.put("serverNetworks", List.of("127.0.0.0/8"));
        GatewaySetup setup = GatewaySetup.fresh("access", settings);
        Gateway gateway = setup.gateway();
        String id = Owner.unique("owner");
        String service = Owner.unique("Service");
        int port = FreePort.find();
        String body = Owner.document(id, service, Resource.ECHO)
                .toString()
                .replace(
                        "\"RegisteredServers\":[]",
                        "\"RegisteredServers\":[{\"ServerUrl\":\"http://127.0.0.1\",\"Port\":" + port
                                + "},{\"ServerUrl\":\"http://10.1.1.1\",\"Port\":80}]");
        String key;
        try (ServerProcess server = server().start(setup)) {
            problem(gateway.post("/register", body), 401, "unauthorized");
            problem(
                    gateway.post("/register", body, "apikey", WELL_KNOWN, "X-Forwarded-For", "127.0.0.1"),
                    401,
                    "unauthorized");
            problem(gateway.post("/register", body, "apikey", WELL_KNOWN, "Forwarded", "for=x"), 401, "unauthorized");
            Answer registered = gateway.post("/register", body, "apikey", WELL_KNOWN);
            assertThat(registered.status()).as("%s", registered).isEqualTo(200);
            key = registered.object().getString("API-Key");
            problem(gateway.post("/register", body, "apikey", key), 403, "forbidden");

            connectorProblem(
                    gateway.post("/connect", Owner.connectBody(key, service, "127.0.0.1", "1")), 403, "forbidden");
            connectorProblem(
                    gateway.post("/connect", Owner.connectBody(key, service, "10.1.1.1", "80")), 403, "forbidden");
            Answer connected =
                    gateway.post("/connect", Owner.connectBody(key, service, "127.0.0.1", Integer.toString(port)));
            assertThat(connected.status()).as("%s", connected).isEqualTo(200);
            String serverId = connected.object().getString("ServerID");
            assertThat(gateway.post("/health", Owner.healthBody(key, serverId)).status())
                    .isEqualTo(200);
            connectorProblem(
                    gateway.post("/health", Owner.healthBody(WELL_KNOWN, serverId), "X-Real-IP", "::1"),
                    401,
                    "unauthorized");
            server.stop();
        }
        settings.put("masterKeyEnabled", false);
        Files.writeString(
                setup.configFile(),
                Json.createObjectBuilder(settings)
                        .add("serverPort", Integer.toString(setup.port()))
                        .build()
                        .toString());
        try (ServerProcess server = server().start(setup)) {
            problem(gateway.get("/owners/" + id, "apikey", WELL_KNOWN), 401, "unauthorized");
            problem(gateway.post("/register", body, "apikey", WELL_KNOWN), 401, "unauthorized");
            problem(gateway.delete("/owners/" + id + "/keys", "apikey", key), 409, "conflict");
            Answer rotated = gateway.post("/owners/" + id + "/keys", "", "apikey", key);
            assertThat(rotated.status()).as("%s", rotated).isEqualTo(200);
            problem(gateway.get("/owners/" + id, "apikey", key), 401, "unauthorized");
            server.stop();
        }
    }

    @Test
    final void wholeLife_withRefusalsAndRotations_writesNoSecretDown() throws IOException {
        GatewaySetup setup = GatewaySetup.fresh("secrets", Map.of("clusterSecret", CLUSTER_SECRET));
        Gateway gateway = setup.gateway();
        Path keyFile = setup.dataDirectory().resolve("master.key");
        String master;
        try (ServerProcess server = server().start(setup)) {
            master = Files.readString(keyFile).strip();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
                    .isEqualTo("rw-------");
            assertThat(shown(server, master)).isEqualTo(1);
            Owner owner = Owner.register(gateway, Resource.ECHO);
            secrets.put("the first key", owner.apiKey());
            live(gateway, owner, master);
            server.stop();
        }
        try (ServerProcess server = server().start(setup)) {
            assertThat(Files.readString(keyFile).strip()).isEqualTo(master);
            Owner second = Owner.register(gateway, Resource.ECHO);
            secrets.put("another owner's key", second.apiKey());
            live(gateway, second, master);
            connectorProblem(
                    gateway.post(
                            "/health", Owner.healthBody(master, secrets.getOrDefault("a ServerID of another", ""))),
                    404,
                    "server-not-found");
            server.stop();
            assertThat(shown(server, master))
                    .as("shown at the first start only")
                    .isEqualTo(1);
            ProcessScenario.assertNoStackTrace(server.log().since(0));
        }
        secrets.put("clusterSecret", CLUSTER_SECRET);
        assertNowhere(setup, secrets, file -> file.equals(setup.configFile()));
        // The one line that shows it is in the log of the process, and in a file that the server itself keeps of that.
        assertNowhere(
                setup, Map.of("the master key", master), file -> file.equals(keyFile) || file.endsWith("server.log"));
    }

    private static long shown(ServerProcess server, String master) {
        return server.log().since(0).stream()
                .filter(line -> line.contains(master))
                .count();
    }

    /** Everything that a key or token can be in, done right and done wrong. */
    private void live(Gateway gateway, Owner owner, String master) {
        String name = owner.id();
        String serverId = owner.connect(FreePort.find());
        secrets.put("a ServerID of " + name, serverId);
        secrets.putIfAbsent("a ServerID of another", serverId);
        assertThat(owner.heartbeat(serverId).status()).isEqualTo(200);
        connectorProblem(gateway.post("/health", Owner.healthBody("wrong", serverId)), 401, "unauthorized");
        connectorProblem(owner.heartbeat(serverId + "x"), 404, "server-not-found");
        connectorProblem(gateway.post("/connect", "{\"ApiKey\":\"" + owner.apiKey()), 400, "malformed-request");
        connectorProblem(gateway.post("/connect", "{\"ApiKey\":[\"" + owner.apiKey() + "\"]}"), 400, "invalid-request");
        connectorProblem(gateway.post("/connect", "{\"APIKEY\":\"" + owner.apiKey() + "\"}"), 400, "invalid-request");
        connectorProblem(
                gateway.post("/health", "{\"ApiKey\":\"" + master + "\",\"ServerID\":{\"" + serverId + "\":1}}"),
                400,
                "invalid-request");
        problem(gateway.delete("/connect/" + serverId, "apikey", "wrong"), 401, "unauthorized");
        problem(gateway.delete("/connect/" + serverId + "/x", "apikey", owner.apiKey()), 404, "path-not-found");
        problem(gateway.put("/connect/" + serverId, "{}", "apikey", owner.apiKey()), 405, "method-not-allowed");

        String keys = "/owners/" + name + "/keys";
        JsonObject second = gateway.post(keys + "?graceSeconds=60", "", "apikey", owner.apiKey())
                .object();
        secrets.put("the second key of " + name, second.getString("API-Key"));
        JsonObject third = gateway.post(keys, "", "apikey", master).object();
        String key = third.getString("API-Key");
        secrets.put("the third key of " + name, key);
        problem(gateway.get("/owners/" + name, "apikey", owner.apiKey()), 401, "unauthorized");
        problem(gateway.put("/update?ownerid=" + name, "{\"x\":\"" + key, "apikey", key), 400, "malformed-request");
        assertThat(gateway.get("/owners/" + name, "apikey", key).status()).isEqualTo(200);
        assertThat(gateway.delete("/connect/" + serverId, "apikey", key).status())
                .isEqualTo(204);
        problem(gateway.delete("/connect/" + serverId, "apikey", key), 404, "server-not-found");
        assertThat(gateway.delete(keys, "apikey", key).status()).isEqualTo(204);
        assertThat(gateway.delete("/owners/" + name, "apikey", master).status()).isEqualTo(204);
    }

    /** @param except files that may hold them */
    private static void assertNowhere(GatewaySetup setup, Map<String, String> secrets, Predicate<Path> except)
            throws IOException {
        try (Stream<Path> files = Files.walk(setup.directory())) {
            List<Path> searched =
                    files.filter(Files::isRegularFile).filter(except.negate()).toList();
            assertThat(searched).isNotEmpty();
            for (Path file : searched) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                secrets.forEach((what, secret) -> assertThat(content.contains(secret))
                        .as("%s in %s", what, file)
                        .isFalse());
            }
        }
    }
}
