package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.connectorProblem;
import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.ThriftPeer;
import io.turnpike.it.harness.ThriftPeer.Framing;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keys that are replaced and revoked, owners and services that are deleted, versions that are read back. */
public interface OwnershipContract extends WithGateway {

    private JsonObject newKey(Owner owner, String query, String key) {
        Answer answer = gateway().post("/owners/" + owner.id() + "/keys" + query, "", "apikey", key);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        return answer.object();
    }

    private int owns(Owner owner, String key) {
        return gateway().get("/owners/" + owner.id(), "apikey", key).status();
    }

    @Test
    default void keys_rotatedAndRevoked_areGoodAsSaid() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        String serverId = owner.connect(1);
        JsonObject second = newKey(owner, "?graceSeconds=600", owner.apiKey());
        assertThat(second.keySet()).containsExactlyInAnyOrder("Message", "API-Key", "FormerKeyUntil");
        String key2 = second.getString("API-Key");
        assertThat(owns(owner, owner.apiKey())).isEqualTo(200);
        assertThat(owns(owner, key2)).isEqualTo(200);
        assertThat(owner.heartbeat(serverId).status()).isEqualTo(200);

        JsonObject third = newKey(owner, "", key2);
        assertThat(third.keySet()).containsExactlyInAnyOrder("Message", "API-Key");
        String key3 = third.getString("API-Key");
        assertThat(owns(owner, key3)).isEqualTo(200);
        assertThat(owns(owner, key2)).isEqualTo(401);
        connectorProblem(owner.heartbeat(serverId), 401, "unauthorized");
        assertThat(gateway().post("/health", Owner.healthBody(key3, serverId)).status())
                .as("a ServerID outlives the key")
                .isEqualTo(200);

        assertThat(gateway()
                        .delete("/owners/" + owner.id() + "/keys", "apikey", key3)
                        .status())
                .isEqualTo(204);
        assertThat(owns(owner, key3)).isEqualTo(401);
        JsonObject shown =
                gateway().get("/owners/" + owner.id(), "apikey", MASTER_KEY).object();
        assertThat(shown.getBoolean("HasKey")).isFalse();
        String key4 = newKey(owner, "", MASTER_KEY).getString("API-Key");
        assertThat(owns(owner, key4)).isEqualTo(200);
    }

    @Test
    default void keys_badRequests_areTold() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        Owner other = Owner.register(gateway(), Resource.ECHO);
        String path = "/owners/" + owner.id() + "/keys";
        problem(gateway().post(path, ""), 401, "unauthorized");
        problem(gateway().post(path, "", "apikey", other.apiKey()), 403, "forbidden");
        problem(gateway().delete(path, "apikey", other.apiKey()), 403, "forbidden");
        problem(gateway().post("/owners/nobody/keys", "", "apikey", MASTER_KEY), 404, "owner-not-found");
        for (String grace : new String[] {"x", "-1", "2592001", "1.5", ""}) {
            problem(
                    gateway().post(path + "?graceSeconds=" + grace, "", "apikey", owner.apiKey()),
                    400,
                    "invalid-request");
        }
        problem(gateway().post(path + "?grace=600", "", "apikey", owner.apiKey()), 400, "invalid-request");
        problem(gateway().get(path, "apikey", owner.apiKey()), 405, "method-not-allowed");
        assertThat(gateway().call("OPTIONS", path, "").header("Allow")).isEqualTo("DELETE, OPTIONS, POST");
        assertThat(owns(owner, owner.apiKey())).isEqualTo(200);
    }

    @Test
    default void deleteService_withALiveServer_takesBoth() {
        ThriftPeer.requirePython();
        Owner owner = Owner.register(gateway(), Resource.KITCHEN);
        Owner other = Owner.register(gateway(), Resource.ECHO);
        String path = "/owners/" + owner.id() + "/services/" + owner.service();
        try (ThriftPeer peer = ThriftPeer.connected(Framing.FRAMED, gateway(), owner.apiKey(), owner.service(), 60)) {
            Await.until("the first call answered", Duration.ofSeconds(20), () -> {
                assertThat(owner.call("whoami", "").status()).isEqualTo(200);
                return owner;
            });
            problem(gateway().delete(path), 401, "unauthorized");
            problem(gateway().delete(path, "apikey", other.apiKey()), 403, "forbidden");
            problem(gateway().delete(path + "s", "apikey", owner.apiKey()), 404, "service-not-found");
            assertThat(owner.call("whoami", "").status()).isEqualTo(200);

            assertThat(gateway().delete(path, "apikey", owner.apiKey()).status())
                    .isEqualTo(204);

            problem(owner.call("whoami", ""), 404, "service-not-found");
            connectorProblem(owner.heartbeat(peer.serverId()), 404, "server-not-found");
            connectorProblem(
                    gateway()
                            .post(
                                    "/connect",
                                    Owner.connectBody(
                                            owner.apiKey(),
                                            owner.service(),
                                            "127.0.0.1",
                                            Integer.toString(peer.port()))),
                    404,
                    "service-not-found");
            problem(gateway().delete(path, "apikey", owner.apiKey()), 404, "service-not-found");
            problem(gateway().get(path, "apikey", owner.apiKey()), 405, "method-not-allowed");
        }
        JsonObject shown =
                gateway().get("/owners/" + owner.id(), "apikey", owner.apiKey()).object();
        assertThat(shown.getJsonArray("Services")).isEmpty();
    }

    @Test
    default void deleteOwner_withServices_isGoneAndItsNamesAreFree() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        String serverId = owner.connect(1);
        Owner other = Owner.register(gateway(), Resource.ECHO);
        String path = "/owners/" + owner.id();
        problem(gateway().delete(path), 401, "unauthorized");
        problem(gateway().delete(path, "apikey", other.apiKey()), 403, "forbidden");
        problem(gateway().delete("/owners/nobody", "apikey", MASTER_KEY), 404, "owner-not-found");
        assertThat(gateway().delete(path, "apikey", owner.apiKey()).status()).isEqualTo(204);
        problem(owner.call("whoami", ""), 404, "service-not-found");
        assertThat(owns(owner, owner.apiKey())).isEqualTo(401);
        problem(gateway().get(path, "apikey", MASTER_KEY), 404, "owner-not-found");
        connectorProblem(owner.heartbeat(serverId), 401, "unauthorized");
        connectorProblem(gateway().post("/health", Owner.healthBody(MASTER_KEY, serverId)), 404, "server-not-found");

        Answer again = gateway()
                .post(
                        "/register",
                        Owner.document(other.id() + "b", owner.service(), Resource.ECHO)
                                .toString());
        assertThat(again.status()).as("%s", again).isEqualTo(200);
        problem(owner.call("whoami", ""), 503, "no-live-instance");
    }

    @Test
    default void versions_afterUpdates_areListedAndReadBack() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        String path = "/owners/" + owner.id() + "/services/" + owner.service() + "/versions";
        String newer = Resource.ECHO + "\n// newer\n";
        String update = Owner.document(owner.id(), owner.service(), newer).toString();
        assertThat(gateway()
                        .put("/update?ownerid=" + owner.id(), update, "apikey", owner.apiKey())
                        .status())
                .isEqualTo(200);
        Answer listed = gateway().get(path, "apikey", owner.apiKey());
        assertThat(listed.status()).as("%s", listed).isEqualTo(200);
        JsonArray versions = listed.object().getJsonArray("Versions");
        assertThat(versions).hasSize(2);
        JsonObject latest = versions.getJsonObject(0);
        JsonObject first = versions.getJsonObject(1);
        assertThat(latest.getBoolean("Current")).isTrue();
        assertThat(first.getBoolean("Current")).isFalse();
        assertThat(first.getString("Author")).isEqualTo("open");
        assertThat(latest.getString("Author")).isEqualTo("owner:" + owner.id());
        for (Map.Entry<JsonObject, String> expected :
                Map.of(latest, newer, first, Resource.ECHO).entrySet()) {
            int revision = expected.getKey().getInt("Revision");
            JsonObject read =
                    gateway().get(path + "/" + revision, "apikey", MASTER_KEY).object();
            assertThat(read.getString("IdlContent")).isEqualTo(expected.getValue());
            assertThat(read.getString("IdlSha256")).isEqualTo(expected.getKey().getString("IdlSha256"));
            assertThat(read.getInt("Revision")).isEqualTo(revision);
        }
        JsonObject page = gateway().get(path + "?limit=1", "apikey", MASTER_KEY).object();
        assertThat(page.getJsonArray("Versions")).hasSize(1);
        assertThat(gateway()
                        .get(path + "?before=" + page.getInt("NextBefore"), "apikey", MASTER_KEY)
                        .object()
                        .getJsonArray("Versions"))
                .hasSize(1);

        problem(gateway().get(path), 401, "unauthorized");
        problem(gateway().get(path + "/999999999", "apikey", MASTER_KEY), 404, "version-not-found");
        problem(gateway().get(path + "/x", "apikey", MASTER_KEY), 400, "invalid-request");
        problem(gateway().get(path + "?limit=0", "apikey", MASTER_KEY), 400, "invalid-request");
        problem(gateway().get(path.replace(owner.service(), "Nope"), "apikey", MASTER_KEY), 404, "service-not-found");
        problem(gateway().delete(path, "apikey", MASTER_KEY), 405, "method-not-allowed");
        Answer head = gateway().call("HEAD", path, "", "apikey", owner.apiKey());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();

        assertThat(gateway()
                        .delete(path.replace("/versions", ""), "apikey", owner.apiKey())
                        .status())
                .isEqualTo(204);
        assertThat(gateway()
                        .get(path + "/" + first.getInt("Revision"), "apikey", owner.apiKey())
                        .object()
                        .getString("IdlContent"))
                .as("of a deleted service")
                .isEqualTo(Resource.ECHO);
    }
}
