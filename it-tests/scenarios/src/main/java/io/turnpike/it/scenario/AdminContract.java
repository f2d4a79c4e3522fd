package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.connectorProblem;
import static io.turnpike.it.scenario.Problems.faults;
import static io.turnpike.it.scenario.Problems.pointers;
import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.FreePort;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The administrative half of the HTTP contract, and the bodies of reference 000 as pasted. */
public interface AdminContract extends WithGateway {

    @Test
    default void ping_always_pongs() {
        Answer answer = gateway().get("/ping");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.object())
                .isEqualTo(Json.createObjectBuilder().add("message", "pong").build());
    }

    @Test
    default void reference_bodiesAsPasted_work() {
        Answer registered = gateway().post("/register", Resource.REFERENCE_REGISTER);
        assertThat(registered.status()).as("%s", registered).isEqualTo(200);
        String key = registered.object().getString("API-Key");
        assertThat(registered.object().getString("Message")).isNotBlank();
        problem(gateway().post("/register", Resource.REFERENCE_REGISTER), 409, "conflict");

        problem(gateway().get("/AssetManagement/getAsset?ID=2"), 503, "no-live-instance");
        Answer connected = gateway()
                .post(
                        "/connect",
                        Owner.connectBody(
                                MASTER_KEY, "AssetManagement", "localhost", Integer.toString(FreePort.find())));
        assertThat(connected.status()).as("%s", connected).isEqualTo(200);
        assertThat(connected.object().keySet()).containsExactlyInAnyOrder("Status", "Message", "ServerID");

        Answer updated = gateway().put("/update?ownerid=UserName", Resource.REFERENCE_UPDATE, "apikey", key);
        assertThat(updated.status()).as("%s", updated).isEqualTo(200);
        assertThat(updated.object().getString("Message")).isNotBlank();
        problem(gateway().get("/AssetManagement/getAsset?ID=2"), 403, "service-suspended");
        problem(gateway().post("/AssetManagement/newAsset", "{\"ID\":\"2\"}"), 403, "service-suspended");

        JsonObject owner = gateway().get("/owners/UserName", "apikey", key).object();
        assertThat(owner.getString("OwnerName")).isEqualTo("John Doe Updated");
        assertThat(owner.getJsonArray("Services").getJsonObject(0).getString("Version"))
                .isEqualTo("5.0");

        JsonValue restored = Json.createReader(new java.io.StringReader(Resource.REFERENCE_REGISTER))
                .readValue();
        Answer back = gateway().put("/update?ownerid=UserName", restored.toString(), "apikey", MASTER_KEY);
        assertThat(back.status()).as("%s", back).isEqualTo(200);
        problem(gateway().get("/AssetManagement/getAsset?ID=2"), 503, "no-live-instance");
    }

    @Test
    default void reference_registryProxyAsPasted_answersAndIsNotCallable() {
        Answer registered = gateway().post("/register", Resource.REFERENCE_REGISTRY_PROXY);
        assertThat(registered.status()).as("%s", registered).isEqualTo(200);
        assertThat(registered.object().getString("API-Key")).isNotBlank();
        Answer call = gateway().post("/RegistryProxy/connectServer", "{\"ApiKey\":\"x\"}");
        assertThat(call.status()).as("%s", call).isIn(403, 404);
    }

    @Test
    default void register_loneObject_isTaken() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        assertThat(owner.apiKey()).hasSizeGreaterThanOrEqualTo(22);
    }

    @Test
    default void register_severalOwners_answersAnArrayWithTheirIds() {
        JsonObject one = Owner.document(Owner.unique("o"), Owner.unique("S"), Resource.ECHO);
        JsonObject two = Owner.document(Owner.unique("o"), Owner.unique("S"), Resource.ECHO);
        Answer answer = gateway()
                .post(
                        "/register",
                        Json.createArrayBuilder().add(one).add(two).build().toString());
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        JsonArray keys = answer.array();
        assertThat(keys).hasSize(2);
        assertThat(keys.getJsonObject(0).getString("OwnerId")).isEqualTo(one.getString("OwnerId"));
        assertThat(keys.getJsonObject(1).getString("OwnerId")).isEqualTo(two.getString("OwnerId"));
        assertThat(keys.getJsonObject(0).getString("API-Key"))
                .isNotEqualTo(keys.getJsonObject(1).getString("API-Key"));
    }

    @Test
    default void register_oneOfTwoAtFault_registersNone() {
        JsonObject good = Owner.document(Owner.unique("o"), Owner.unique("S"), Resource.ECHO);
        JsonObject bad = Owner.document(Owner.unique("o"), Owner.unique("S"), "service {");
        Answer answer = gateway()
                .post(
                        "/register",
                        Json.createArrayBuilder().add(good).add(bad).build().toString());
        assertThat(pointers(problem(answer, 422, "invalid-registration")))
                .allMatch(pointer -> pointer.equals("/1/Services/0/IdlContent"));
        problem(gateway().get("/owners/" + good.getString("OwnerId"), "apikey", MASTER_KEY), 404, "owner-not-found");
        assertThat(gateway().post("/register", good.toString()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[{\"OwnerId\":\"x\",}]", "nothing", "[1,2", "{\"OwnerId\":\"\\ud800\"", ""})
    default void register_brokenJson_is400(String body) {
        problem(gateway().post("/register", body, "Content-Type", "application/json"), 400, "malformed-request");
    }

    @Test
    default void register_wrongShape_namesEveryField() {
        JsonObject problem = problem(
                gateway().post("/register", "[{\"OwnerName\":1,\"OwnerId\":\" \",\"Services\":{}}, 7]"),
                400,
                "invalid-request");
        assertThat(pointers(problem)).contains("/0/OwnerName", "/0/OwnerId", "/0/Services", "/1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"OwnerName\":\"n\",\"Services\":[]}", "{\"OwnerName\":\"n\",\"OwnerId\":\"\",\"Services\":[]}"
            })
    default void register_noOwnerId_is400(String body) {
        assertThat(pointers(problem(gateway().post("/register", "[" + body + "]"), 400, "invalid-request")))
                .contains("/0/OwnerId");
    }

    @Test
    default void register_sameOwnerTwiceInOneBody_isRefused() {
        String id = Owner.unique("o");
        JsonObject one = Owner.document(id, Owner.unique("S"), Resource.ECHO);
        JsonObject two = Owner.document(id, Owner.unique("S"), Resource.ECHO);
        Answer answer = gateway()
                .post(
                        "/register",
                        Json.createArrayBuilder().add(one).add(two).build().toString());
        assertThat(answer.status()).as("%s", answer).isIn(400, 409, 422);
        problem(gateway().get("/owners/" + id, "apikey", MASTER_KEY), 404, "owner-not-found");
    }

    @Test
    default void register_serviceOfAnotherOwner_is409() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        String thief = Owner.unique("thief");
        problem(
                gateway()
                        .post(
                                "/register",
                                Owner.document(thief, owner.service(), Resource.ECHO)
                                        .toString()),
                409,
                "conflict");
        problem(gateway().get("/owners/" + thief, "apikey", MASTER_KEY), 404, "owner-not-found");
    }

    @Test
    default void register_idlWithThreeMistakes_reportsEachWithLineAndColumn() {
        String idl = "struct A {\n  1: strin name\n  1: i32 twice\n}\n\nservice S extends Nowhere {\n  A get()\n}\n";
        JsonObject problem = problem(
                gateway()
                        .post(
                                "/register",
                                Owner.document(Owner.unique("o"), Owner.unique("S"), idl)
                                        .toString()),
                422,
                "invalid-registration");
        assertThat(faults(problem)).hasSize(3).allSatisfy(fault -> {
            assertThat(fault.getString("pointer")).endsWith("/Services/0/IdlContent");
            assertThat(fault.getInt("column")).isPositive();
        });
        assertThat(faults(problem).stream().map(fault -> fault.getInt("line"))).containsExactlyInAnyOrder(2, 3, 6);
    }

    @Test
    default void register_threeSyntaxErrors_reportsEach() {
        String idl = "struct A {\n  1 string name\n}\nenum {\n}\nservice S {\n  A get(\n}\n";
        JsonObject problem = problem(
                gateway()
                        .post(
                                "/register",
                                Owner.document(Owner.unique("o"), Owner.unique("S"), idl)
                                        .toString()),
                422,
                "invalid-registration");
        assertThat(faults(problem).stream().map(fault -> fault.getInt("line")))
                .contains(2, 4)
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    default void register_unknownExposedMethod_is422() {
        JsonObject document = Owner.document(
                Owner.unique("o"), Owner.unique("S"), Resource.ECHO, Map.of(), Owner.path("who", "whoareyou"));
        JsonObject problem = problem(gateway().post("/register", document.toString()), 422, "invalid-registration");
        assertThat(pointers(problem)).singleElement().asString().endsWith("/Services/0/Paths/0/ExposedMethod");
        assertThat(problem.toString()).contains("whoareyou");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ping",
                "register",
                "update",
                "connect",
                "health",
                "mp-health",
                "owners",
                "admin",
                "status",
                "console",
                "openapi",
                "metrics",
                "ws",
                "publish",
                "registry-proxy",
                "application.wadl"
            })
    default void register_reservedServiceName_is422(String name) {
        problem(
                gateway()
                        .post(
                                "/register",
                                Owner.document(Owner.unique("o"), name, Resource.ECHO)
                                        .toString()),
                422,
                "invalid-registration");
    }

    @Test
    default void register_bodyOverTheLimit_is413() {
        String body = Owner.document(Owner.unique("o"), Owner.unique("S"), "//" + "x".repeat(MAX_REQUEST_BYTES))
                .toString();
        problem(gateway().post("/register", body), 413, "payload-too-large");
    }

    @Test
    default void register_noJson_is415() {
        problem(
                gateway().post("/register", "OwnerId=x", "Content-Type", "application/x-www-form-urlencoded"),
                415,
                "unsupported-media-type");
        problem(gateway().post("/register", "{}", "Content-Encoding", "br"), 415, "unsupported-media-type");
    }

    @Test
    default void update_keys_areTold() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        Owner other = Owner.register(gateway(), Resource.ECHO);
        String update =
                Owner.document(owner.id(), owner.service(), Resource.ECHO).toString();
        String path = "/update?ownerid=" + owner.id();
        problem(gateway().put(path, update), 401, "unauthorized");
        problem(gateway().put(path, update, "apikey", "wrong"), 401, "unauthorized");
        problem(gateway().put(path, update, "apikey", other.apiKey()), 403, "forbidden");
        assertThat(gateway().put(path, update, "apikey", owner.apiKey()).status())
                .isEqualTo(200);
        assertThat(gateway().put(path, update, "apikey", MASTER_KEY).status()).isEqualTo(200);
        assertThat(gateway()
                        .get("/owners/" + owner.id(), "apikey", owner.apiKey())
                        .status())
                .as("the key stays")
                .isEqualTo(200);
    }

    @Test
    default void update_unknownOwner_is404() {
        String update =
                Owner.document("nobody", Owner.unique("S"), Resource.ECHO).toString();
        problem(gateway().put("/update?ownerid=nobody", update, "apikey", MASTER_KEY), 404, "owner-not-found");
    }

    @Test
    default void update_atFault_changesNothing() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        Owner other = Owner.register(gateway(), Resource.ECHO);
        String path = "/update?ownerid=" + owner.id();
        String before =
                gateway().get("/owners/" + owner.id(), "apikey", owner.apiKey()).body();
        problem(
                gateway()
                        .put(
                                path,
                                Owner.document(owner.id(), other.service(), Resource.ECHO)
                                        .toString(),
                                "apikey",
                                owner.apiKey()),
                409,
                "conflict");
        problem(
                gateway()
                        .put(
                                path,
                                Owner.document(other.id(), owner.service(), Resource.ECHO)
                                        .toString(),
                                "apikey",
                                owner.apiKey()),
                422,
                "invalid-registration");
        problem(
                gateway()
                        .put(
                                path,
                                Owner.document(owner.id(), owner.service(), "service")
                                        .toString(),
                                "apikey",
                                owner.apiKey()),
                422,
                "invalid-registration");
        problem(gateway().put(path, "[", "apikey", owner.apiKey()), 400, "malformed-request");
        assertThat(gateway()
                        .get("/owners/" + owner.id(), "apikey", owner.apiKey())
                        .body())
                .isEqualTo(before);
    }

    @Test
    default void owners_keys_areTold() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        Owner other = Owner.register(gateway(), Resource.ECHO);
        String path = "/owners/" + owner.id();
        problem(gateway().get(path), 401, "unauthorized");
        problem(gateway().get(path, "apikey", "wrong"), 401, "unauthorized");
        problem(gateway().get(path, "apikey", other.apiKey()), 403, "forbidden");
        problem(gateway().get("/owners/nobody", "apikey", MASTER_KEY), 404, "owner-not-found");
        Answer answer = gateway().get(path, "apikey", owner.apiKey());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.object().getString("OwnerId")).isEqualTo(owner.id());
        assertThat(answer.body()).doesNotContain(owner.apiKey()).doesNotContainIgnoringCase("apikeyhash");
    }

    @Test
    default void owners_serverThatDoesNotListen_isShownUnreachable() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        int nobody = FreePort.find();
        owner.connect(nobody);
        Await.until("shown as unreachable", Duration.ofSeconds(20), () -> {
            String body = gateway()
                    .get("/owners/" + owner.id(), "apikey", owner.apiKey())
                    .body();
            assertThat(body).contains(Integer.toString(nobody)).contains("unreachable");
            return body;
        });
        problem(owner.call("whoami", ""), 503, "no-live-instance");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,0",
        "127.0.0.1,65536",
        "127.0.0.1,-1",
        "127.0.0.1,http",
        "127.0.0.1,''",
        "'',8000",
        "'a b',8000",
        "http://127.0.0.1,8000",
        "127.0.0.1:80,8000"
    })
    default void connect_badAddressOrPort_is400(String address, String port) {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        connectorProblem(
                gateway().post("/connect", Owner.connectBody(owner.apiKey(), owner.service(), address, port)),
                400,
                "invalid-request");
    }

    @Test
    default void connect_errors_areTold() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        Owner other = Owner.register(gateway(), Resource.ECHO);
        connectorProblem(gateway().post("/connect", "{\"ApiKey\":"), 400, "malformed-request");
        connectorProblem(gateway().post("/connect", "[]"), 400, "invalid-request");
        JsonObject empty = connectorProblem(gateway().post("/connect", "{}"), 400, "invalid-request");
        assertThat(pointers(empty))
                .containsExactlyInAnyOrder("/ApiKey", "/ServiceName", "/ServerAddress", "/ServerPort");
        JsonObject keyless = connectorProblem(
                gateway()
                        .post(
                                "/connect",
                                "{\"ServiceName\":\"S\",\"ServerAddress\":\"127.0.0.1\",\"ServerPort\":\"8000\"}"),
                401,
                "unauthorized");
        assertThat(pointers(keyless)).containsExactly("/ApiKey");
        connectorProblem(
                gateway().post("/connect", Owner.connectBody("wrong", owner.service(), "127.0.0.1", "8000")),
                401,
                "unauthorized");
        connectorProblem(
                gateway().post("/connect", Owner.connectBody(other.apiKey(), owner.service(), "127.0.0.1", "8000")),
                403,
                "forbidden");
        connectorProblem(
                gateway().post("/connect", Owner.connectBody(MASTER_KEY, "Nowhere", "127.0.0.1", "8000")),
                404,
                "service-not-found");
        JsonObject mistyped = connectorProblem(
                gateway()
                        .post(
                                "/connect",
                                Owner.connectBody(owner.apiKey(), owner.service() + "s", "127.0.0.1", "8000")),
                404,
                "service-not-found");
        assertThat(mistyped.getString("Message")).endsWith("did you mean " + owner.service() + "?");
    }

    @Test
    default void owners_connectedServer_isShownWithWhatRemovesIt() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        String serverId = owner.connect(FreePort.find());
        JsonObject server = gateway()
                .get("/owners/" + owner.id(), "apikey", owner.apiKey())
                .object()
                .getJsonArray("Services")
                .getJsonObject(0)
                .getJsonArray("Servers")
                .getJsonObject(0);
        assertThat(server.getString("ServerID")).isEqualTo(serverId);
        assertThat(server.getInt("SecondsSinceHeartbeat")).isBetween(0, 60);
        assertThat(gateway()
                        .delete("/connect/" + server.getString("ServerID"), "apikey", owner.apiKey())
                        .status())
                .isEqualTo(204);
        assertThat(gateway()
                        .get("/owners/" + owner.id(), "apikey", owner.apiKey())
                        .body())
                .doesNotContain(serverId);
    }

    @Test
    default void heartbeat_errors_areTold() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        Owner other = Owner.register(gateway(), Resource.ECHO);
        String serverId = owner.connect(FreePort.find());
        Answer ok = owner.heartbeat(serverId);
        assertThat(ok.status()).as("%s", ok).isEqualTo(200);
        assertThat(ok.object().keySet()).containsExactlyInAnyOrder("Status", "Message");
        assertThat(ok.object().getString("Status")).isEqualTo("ok");
        connectorProblem(gateway().post("/health", "{"), 400, "malformed-request");
        connectorProblem(gateway().post("/health", Owner.healthBody("wrong", serverId)), 401, "unauthorized");
        connectorProblem(gateway().post("/health", Owner.healthBody(other.apiKey(), serverId)), 403, "forbidden");
        connectorProblem(gateway().post("/health", Owner.healthBody(owner.apiKey(), "x")), 404, "server-not-found");
        String forged = serverId.substring(0, serverId.length() - 4) + "AAAA";
        connectorProblem(gateway().post("/health", Owner.healthBody(owner.apiKey(), forged)), 404, "server-not-found");
    }

    @Test
    default void leave_connected_is204AndTheServerIdIsOver() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        Owner other = Owner.register(gateway(), Resource.ECHO);
        String serverId = owner.connect(FreePort.find());
        assertThat(gateway().delete("/connect/" + serverId).status()).isEqualTo(401);
        assertThat(gateway()
                        .delete("/connect/" + serverId, "apikey", other.apiKey())
                        .status())
                .isEqualTo(403);
        Answer left = gateway().delete("/connect/" + serverId, "apikey", owner.apiKey());
        assertThat(left.status()).as("%s", left).isEqualTo(204);
        assertThat(left.body()).isEmpty();
        connectorProblem(owner.heartbeat(serverId), 404, "server-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live", "/health/ready", "/health/started"})
    default void microProfileHealth_running_isUp(String path) {
        Answer answer = gateway().get(path);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.mediaType()).isEqualTo("application/json");
        assertThat(answer.object().getString("status")).isEqualTo("UP");
        assertThat(answer.object().getJsonArray("checks").getValuesAs(JsonObject.class))
                .allMatch(check -> check.getString("status").equals("UP")
                        && !check.getString("name").isBlank());
    }

    @Test
    default void microProfileHealth_ready_hasChecks() {
        assertThat(gateway().get("/health/ready").object().getJsonArray("checks"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"DELETE,/ping,GET", "GET,/register,POST", "POST,/update,PUT", "DELETE,/health,POST"})
    default void adminPath_wrongVerb_is405WithAllow(String verb, String path, String allowed) {
        Answer answer = gateway().call(verb, path, "");
        assertThat(answer.status()).as("%s", answer).isEqualTo(405);
        assertThat(answer.header("Allow").split(" *, *")).contains(allowed).doesNotContain(verb);
    }

    @Test
    default void root_anything_is404() {
        assertThat(gateway().get("/").status()).isEqualTo(404);
        problem(gateway().get("/Nowhere/at/all"), 404, "service-not-found");
    }
}
