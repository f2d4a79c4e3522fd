package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.ServerLog;
import io.turnpike.it.harness.ServerProcess;
import io.turnpike.it.harness.ThriftPeer;
import io.turnpike.it.harness.ThriftPeer.Framing;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A gateway that is killed and started again: what it said is kept, and servers need do nothing about it. */
public abstract class LifeScenarios implements ProcessScenario {

    private static final int HEARTBEAT_SECONDS = 1;
    private static final Duration ONE_HEARTBEAT = Duration.ofSeconds(HEARTBEAT_SECONDS + 2);
    /** Three starts of a server, and two times 12 s of silence. */
    private static final Duration SCRIPT = Duration.ofMinutes(9);

    private static final JsonObject[] PATHS = {
        Owner.path("newAsset", "insertAsset"), Owner.path("getAsset", "queryAsset")
    };

    /** Reference 000's IDL, taken from its registration. */
    private static final String IDL = AssetIdl.text();

    private record Asset(Owner owner, ThriftPeer peer) {}

    @Test
    final void wholeLife_framedThenBuffered_goesOnAfterAKill() {
        ThriftPeer.requirePython();
        GatewaySetup setup = GatewaySetup.fresh("life", Map.of("maskerKey", "k", "timeToLift", 6, "timeToDie", 12));
        Gateway gateway = setup.gateway();
        List<Asset> assets = new ArrayList<>();
        try {
            try (ServerProcess first = server().start(setup)) {
                assertThat(gateway.get("/ping").object().getString("message")).isEqualTo("pong");
                for (Framing framing : Framing.values()) {
                    Owner owner = Owner.register(gateway, IDL, Map.of(), PATHS);
                    String key = framing == Framing.FRAMED ? owner.apiKey() : "k";
                    assets.add(new Asset(
                            owner, ThriftPeer.connected(framing, gateway, key, owner.service(), HEARTBEAT_SECONDS)));
                }
                for (Asset asset : assets) {
                    awaitHeartbeat(asset);
                    insertAndQuery(asset.owner(), "2", "newAsset", "getAsset");
                    JsonObject renamed = Owner.document(
                            asset.owner().id(),
                            asset.owner().service(),
                            IDL,
                            Map.of(),
                            Owner.path("put", "insertAsset"),
                            Owner.path("get/{ID}", "queryAsset"));
                    Answer updated = gateway.put(
                            "/update?ownerid=" + asset.owner().id(),
                            renamed.toString(),
                            "apikey",
                            asset.owner().apiKey());
                    assertThat(updated.status()).as("%s", updated).isEqualTo(200);
                    assertAfterUpdate(asset.owner(), "3");
                }
                first.kill();
            }
            try (ServerProcess second = server().start(setup)) {
                for (Asset asset : assets) {
                    Await.until("called again within one heartbeat", ONE_HEARTBEAT, () -> {
                        assertFound(gateway.get("/" + asset.owner().service() + "/get/2"), "2");
                        return asset;
                    });
                    assertAfterUpdate(asset.owner(), "4");
                    assertThat(asset.peer().log().since(0))
                            .as("connected once only")
                            .filteredOn(line -> line.startsWith("connected "))
                            .hasSize(1);
                    assertThat(gateway.get("/owners/" + asset.owner().id(), "apikey", "k")
                                    .status())
                            .isEqualTo(200);
                    assertThat(gateway.get(
                                            "/owners/" + asset.owner().id(),
                                            "apikey",
                                            asset.owner().apiKey())
                                    .status())
                            .isEqualTo(200);
                }
                second.stop();
                ProcessScenario.assertNoStackTrace(second.log().since(0));
                assertKeysAreNowhere(setup, assets);
            }
        } finally {
            assets.forEach(asset -> asset.peer().close());
        }
    }

    /** The same and more, driven from outside by {@code life.py}, which starts and kills the gateway itself. */
    @Test
    final void wholeLife_drivenByAnIndependentScript_passes() throws IOException {
        ThriftPeer.requirePython();
        GatewaySetup setup = GatewaySetup.fresh("script", Map.of("maskerKey", "k", "timeToLift", 6, "timeToDie", 12));
        ThriftPeer.unpack("thrift_peer.py", setup.directory().resolve("thrift_peer.py"));
        Path script = setup.directory().resolve("life.py");
        ThriftPeer.unpack("life.py", script);
        List<String> command = new ArrayList<>(List.of(
                "python3",
                script.toString(),
                "--url",
                setup.gateway().address(),
                "--master-key",
                "k",
                "--grace",
                "4",
                "--log",
                setup.logFile().toString(),
                "--"));
        command.addAll(server().command(setup));
        Path output = setup.directory().resolve("life.log");
        ServerProcess life = ServerProcess.start(command, setup.directory(), setup.environment(), output);
        assertThat(life.awaitEnd(SCRIPT)).as("%s", life.log().tail()).isZero();
        assertThat(life.log().since(0)).last().asString().endsWith("passed");
        ProcessScenario.assertNoStackTrace(new ServerLog(setup.logFile()).since(0));
    }

    private static void awaitHeartbeat(Asset asset) {
        Await.until("a heartbeat accepted", Duration.ofSeconds(10), () -> {
            assertThat(asset.peer().log().since(0)).contains("heartbeat 200");
            return asset;
        });
    }

    private static void insertAndQuery(Owner owner, String id, String insert, String query) {
        Gateway gateway = owner.gateway();
        assertThat(gateway.get("/" + owner.service() + "/" + query + "?ID=" + id)
                        .object()
                        .getBoolean("Exist"))
                .isFalse();
        Answer inserted = owner.call(insert, "{\"ID\": \"" + id + "\", \"Name\": \"Google\", \"Market\": \"US\"}");
        assertThat(inserted.status()).as("%s", inserted).isEqualTo(200);
        assertThat(inserted.object().getBoolean("Ok")).isTrue();
        assertFound(gateway.get("/" + owner.service() + "/" + query + "?ID=" + id), id);
        assertFound(owner.call(query, "{\"ID\":\"" + id + "\"}"), id);
    }

    private static void assertAfterUpdate(Owner owner, String id) {
        problem(owner.gateway().get("/" + owner.service() + "/getAsset?ID=2"), 404, "path-not-found");
        Answer inserted = owner.call("put", "{\"ID\":\"" + id + "\",\"Name\":\"Google\",\"Market\":\"US\"}");
        assertThat(inserted.object().getBoolean("Ok")).as("%s", inserted).isTrue();
        assertFound(owner.gateway().get("/" + owner.service() + "/get/" + id), id);
    }

    private static void assertFound(Answer answer, String id) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(Plain.of(answer.json()))
                .isEqualTo(Map.of("Exist", true, "ID", id, "Name", "Google", "Market", "US"));
    }

    /** Stored is the hash of a key only; logged is neither. */
    private static void assertKeysAreNowhere(GatewaySetup setup, List<Asset> assets) {
        try (Stream<Path> files = Files.walk(setup.directory())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                for (Asset asset : assets) {
                    assertThat(content.contains(asset.owner().apiKey()))
                            .as("an API key in %s", file)
                            .isFalse();
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    final void register_killedInTheInstantAfterTheAnswer_isKept() {
        GatewaySetup setup = GatewaySetup.fresh("durable", WithGateway.SETTINGS);
        Gateway gateway = setup.gateway();
        Map<Owner, String> names = new HashMap<>();
        for (int round = 0; round < 3; round++) {
            try (ServerProcess process = server().start(setup)) {
                assertKept(gateway, names);
                if (round < 2) {
                    for (int i = 0; i < 5 * round + 1; i++) {
                        Owner owner = Owner.register(gateway, Resource.ECHO);
                        names.put(owner, "Owner " + owner.id());
                    }
                    Owner changed = names.keySet().iterator().next();
                    if (round == 1) {
                        String update = Owner.document(changed.id(), changed.service(), Resource.ECHO)
                                .toString()
                                .replace("Owner " + changed.id(), "Renamed");
                        Answer answer =
                                gateway.put("/update?ownerid=" + changed.id(), update, "apikey", changed.apiKey());
                        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
                        names.put(changed, "Renamed");
                    }
                }
                process.kill();
            }
        }
    }

    /** Servers have limits of their own, 10 MB on WildFly; ours is to be the one that counts, below and above theirs. */
    @Test
    final void register_limitAboveTheServersOwn_isTheGatewaysToJudge() {
        Map<String, Object> settings = new HashMap<>(WithGateway.SETTINGS);
        settings.put("maxRequestBytes", 24 << 20);
        GatewaySetup setup = GatewaySetup.fresh("large", settings);
        Gateway gateway = setup.gateway();
        try (ServerProcess process = server().start(setup)) {
            String service = Owner.unique("S");
            String body =
                    Owner.document(Owner.unique("o"), service, Resource.ECHO).toString();
            Answer large = gateway.post("/register", body + " ".repeat(20 << 20));
            assertThat(large.status()).as("%s", large).isEqualTo(200);
            problem(gateway.post("/register", body + " ".repeat(24 << 20)), 413, "payload-too-large");
            problem(gateway.post("/" + service + "/whoami", body + " ".repeat(24 << 20)), 413, "payload-too-large");
            // Whoever asks for what is not there need not send it.
            problem(gateway.post("/Nowhere/x", body + " ".repeat(24 << 20)), 404, "service-not-found");
            assertThat(gateway.get("/ping").status()).isEqualTo(200);
            process.stop();
        }
    }

    private static void assertKept(Gateway gateway, Map<Owner, String> names) {
        names.forEach((owner, name) -> {
            Answer answer = gateway.get("/owners/" + owner.id(), "apikey", owner.apiKey());
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(answer.object().getString("OwnerName")).isEqualTo(name);
            problem(owner.call("whoami", ""), 503, "no-live-instance");
        });
    }
}
