package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.admin.IdlVersions.Page;
import io.turnpike.gateway.admin.model.Sha256;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.persistence.ConfigurationStore;
import io.turnpike.gateway.persistence.MongoStores;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdlVersionsTest {

    private static final long ALL = Long.MAX_VALUE;
    private static final String PATH = "{\"ExposedMethod\":\"m\",\"MethodPath\":\"m\"}";

    @TempDir
    Path directory;

    private ConfigurationStore real;
    private SharedStore store;
    private Node node;
    private InMemoryServiceRegistry registry;
    private Deletions deletions;
    private IdlVersions versions;

    @BeforeEach
    void open() throws Exception {
        real = MongoStores.embedded(directory.resolve("data"), "db", "owners");
        store = new SharedStore(real);
        node = new Node(() -> store, Duration.ofMinutes(10)).started();
        registry = new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
        deletions = new Deletions(node.registrations, new Dismissal(registry, registry));
        versions = new IdlVersions(node.registrations);
    }

    @AfterEach
    void close() {
        registry.close();
        node.close();
        real.close();
    }

    private static String idl(int n) {
        return "service S { i32 m(1: i32 a" + n + ") }";
    }

    private static String john(int n) {
        return john(n, "1.0", "d");
    }

    private static String john(int n, String version, String description) {
        return Requests.owner(
                "john",
                Requests.service("S", idl(n), PATH)
                        .replace("\"1.0\"", '"' + version + '"')
                        .replace("\"d\"", '"' + description + '"'));
    }

    private static List<Long> revisions(Page page) {
        return page.versions().stream().map(IdlVersion::revision).toList();
    }

    @Test
    void list_updates_showsThoseThatChangedTextOrVersion() throws Exception {
        node.register(john(1));
        node.register(Requests.owner("eve"));
        node.update("john", john(2));
        node.update("john", john(2, "1.0", "only the description is new"));
        node.update("john", john(2, "2.0", "d"));
        node.update("john", john(1, "2.0", "d"));
        Page page = versions.list("john", "S", ALL, 100);
        assertThat(revisions(page)).containsExactly(6L, 5L, 3L, 1L);
        assertThat(page.current()).hasValue(6);
        assertThat(page.nextBefore()).isEmpty();
        IdlVersion newest = page.versions().get(0);
        assertThat(newest.author()).isEqualTo("master");
        assertThat(newest.content().version()).isEqualTo("2.0");
        assertThat(newest.content().idlSha256()).isEqualTo(Sha256.hex(idl(1)));
        assertThat(page.versions().get(3).author()).isEqualTo("open");
    }

    @Test
    void at_anyRevision_isTheVersionInForce() throws Exception {
        node.register(Requests.owner("eve"));
        node.register(john(1));
        node.register(Requests.owner("ann"));
        node.update("john", john(2));
        node.update("john", john(2, "1.0", "only the description is new"));
        assertThat(versions.at("john", "S", 2).service().idlContent()).isEqualTo(idl(1));
        assertThat(versions.at("john", "S", 3).version().revision()).isEqualTo(2);
        assertThat(versions.at("john", "S", 4).service().idlContent()).isEqualTo(idl(2));
        assertThat(versions.at("john", "S", 5).version().revision()).isEqualTo(4);
        for (long nothing : new long[] {1, 6, Long.MAX_VALUE}) {
            assertThat(Problems.of(() -> versions.at("john", "S", nothing)).error())
                    .isEqualTo(GatewayError.VERSION_NOT_FOUND);
        }
    }

    @Test
    void list_longHistory_comesInPagesWithNothingLost() throws Exception {
        node.register(john(0));
        for (int i = 1; i < 150; i++) {
            node.update("john", john(i));
        }
        Page first = versions.list("john", "S", ALL, 100);
        assertThat(revisions(first)).hasSize(100).startsWith(150L).endsWith(51L);
        assertThat(first.nextBefore()).hasValue(51);
        Page second = versions.list("john", "S", 51, 100);
        assertThat(revisions(second)).hasSize(50).startsWith(50L).endsWith(1L);
        assertThat(second.nextBefore()).isEmpty();
        assertThat(revisions(versions.list("john", "S", 3, 1))).containsExactly(2L);
        assertThat(versions.at("john", "S", 1).service().idlContent()).isEqualTo(idl(0));
        assertThat(versions.at("john", "S", 64).service().idlContent()).isEqualTo(idl(63));
    }

    @Test
    void list_suspendedDeletedAndBack_showsEach() throws Exception {
        node.register(john(1));
        node.update("john", Requests.owner("john", Requests.service("S", " ", PATH)));
        deletions.deleteService("john", "S", Terms.by("master"));
        Page gone = versions.list("john", "S", ALL, 100);
        assertThat(revisions(gone)).containsExactly(2L, 1L);
        assertThat(gone.current()).isEmpty();
        assertThat(gone.versions().get(0).content().suspended()).isTrue();
        assertThat(versions.at("john", "S", 1).service().idlContent()).isEqualTo(idl(1));
        assertThat(Problems.of(() -> versions.at("john", "S", 3)).error()).isEqualTo(GatewayError.VERSION_NOT_FOUND);
        node.update("john", john(1));
        Page back = versions.list("john", "S", ALL, 100);
        assertThat(revisions(back)).containsExactly(4L, 2L, 1L);
        assertThat(back.current()).hasValue(4);
    }

    @Test
    void list_formerOwnerOfTheSameId_isNotShown() throws Exception {
        node.register(john(1));
        deletions.deleteOwner("john", Terms.by("master"));
        node.register(john(2));
        assertThat(revisions(versions.list("john", "S", ALL, 100))).containsExactly(3L);
        assertThat(Problems.of(() -> versions.at("john", "S", 1)).error()).isEqualTo(GatewayError.VERSION_NOT_FOUND);
        assertThat(Problems.of(() -> versions.list("john", "T", ALL, 100)).error())
                .isEqualTo(GatewayError.SERVICE_NOT_FOUND);
    }

    @Test
    void list_includes_belongToTheVersion() throws Exception {
        String with = Requests.service("S", "include \\\"t.thrift\\\" service S { t.T m(1: i32 a) }", PATH)
                .replace("\"Version\"", "\"IdlIncludes\":{\"t.thrift\":\"struct T {}\"},\"Version\"");
        node.register(Requests.owner("john", with));
        node.update("john", Requests.owner("john", with.replace("struct T {}", "struct T { 1: i32 x }")));
        Page page = versions.list("john", "S", ALL, 100);
        assertThat(revisions(page)).containsExactly(2L, 1L);
        assertThat(page.versions().get(0).content().includes())
                .containsEntry("t.thrift", Sha256.hex("struct T { 1: i32 x }"));
    }

    @Test
    void read_storeAwayOrUnreadable_isSaidSo() throws Exception {
        node.register(john(1));
        store.unreadable("The stored revision 1 cannot be read");
        assertThat(Problems.of(() -> versions.list("john", "S", ALL, 1)).error())
                .isEqualTo(GatewayError.INTERNAL_ERROR);
        store.away(true);
        assertThat(Problems.of(() -> versions.at("john", "S", 1)).error()).isEqualTo(GatewayError.STORE_UNAVAILABLE);
    }
}
