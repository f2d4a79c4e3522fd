package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.pointers;
import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The history of the configuration, the way back, conditional writes, and what a gateway says of itself. */
public interface RevisionContract extends WithGateway {

    private Answer admin(String path) {
        Answer answer = gateway().get(path, "apikey", MASTER_KEY);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer;
    }

    private int revision() {
        return admin("/admin/revisions?limit=1").object().getInt("Revision");
    }

    private static int etag(Answer answer) {
        assertThat(answer.header("ETag")).as("%s", answer).matches("\"[0-9]+\"");
        return Integer.parseInt(answer.header("ETag").replace("\"", ""));
    }

    private Answer update(Owner owner, String idl, String query, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "apikey";
        all[headers.length + 1] = owner.apiKey();
        return gateway()
                .put(
                        "/update?ownerid=" + owner.id() + query,
                        Owner.document(owner.id(), owner.service(), idl).toString(),
                        all);
    }

    private static List<String> changed(JsonObject answer) {
        return answer.getJsonArray("Changes").getValuesAs(JsonObject.class).stream()
                .map(change -> change.getString("Change") + " " + change.getString("Pointer"))
                .toList();
    }

    @Test
    default void admin_withoutTheMasterKey_isRefused() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        for (String path :
                List.of("/admin/revisions", "/admin/revisions/1", "/admin/revisions/1/diff/2", "/admin/nodes")) {
            problem(gateway().get(path), 401, "unauthorized");
            problem(gateway().get(path, "apikey", "nobody's"), 401, "unauthorized");
            problem(gateway().get(path, "apikey", owner.apiKey()), 403, "forbidden");
            problem(gateway().post(path, "{}", "apikey", MASTER_KEY), 405, "method-not-allowed");
        }
        String rollback = "/admin/revisions/1/rollback";
        problem(gateway().post(rollback, ""), 401, "unauthorized");
        problem(gateway().post(rollback, "", "apikey", owner.apiKey()), 403, "forbidden");
        problem(gateway().get(rollback, "apikey", MASTER_KEY), 405, "method-not-allowed");
        problem(gateway().get("/admin", "apikey", MASTER_KEY), 404, "path-not-found");
    }

    @Test
    default void revisions_afterChanges_areListedReadAndCompared() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        int first = revision();
        Answer updated = update(owner, Resource.ECHO + "\n// newer\n", "");
        int second = etag(updated);
        assertThat(second).isGreaterThan(first);

        Answer listed = admin("/admin/revisions?limit=1&before=" + (second + 1));
        assertThat(listed.header("Cache-Control")).isEqualTo("no-store");
        JsonArray revisions = listed.object().getJsonArray("Revisions");
        assertThat(revisions).hasSize(1);
        JsonObject latest = revisions.getJsonObject(0);
        assertThat(latest.keySet()).containsExactly("Revision", "Time", "Author", "Action", "Summary");
        assertThat(latest.getInt("Revision")).isEqualTo(second);
        assertThat(latest.getString("Author")).isEqualTo("owner:" + owner.id());
        assertThat(latest.getString("Summary")).isEqualTo("owner " + owner.id() + ": " + owner.service() + " changed");
        assertThat(listed.object().getInt("NextBefore")).isEqualTo(second);

        Answer then = admin("/admin/revisions/" + first);
        JsonObject was = then.object().getJsonArray("Owners").getValuesAs(JsonObject.class).stream()
                .filter(each -> each.getString("OwnerId").equals(owner.id()))
                .findFirst()
                .orElseThrow();
        assertThat(was.getJsonArray("Services").getJsonObject(0).getString("IdlContent"))
                .isEqualTo(Resource.ECHO);
        assertThat(was.keySet()).containsExactly("OwnerName", "OwnerId", "Services");
        assertThat(then.body()).doesNotContain(owner.apiKey()).doesNotContainIgnoringCase("apikeyhash");

        JsonObject diff = admin("/admin/revisions/" + first + "/diff/" + second).object();
        String idl = "/Owners/" + owner.id() + "/Services/" + owner.service() + "/IdlContent";
        assertThat(changed(diff)).contains("changed " + idl);
        JsonObject back = admin("/admin/revisions/" + second + "/diff/" + first).object();
        assertThat(changed(back)).hasSameSizeAs(changed(diff));

        problem(gateway().get("/admin/revisions/999999999", "apikey", MASTER_KEY), 404, "revision-not-found");
        problem(gateway().get("/admin/revisions/1/diff/999999999", "apikey", MASTER_KEY), 404, "revision-not-found");
        for (String path : List.of(
                "/admin/revisions/0",
                "/admin/revisions/x",
                "/admin/revisions/-1",
                "/admin/revisions/99999999999999999999",
                "/admin/revisions/1/diff/x",
                "/admin/revisions?limit=0",
                "/admin/revisions?limit=1001",
                "/admin/revisions?before=x",
                "/admin/revisions?page=2")) {
            problem(gateway().get(path, "apikey", MASTER_KEY), 400, "invalid-request");
        }
        Answer head = gateway().call("HEAD", "/admin/revisions", "", "apikey", MASTER_KEY);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    default void writes_onAnotherRevisionThanExpected_are412AndChangeNothing() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        Answer shown = gateway().get("/owners/" + owner.id(), "apikey", owner.apiKey());
        String read = shown.header("ETag");
        assertThat(etag(update(owner, Resource.ECHO + "\n", ""))).isEqualTo(etag(shown) + 1);

        String path = "/owners/" + owner.id();
        String[] stale = {"apikey", MASTER_KEY, "If-Match", read};
        String another = Owner.document(Owner.unique("o"), Owner.unique("S"), Resource.ECHO)
                .toString();
        for (Answer refused : List.of(
                update(owner, Resource.ECHO, "", "If-Match", read),
                gateway().post("/register", another, "If-Match", read),
                gateway().delete(path, stale),
                gateway().delete(path + "/keys", stale),
                gateway().post(path + "/keys", "", stale),
                gateway().delete(path + "/services/" + owner.service(), stale),
                gateway().post("/admin/revisions/1/rollback", "", stale))) {
            JsonObject problem = problem(refused, 412, "precondition-failed");
            int current = etag(shown) + 1;
            assertThat(etag(refused)).isEqualTo(current);
            assertThat(problem.getString("detail")).contains("revision " + current, read);
        }
        for (String malformed : List.of("42", "\"42", "x, \"42\"")) {
            problem(update(owner, Resource.ECHO, "", "If-Match", malformed), 400, "invalid-request");
        }
        assertThat(revision()).isEqualTo(etag(shown) + 1);
        Answer made = update(owner, Resource.ECHO, "", "If-Match", "\"" + (etag(shown) + 1) + "\"");
        assertThat(made.status()).as("%s", made).isEqualTo(200);
        assertThat(etag(made)).isEqualTo(etag(shown) + 2);
        Answer deleted = gateway()
                .delete(
                        path + "/services/" + owner.service(),
                        "apikey",
                        owner.apiKey(),
                        "If-Match",
                        made.header("ETag"));
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(etag(deleted)).isEqualTo(etag(made) + 1);
    }

    @Test
    default void writes_dryRun_tellWhatWouldChangeAndChangeNothing() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        int before = revision();
        String id = Owner.unique("o");
        String path = "/owners/" + owner.id();
        String pointer = "/Owners/" + owner.id();
        JsonObject another = Owner.document(id, Owner.unique("S"), Resource.ECHO);
        Map<Answer, String> tried = Map.of(
                gateway().post("/register?dryRun=true", another.toString()),
                "added /Owners/" + id,
                update(owner, " ", "&dryRun=true"),
                "changed " + pointer + "/Services/" + owner.service() + "/IdlContent",
                gateway().delete(path + "?dryRun=true", "apikey", owner.apiKey()),
                "removed " + pointer,
                gateway().post(path + "/keys?dryRun=true", "", "apikey", owner.apiKey()),
                "changed " + pointer + "/Key",
                gateway().delete(path + "/keys?dryRun=true", "apikey", owner.apiKey()),
                "removed " + pointer + "/Key",
                gateway().delete(path + "/services/" + owner.service() + "?dryRun=true", "apikey", owner.apiKey()),
                "removed " + pointer + "/Services/" + owner.service());
        tried.forEach((answer, change) -> {
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(answer.object().keySet()).containsExactly("DryRun", "Revision", "Changes");
            assertThat(changed(answer.object())).containsExactly(change);
            assertThat(etag(answer)).isEqualTo(before);
        });
        assertThat(pointers(problem(
                        gateway()
                                .post(
                                        "/register?dryRun=true",
                                        Owner.document(id, Owner.unique("S"), "service {")
                                                .toString()),
                        422,
                        "invalid-registration")))
                .isNotEmpty();
        problem(update(owner, " ", "&dryrun=true"), 400, "invalid-request");
        problem(update(owner, " ", "&dryRun=yes"), 400, "invalid-request");
        assertThat(revision()).isEqualTo(before);
        problem(gateway().get("/owners/" + id, "apikey", MASTER_KEY), 404, "owner-not-found");
        assertThat(gateway().get(path, "apikey", owner.apiKey()).status()).isEqualTo(200);
    }

    /** Of one owner: the gateway of these tests has others', too. */
    @Test
    default void rollback_ofADeletedOwner_bringsItBackWithANewKey() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        int registered = revision();
        String back = "/admin/revisions/" + registered + "/rollback?ownerid=" + owner.id();
        update(owner, " ", "");
        problem(owner.call("whoami", ""), 403, "service-suspended");
        Answer resumed = gateway().post(back, "", "apikey", MASTER_KEY);
        assertThat(resumed.status()).as("%s", resumed).isEqualTo(200);
        assertThat(resumed.object().keySet()).containsExactly("Message", "Revision", "Changes", "Keys");
        assertThat(resumed.object().getJsonArray("Keys")).isEmpty();
        assertThat(resumed.object().getInt("Revision")).isEqualTo(etag(resumed)).isEqualTo(registered + 2);
        problem(owner.call("whoami", ""), 503, "no-live-instance");
        assertThat(gateway()
                        .get("/owners/" + owner.id(), "apikey", owner.apiKey())
                        .status())
                .as("the key is as it was")
                .isEqualTo(200);

        assertThat(gateway()
                        .delete("/owners/" + owner.id(), "apikey", owner.apiKey())
                        .status())
                .isEqualTo(204);
        problem(owner.call("whoami", ""), 404, "service-not-found");
        Answer tried = gateway().post(back + "&dryRun=true", "", "apikey", MASTER_KEY);
        assertThat(changed(tried.object())).containsExactly("added /Owners/" + owner.id());
        problem(owner.call("whoami", ""), 404, "service-not-found");
        JsonObject restored = gateway().post(back, "", "apikey", MASTER_KEY).object();
        JsonObject key = restored.getJsonArray("Keys").getJsonObject(0);
        assertThat(key.getString("OwnerId")).isEqualTo(owner.id());
        problem(owner.call("whoami", ""), 503, "no-live-instance");
        assertThat(gateway()
                        .get("/owners/" + owner.id(), "apikey", key.getString("API-Key"))
                        .status())
                .isEqualTo(200);
        problem(gateway().get("/owners/" + owner.id(), "apikey", owner.apiKey()), 401, "unauthorized");

        assertThat(gateway()
                        .delete("/owners/" + owner.id(), "apikey", MASTER_KEY)
                        .status())
                .isEqualTo(204);
        String taken =
                Owner.document(owner.id(), Owner.unique("S"), Resource.ECHO).toString();
        assertThat(gateway().post("/register", taken).status()).isEqualTo(200);
        assertThat(pointers(problem(gateway().post(back, "", "apikey", MASTER_KEY), 422, "invalid-registration")))
                .containsExactly("/Owners/" + owner.id() + "/OwnerId");
        problem(
                gateway().post("/admin/revisions/1/rollback?ownerId=x", "", "apikey", MASTER_KEY),
                400,
                "invalid-request");
    }

    @Test
    default void config_putBackAsItWas_changesNothingAndWithAnotherOwnerGivesItAKey() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        problem(gateway().get("/admin/config"), 401, "unauthorized");
        problem(gateway().put("/admin/config", "{\"Owners\":[]}", "apikey", owner.apiKey()), 403, "forbidden");
        Answer got = admin("/admin/config");
        assertThat(got.body()).doesNotContain(owner.apiKey());
        Answer same = gateway().put("/admin/config", got.body(), "apikey", MASTER_KEY, "If-Match", got.header("ETag"));
        assertThat(same.status()).as("%s", same).isEqualTo(200);
        assertThat(same.object().getJsonArray("Changes")).isEmpty();
        assertThat(etag(same)).isEqualTo(etag(got));

        JsonArray owners = got.object().getJsonArray("Owners");
        String id = Owner.unique("o");
        JsonObject more = Json.createObjectBuilder()
                .add(
                        "Owners",
                        Json.createArrayBuilder(owners).add(Owner.document(id, Owner.unique("S"), Resource.ECHO)))
                .build();
        JsonObject put = gateway()
                .put("/admin/config", more.toString(), "apikey", MASTER_KEY)
                .object();
        assertThat(changed(put)).containsExactly("added /Owners/" + id);
        String key = put.getJsonArray("Keys").getJsonObject(0).getString("API-Key");
        assertThat(gateway().get("/owners/" + id, "apikey", key).status()).isEqualTo(200);
        assertThat(gateway()
                        .get("/owners/" + owner.id(), "apikey", owner.apiKey())
                        .status())
                .isEqualTo(200);
        problem(
                gateway().put("/admin/config", got.body(), "apikey", MASTER_KEY, "If-Match", got.header("ETag")),
                412,
                "precondition-failed");
        problem(gateway().put("/admin/config", "{}", "apikey", MASTER_KEY), 400, "invalid-request");
    }

    @Test
    default void status_withAndWithoutTheMasterKey_saysWhatEachMaySee() {
        Owner owner = Owner.register(gateway(), Resource.ECHO);
        Answer open = gateway().get("/status");
        assertThat(open.status()).as("%s", open).isEqualTo(200);
        assertThat(open.object().keySet()).containsExactly("Ready", "Revision", "RevisionSince", "Store", "Registry");
        assertThat(open.object().getBoolean("Ready")).isTrue();
        assertThat(open.object().getInt("Revision")).isEqualTo(etag(open)).isEqualTo(revision());
        assertThat(open.object().getJsonObject("Store").getBoolean("Reachable")).isTrue();
        assertThat(open.object().getJsonObject("Registry").getBoolean("Loaded")).isTrue();
        assertThat(gateway().get("/status", "apikey", owner.apiKey()).object().keySet())
                .isEqualTo(open.object().keySet());
        JsonObject all = admin("/status").object();
        assertThat(all.keySet()).contains("Version", "StartedAt", "Id", "Host", "Port");
        problem(gateway().get("/status", "apikey", "nobody's"), 401, "unauthorized");
        problem(gateway().post("/status", "{}"), 405, "method-not-allowed");

        JsonArray nodes = admin("/admin/nodes").object().getJsonArray("Nodes");
        assertThat(nodes).hasSize(1);
        JsonObject self = nodes.getJsonObject(0);
        assertThat(self.getString("Id")).isEqualTo(all.getString("Id"));
        assertThat(self.getString("State")).isEqualTo("active");
        assertThat(self.getBoolean("Self")).isTrue();
        assertThat(self.getInt("Revision")).isEqualTo(revision());
    }
}
