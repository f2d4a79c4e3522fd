package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.FormerKey;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.gateway.persistence.Revision;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {

    private static final RequestOrigin HERE = new RequestOrigin(true);
    private static final RequestOrigin ELSEWHERE = new RequestOrigin(false);

    @TempDir
    Path directory;

    private ConfigurationStore real;
    private SharedStore store;
    private Node node;

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        store = new SharedStore(real);
        node = new Node(() -> store, Duration.ofMinutes(10));
    }

    @AfterEach
    void close() {
        node.close();
        real.close();
    }

    private Access access(String masterKey, boolean enabled) {
        return new Access(
                MasterKey.of(Settings.masterKey(directory, masterKey, enabled, false), new SecureRandom()),
                node.registrations);
    }

    @Test
    void caller_ownersKey_isThatOwnerAndNoOther() throws Exception {
        String key = node.started().register(Requests.owner("john"));
        Caller caller = access("k", true).caller(key, ELSEWHERE);
        assertThat(caller.author()).isEqualTo("owner:john");
        assertThat(caller.mayActFor("john")).isTrue();
        assertThat(Problems.of(() -> Access.require(caller, "eve")).error()).isEqualTo(GatewayError.FORBIDDEN);
    }

    @Test
    void caller_masterKey_mayActForAll() throws Exception {
        node.started();
        Caller caller = access("k", true).caller("k", ELSEWHERE);
        assertThat(caller.isMaster()).isTrue();
        Access.require(caller, "anybody");
    }

    @Test
    void caller_missingUnknownOrSwitchedOffKey_is401() {
        node.started();
        Access access = access("k", true);
        for (String key : new String[] {null, "", " ", "K", "\ud83d\ude00", "x".repeat(100_000)}) {
            assertThat(Problems.of(() -> access.caller(key, HERE)).error()).isEqualTo(GatewayError.UNAUTHORIZED);
        }
        assertThat(Problems.of(() -> access("k", false).caller("k", HERE)).error())
                .isEqualTo(GatewayError.UNAUTHORIZED);
    }

    @Test
    void caller_wellKnownKeyFromElsewhere_is401AndSaysWhy() throws Exception {
        node.started();
        Access access = access(MasterKey.WELL_KNOWN, true);
        assertThat(access.caller(MasterKey.WELL_KNOWN, HERE).isMaster()).isTrue();
        GatewayException problem = Problems.of(() -> access.caller(MasterKey.WELL_KNOWN, ELSEWHERE));
        assertThat(problem.error()).isEqualTo(GatewayError.UNAUTHORIZED);
        assertThat(problem.detail()).contains("allowDefaultMasterKey");
    }

    @Test
    void caller_replacedKeyAfterItsGrace_is401AndSaysSinceWhen() throws Exception {
        Instant end = Instant.parse("2020-01-01T00:00:00Z");
        FormerKey former = new FormerKey(ApiKeys.hash("old"), end);
        real.load();
        real.commit(new Revision(
                1,
                "test",
                Instant.EPOCH,
                "rotate",
                "",
                List.of(new Owner("John", "john", ApiKeys.hash("new"), List.of(former), false, List.of())),
                List.of()));
        node.started();
        GatewayException problem =
                Problems.of(() -> access("k", true).caller("old", ELSEWHERE, () -> "10.0.0.1:9 of Assets"));
        assertThat(problem.error()).isEqualTo(GatewayError.UNAUTHORIZED);
        assertThat(problem.detail()).contains("was replaced", end.toString());
        assertThat(problem.logNote()).isEqualTo("10.0.0.1:9 of Assets");
    }

    @Test
    void caller_beforeLoading_isNotReadyInsteadOfUnknown() {
        assertThat(Problems.of(() -> access("k", true).caller("somebodys", HERE))
                        .error())
                .isEqualTo(GatewayError.NOT_READY);
    }

    @Test
    void caller_plainKeyOfAnOldDatabase_worksAndIsHashedOnFirstUse() throws Exception {
        Owner old = new Owner("John", "john", ApiKeys.hash("plain"), true, List.of());
        real.load();
        real.commit(new Revision(1, "test", Instant.EPOCH, "import", "", List.of(old), List.of()));
        node.started();
        assertThat(access("k", true).caller("plain", ELSEWHERE).mayActFor("john"))
                .isTrue();
        assertThat(node.registrations.state().owner("john").orElseThrow().plainKeyStored())
                .isFalse();
    }
}
