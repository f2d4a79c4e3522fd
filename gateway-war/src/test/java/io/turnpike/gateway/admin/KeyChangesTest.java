package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.KeyChanges.NewKey;
import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyChangesTest {

    private static final Duration RARELY = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final RequestOrigin ELSEWHERE = new RequestOrigin(false);
    private static final String ASSETS = Requests.service("AssetManagement", Requests.ASSETS_IDL);

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00.123456Z"));
    private ConfigurationStore real;
    private SharedStore store;
    private Node node;
    private KeyChanges keys;
    private Access access;
    private String first;

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        store = new SharedStore(real);
        node = new Node(() -> store, RARELY, clock).started();
        keys = new KeyChanges(node.registrations, clock, new SecureRandom());
        access = access(node);
        first = node.register(Requests.owner("john", ASSETS));
    }

    @AfterEach
    void close() {
        node.close();
        real.close();
    }

    private Access access(Node where) {
        return new Access(
                MasterKey.of(Settings.masterKey(directory, "master", true, false), new SecureRandom()),
                where.registrations);
    }

    private void good(String key) throws Exception {
        assertThat(access.caller(key, ELSEWHERE).mayActFor("john")).isTrue();
    }

    private void refused(String key) {
        assertThat(Problems.of(() -> access.caller(key, ELSEWHERE)).error()).isEqualTo(GatewayError.UNAUTHORIZED);
    }

    @Test
    void rotate_noGrace_onlyTheNewKeyIsGood() throws Exception {
        String second =
                keys.rotate("john", Duration.ZERO, Terms.by("owner:john")).key();
        assertThat(second).isNotEqualTo(first).hasSize(32);
        good(second);
        refused(first);
        assertThat(real.load().revision()).isEqualTo(2);
        assertThat(real.load().owners().get(0).apiKeyHash()).isEqualTo(ApiKeys.hash(second));
        assertThat(node.registrations.state().service("AssetManagement")).isPresent();
    }

    @Test
    void rotate_withGrace_formerKeyIsGoodUntilThenAndSurvivesARestart() throws Exception {
        NewKey second = keys.rotate("john", HOUR, Terms.by("owner:john"));
        assertThat(second.formerUntil()).isEqualTo(Instant.parse("2026-01-01T01:00:00.123Z"));
        good(first);
        good(second.key());
        clock.advance(Duration.ofMinutes(59));
        try (Node restarted = new Node(() -> store, RARELY, clock).started()) {
            access = access(restarted);
            good(first);
            clock.advance(Duration.ofMinutes(1));
            refused(first);
            good(second.key());
        }
    }

    @Test
    void rotate_againWithinGrace_eachKeyKeepsItsOwnEnd() throws Exception {
        String second = keys.rotate("john", HOUR, Terms.by("owner:john")).key();
        clock.advance(Duration.ofMinutes(30));
        String third = keys.rotate("john", HOUR, Terms.by("owner:john")).key();
        clock.advance(Duration.ofMinutes(45));
        refused(first);
        good(second);
        good(third);
        String fourth =
                keys.rotate("john", Duration.ZERO, Terms.by("owner:john")).key();
        for (String former : List.of(first, second, third)) {
            refused(former);
        }
        good(fourth);
    }

    @Test
    void rotate_oftenWithinGrace_remembersAFewOnly() throws Exception {
        List<String> made = new ArrayList<>(List.of(first));
        for (int i = 0; i < Owner.MOST_FORMER_KEYS + 2; i++) {
            made.add(keys.rotate("john", HOUR, Terms.by("master")).key());
        }
        assertThat(node.registrations.state().owner("john").orElseThrow().formerKeys())
                .hasSize(Owner.MOST_FORMER_KEYS);
        refused(made.get(0));
        refused(made.get(1));
        good(made.get(2));
        clock.advance(HOUR);
        keys.rotate("john", HOUR, Terms.by("master"));
        assertThat(node.registrations.state().owner("john").orElseThrow().formerKeys())
                .as("what has ended is forgotten")
                .hasSize(1);
    }

    @Test
    void rotate_formerKeyAndUpdate_staysGood() throws Exception {
        String second = keys.rotate("john", HOUR, Terms.by("owner:john")).key();
        node.update("john", Requests.owner("john", ASSETS.replace("1.0", "2.0")));
        good(first);
        good(second);
    }

    @Test
    void revoke_anyKey_onlyTheMasterKeyIsGoodUntilANewOne() throws Exception {
        String second = keys.rotate("john", HOUR, Terms.by("owner:john")).key();
        keys.revoke("john", Terms.by("owner:john"));
        refused(first);
        refused(second);
        refused("");
        assertThat(access.caller("master", ELSEWHERE).mayActFor("john")).isTrue();
        assertThat(real.load().owners().get(0).apiKeyHash()).isEmpty();
        node.update("john", Requests.owner("john", ASSETS.replace("1.0", "2.0")));
        refused(second);
        good(keys.rotate("john", HOUR, Terms.by("master")).key());
        refused(second);
    }

    @Test
    void revoke_again_makesNoRevision() throws Exception {
        keys.revoke("john", Terms.by("master"));
        keys.revoke("john", Terms.by("master"));
        assertThat(node.registrations.revision()).isEqualTo(2);
    }

    @Test
    void change_unknownOwner_is404() {
        assertThat(Problems.of(() -> keys.rotate("eve", HOUR, Terms.by("master")))
                        .error())
                .isEqualTo(GatewayError.OWNER_NOT_FOUND);
        assertThat(Problems.of(() -> keys.revoke("eve", Terms.by("master"))).error())
                .isEqualTo(GatewayError.OWNER_NOT_FOUND);
    }

    @Test
    void change_storeAway_is503AndTheKeyStays() throws Exception {
        store.away(true);
        assertThat(Problems.of(() -> keys.rotate("john", Duration.ZERO, Terms.by("master")))
                        .error())
                .isEqualTo(GatewayError.STORE_UNAVAILABLE);
        good(first);
    }

    @Test
    void rotate_anotherNodeWasFaster_isRedoneOnItsState() throws Exception {
        try (Node other = new Node(() -> store, RARELY, clock).started()) {
            String second = new KeyChanges(other.registrations, clock, new SecureRandom())
                    .rotate("john", HOUR, Terms.by("master"))
                    .key();
            String third = keys.rotate("john", HOUR, Terms.by("master")).key();
            assertThat(node.registrations.revision()).isEqualTo(3);
            for (String key : List.of(first, second, third)) {
                good(key);
            }
        }
    }

    @Test
    void change_anyOf_isOneLineWithoutKey() throws Exception {
        try (LogLines log = new LogLines(AdminLog.class)) {
            String second =
                    keys.rotate("john", Duration.ZERO, Terms.by("owner:john")).key();
            String third = keys.rotate("john", HOUR, Terms.by("master")).key();
            keys.revoke("john", Terms.by("master"));
            keys.revoke("john", Terms.by("master"));
            assertThat(log.lines())
                    .containsExactly(
                            "INFO POST /owners/john/keys by owner:john: owner john has a new API key, no other is good any"
                                    + " more, revision 2",
                            "INFO POST /owners/john/keys by master: owner john has a new API key, the former one is good"
                                    + " until 2026-01-01T01:00:00.123Z, revision 3",
                            "INFO DELETE /owners/john/keys by master: owner john has no API key any more, revision 4",
                            "INFO DELETE /owners/john/keys by master: owner john has no API key any more, no new revision");
            assertThat(log.lines().toString()).doesNotContain(first, second, third);
        }
    }
}
