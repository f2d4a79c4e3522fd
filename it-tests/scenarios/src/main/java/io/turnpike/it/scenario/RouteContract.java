package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.pointers;
import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.HostCall;
import io.turnpike.it.harness.ThriftPeer.Framing;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Routes: made, called, changed under load, gone back to. Every test deletes the ones that it made. */
public interface RouteContract extends WithGateway {

    private static Answer ok(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer;
    }

    private static int revision(Answer answer) {
        assertThat(answer.header("ETag")).as("%s", answer).matches("\"[0-9]+\"");
        return Integer.parseInt(answer.header("ETag").replace("\"", ""));
    }

    /** A route to a method of a service. */
    private static JsonObjectBuilder route(String uri, String service, String method) {
        return Json.createObjectBuilder()
                .add("Uris", Json.createArrayBuilder().add(uri))
                .add(
                        "Upstream",
                        Json.createObjectBuilder()
                                .add(
                                        "Thrift",
                                        Json.createObjectBuilder()
                                                .add("Service", service)
                                                .add("Method", method)));
    }

    private static JsonObjectBuilder condition(String source, String name, String operator, String value) {
        return Json.createObjectBuilder()
                .add(source, name)
                .add("Operator", operator)
                .add("Value", value);
    }

    private Answer put(String id, JsonObjectBuilder route) {
        return gateway().put("/admin/routes/" + id, route.build().toString(), "apikey", MASTER_KEY);
    }

    private JsonObject listed() {
        return ok(gateway().get("/admin/routes", "apikey", MASTER_KEY)).object();
    }

    private void deleteAll() {
        for (JsonObject route : listed().getJsonArray("Routes").getValuesAs(JsonObject.class)) {
            String path = "/admin/routes/" + route.getString("RouteId");
            assertThat(gateway().delete(path, "apikey", MASTER_KEY).status()).isEqualTo(204);
        }
    }

    private static List<String> ids(JsonObject answer) {
        return answer.getJsonArray("Routes").getValuesAs(JsonObject.class).stream()
                .map(route -> route.getString("RouteId"))
                .toList();
    }

    @Test
    default void routes_onHostHeaderClientAndExpression_leadWhereTheySay() {
        String service = Kitchens.at(gateway(), Framing.FRAMED).service();
        String path = "/" + Owner.unique("shop");
        try {
            JsonArray local = Json.createArrayBuilder().add("127.0.0.0/8").build();
            JsonArray remote = Json.createArrayBuilder().add("10.0.0.0/8").build();
            ok(put("any", route(path + "/{from}/{what}", service, "subtract").add("Clients", local)));
            ok(put("abroad", route(path + "/*/*/", service, "whoami").add("Clients", remote)));
            ok(put(
                    "host",
                    route(path + "/{what}/{from}", service, "subtract")
                            .add("Hosts", Json.createArrayBuilder().add("*.example.com"))));
            ok(put(
                    "expression",
                    route(path + "/*", service, "whoami")
                            .add("Priority", 1)
                            .add(
                                    "Conditions",
                                    Json.createArrayBuilder()
                                            .add(condition("Header", "X-Version", "matches", "v[23]"))
                                            .add(condition("Query", "n", "less", "10")))));
            String call = path + "/5/2";
            assertThat(ok(gateway().get(call)).body()).isEqualTo("3");
            assertThat(ok(gateway().post(path + "/5/2", "{}")).body()).isEqualTo("3");
            assertThat(ok(HostCall.get(gateway(), "shop.example.com", call)).body())
                    .isEqualTo("-3");
            assertThat(ok(HostCall.get(gateway(), "example.com", call)).body()).isEqualTo("3");
            String whoami = ok(gateway().get("/" + service + "/whoami")).body();
            assertThat(ok(gateway().get(call + "?n=9", "X-Version", "v2")).body())
                    .isEqualTo(whoami);
            assertThat(ok(gateway().get(call + "?n=11", "X-Version", "v2")).body())
                    .isEqualTo("3");
            assertThat(ok(gateway().get(call + "?n=9", "X-Version", "v23")).body())
                    .isEqualTo("3");
            problem(gateway().get(path + "/a/2"), 400, "invalid-arguments");
            problem(gateway().get(path + "/5"), 404, "service-not-found");

            JsonObject list = listed();
            assertThat(ids(list)).containsExactly("expression", "host", "abroad", "any");
            assertThat(list.getJsonArray("Warnings")).isEmpty();
            Answer shown = ok(gateway().get("/admin/routes/any", "apikey", MASTER_KEY));
            Answer again = ok(gateway()
                    .put("/admin/routes/any", shown.body(), "apikey", MASTER_KEY, "If-Match", shown.header("ETag")));
            assertThat(again.object().getJsonArray("Changes")).isEmpty();
            assertThat(revision(again)).isEqualTo(revision(shown));
        } finally {
            deleteAll();
        }
        problem(gateway().get(path + "/5/2"), 404, "service-not-found");
    }

    @Test
    default void route_bodyAndQuery_becomeArguments() {
        String service = Kitchens.at(gateway(), Framing.FRAMED).service();
        String path = "/" + Owner.unique("calc");
        try {
            ok(put("calc", route(path, service, "subtract")));
            assertThat(ok(gateway().post(path, "{\"from\":9,\"what\":4}")).body())
                    .isEqualTo("5");
            assertThat(ok(gateway().get(path + "?from=9&what=7")).body()).isEqualTo("2");
            ok(put(
                    "calc",
                    route(path, service, "subtract")
                            .add("Verbs", Json.createArrayBuilder().add("PUT"))));
            assertThat(ok(gateway().put(path, "{\"from\":9,\"what\":1}")).body())
                    .isEqualTo("8");
            Answer refused = gateway().get(path + "?from=9&what=7");
            problem(refused, 405, "method-not-allowed");
            assertThat(refused.header("Allow")).isEqualTo("OPTIONS, PUT");
        } finally {
            deleteAll();
        }
    }

    @Test
    default void route_changedUnderLoad_failsNoRequestAndMixesNothing() {
        String service = Kitchens.at(gateway(), Framing.FRAMED).service();
        String path = "/" + Owner.unique("load");
        JsonObjectBuilder[] forms = {
            route(path + "/{from}/{what}", service, "subtract"), route(path + "/{what}/{from}", service, "subtract")
        };
        JsonObject[] routes = {forms[0].build(), forms[1].build()};
        List<String> failures = new CopyOnWriteArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        AtomicBoolean end = new AtomicBoolean();
        LoadThreads threads = new LoadThreads();
        int before = revision(ok(put("load", Json.createObjectBuilder(routes[0]))));
        try {
            for (int i = 0; i < 4; i++) {
                threads.start("load", () -> {
                    while (!end.get()) {
                        try {
                            Answer answer = gateway().get(path + "/5/2");
                            boolean good =
                                    answer.status() == 200 && List.of("3", "-3").contains(answer.body());
                            if (good) {
                                answered.incrementAndGet();
                            } else {
                                failures.add(answer.toString());
                            }
                        } catch (RuntimeException e) {
                            failures.add(e.toString());
                        }
                    }
                });
            }
            for (int i = 1; i <= 40; i++) {
                ok(put("load", Json.createObjectBuilder(routes[i % 2])));
                assertThat(ok(gateway().get(path + "/5/2")).body())
                        .as("what is answered after the change is the change")
                        .isEqualTo(i % 2 == 0 ? "3" : "-3");
            }
            ok(put("load", Json.createObjectBuilder(routes[1])));
            Answer back = ok(gateway().post("/admin/revisions/" + before + "/rollback", "", "apikey", MASTER_KEY));
            assertThat(back.object().getJsonArray("Changes").getJsonObject(0).getString("Pointer"))
                    .isEqualTo("/Routes/load/Uris");
            assertThat(ok(gateway().get(path + "/5/2")).body()).isEqualTo("3");
        } finally {
            end.set(true);
            threads.join();
            deleteAll();
        }
        assertThat(failures).isEmpty();
        assertThat(answered.get()).isGreaterThan(100);
    }

    @Test
    default void routes_badOnes_areRefusedWithEveryFault() {
        String service = Kitchens.at(gateway(), Framing.FRAMED).service();
        try {
            Answer bad = put(
                    "bad",
                    route("no-slash", service, "nothing")
                            .add("Hosts", Json.createArrayBuilder().add("a:80"))
                            .add("Clients", Json.createArrayBuilder().add("10.0.0.0/33"))
                            .add(
                                    "Conditions",
                                    Json.createArrayBuilder().add(condition("Header", "X", "matches", "("))));
            assertThat(pointers(problem(bad, 422, "invalid-route")))
                    .containsExactlyInAnyOrder(
                            "/Uris/0", "/Hosts/0", "/Clients/0", "/Conditions/0/Value", "/Upstream/Thrift/Method");
            assertThat(pointers(problem(
                            put("bad", route("/a", service, "whoami").add("Prioritee", 1)), 400, "invalid-request")))
                    .containsExactly("/Prioritee");
            assertThat(pointers(problem(put("bad", route("/a", "Nobody", "whoami")), 422, "invalid-route")))
                    .containsExactly("/Upstream/Thrift/Service");
            problem(put("bad", route("/a", service, "whoami").add("RouteId", "other")), 409, "conflict");
            problem(put("b%C3%A4d", route("/a", service, "whoami")), 422, "invalid-route");
            problem(gateway().put("/admin/routes/bad", "{", "apikey", MASTER_KEY), 400, "malformed-request");
            problem(gateway().get("/admin/routes/bad", "apikey", MASTER_KEY), 404, "route-not-found");
            problem(gateway().delete("/admin/routes/bad", "apikey", MASTER_KEY), 404, "route-not-found");
            problem(gateway().get("/admin/routes"), 401, "unauthorized");
            problem(gateway().delete("/admin/routes/bad"), 401, "unauthorized");
            problem(gateway().post("/admin/routes", "{}", "apikey", MASTER_KEY), 405, "method-not-allowed");
            assertThat(listed().getJsonArray("Routes")).isEmpty();
        } finally {
            deleteAll();
        }
    }

    @Test
    default void routes_triedShadowedAndWithoutTarget_areTold() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        String path = "/" + Owner.unique("who");
        try {
            String tried = route(path, owner.service(), "whoami").build().toString();
            Answer dry = ok(gateway().put("/admin/routes/dry?dryRun=true", tried, "apikey", MASTER_KEY));
            assertThat(dry.object().getJsonArray("Changes").getJsonObject(0).getString("Pointer"))
                    .isEqualTo("/Routes/dry");
            problem(gateway().get(path), 404, "service-not-found");
            int first = revision(
                    ok(put("first", route(path + "*", owner.service(), "whoami").add("Priority", 5))));
            JsonArray warnings = ok(put("second", route(path, owner.service(), "whoami")))
                    .object()
                    .getJsonArray("Warnings");
            assertThat(warnings).hasSize(1);
            assertThat(warnings.getJsonObject(0).getString("RouteId")).isEqualTo("second");
            assertThat(warnings.getJsonObject(0).getString("ShadowedBy")).isEqualTo("first");
            problem(
                    gateway().delete("/admin/routes/second", "apikey", MASTER_KEY, "If-Match", "\"" + first + "\""),
                    412,
                    "precondition-failed");
            problem(gateway().get(path), 503, "no-live-instance");
            assertThat(gateway()
                            .delete("/owners/" + owner.id() + "/services/" + owner.service(), "apikey", owner.apiKey())
                            .status())
                    .isEqualTo(204);
            problem(gateway().get(path), 404, "service-not-found");
            assertThat(listed().getJsonArray("Warnings").getValuesAs(JsonObject.class).stream()
                            .map(warning -> warning.getString("RouteId"))
                            .toList())
                    .containsExactly("second", "first", "second");
            Answer config = ok(gateway().get("/admin/config", "apikey", MASTER_KEY));
            assertThat(ids(config.object())).containsExactly("first", "second");
            assertThat(ok(gateway().put("/admin/config", config.body(), "apikey", MASTER_KEY))
                            .object()
                            .getJsonArray("Changes"))
                    .isEmpty();
        } finally {
            deleteAll();
        }
    }
}
