package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.FreePort;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.HostileServer;
import io.turnpike.it.harness.HostileServer.Behaviour;
import io.turnpike.it.harness.ServerProcess;
import io.turnpike.it.harness.ThriftPeer;
import io.turnpike.it.harness.ThriftPeer.Framing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong, one gateway for all: the answer, the log, and that nobody else notices; and servers that come and go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FaultScenarios implements ProcessScenario {

    private static final int TIME_TO_LIFT = 2;
    private static final int TIME_TO_DIE = 4;

    private final GatewaySetup setup = GatewaySetup.fresh("faults", settings());
    private final Gateway gateway = setup.gateway();
    private ServerProcess process;

    private static Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(WithGateway.SETTINGS);
        settings.put("timeToLift", TIME_TO_LIFT);
        settings.put("timeToDie", TIME_TO_DIE);
        return settings;
    }

    @BeforeAll
    final void start() {
        process = server().start(setup);
    }

    @AfterAll
    final void stop() {
        process.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSE,502,connection-lost",
        "GARBAGE,502,bad-reply",
        "FRAMED_GARBAGE,502,bad-reply",
        "ENDLESS_FRAME,502,bad-reply",
        "LYING_LENGTH,502,bad-reply",
        "SILENCE,504,upstream-timeout",
        "HALF_FRAME,504,upstream-timeout"
    })
    final void call_hostileServer_getsItsErrorOneLogLineAndDisturbsNobody(Behaviour behaviour, int status, String code)
            throws InterruptedException {
        ThriftPeer.requirePython();
        try (ThriftPeer peer = ThriftPeer.start(Framing.FRAMED);
                HostileServer hostile = HostileServer.start(behaviour)) {
            Owner good = Owner.register(gateway, Resource.ECHO);
            Beats goodBeats = new Beats(good, good.connect(peer.port()));
            Owner bad = Owner.register(gateway, Resource.ECHO, Map.of("Transport", "framed"), Owner.path("*", "*"));
            Beats badBeats = new Beats(bad, bad.connect(hostile.port()));
            try (goodBeats;
                    badBeats) {
                awaitAnswers(good);
                Await.until("hostile server reachable", Duration.ofSeconds(10), () -> {
                    assertThat(gateway.get("/owners/" + bad.id(), "apikey", bad.apiKey())
                                    .body())
                            .doesNotContain("unreachable");
                    return bad;
                });
                long mark = process.log().mark();
                var pending = gateway.start("POST", "/" + bad.service() + "/whoami", "");
                int answered = 0;
                do {
                    assertThat(good.call("whoami", "").body()).isEqualTo("\"thrift_peer.py\"");
                    answered++;
                } while (!pending.isDone());
                assertThat(answered).isPositive();
                problem(pending.join(), status, code);
                Await.until("one line of log", Duration.ofSeconds(5), () -> {
                    assertThat(linesAbout(mark, bad.service())).hasSize(1);
                    return bad;
                });
                assertThat(good.call("whoami", "").body()).isEqualTo("\"thrift_peer.py\"");
                assertThat(linesAbout(mark, bad.service())).hasSize(1);
                ProcessScenario.assertNoStackTrace(process.log().since(mark));
            }
        }
    }

    /** Who gives up takes the connection along; that is no fault of the gateway and fills no log. */
    @Test
    final void call_clientsGoAwayBeforeTheAnswer_leaveNoStackTrace() throws IOException, InterruptedException {
        try (HostileServer silent = HostileServer.start(Behaviour.SILENCE)) {
            Owner owner = Owner.register(gateway, Resource.ECHO, Map.of("Transport", "framed"), Owner.path("*", "*"));
            Beats beats = new Beats(owner, owner.connect(silent.port()));
            try (beats) {
                awaitReachable(owner);
                long mark = process.log().mark();
                List<Socket> clients = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    clients.add(calling(owner));
                }
                // Answered after the gateway has read what came before.
                assertThat(gateway.get("/ping").status()).isEqualTo(200);
                for (Socket client : clients) {
                    client.close();
                }
                // Its own answer comes after theirs, which nobody takes.
                problem(owner.call("whoami", ""), 504, "upstream-timeout");
                ProcessScenario.assertNoStackTrace(process.log().since(mark));
            }
        }
    }

    /** A client that has sent its call and whose close resets the connection. */
    private Socket calling(Owner owner) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), setup.port());
        client.setSoLinger(true, 0);
        client.getOutputStream()
                .write(("GET /" + owner.service() + "/whoami HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private void awaitReachable(Owner owner) {
        Await.until("server reachable", Duration.ofSeconds(10), () -> {
            assertThat(gateway.get("/owners/" + owner.id(), "apikey", owner.apiKey())
                            .body())
                    .contains("\"reachable\"");
            return owner;
        });
    }

    private List<String> linesAbout(long mark, String text) {
        return process.log().since(mark).stream()
                .filter(line -> line.contains(text))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[{\"OwnerId\":\" \"}]", "[7]"})
    final void register_badInput_leavesNoStackTrace(String body) {
        long mark = process.log().mark();
        assertThat(gateway.post("/register", body).status()).isEqualTo(400);
        assertThat(gateway.get("/ping").status()).isEqualTo(200);
        ProcessScenario.assertNoStackTrace(process.log().since(mark));
        Await.until("one line of log", Duration.ofSeconds(5), () -> {
            assertThat(refusals(mark)).singleElement().asString().contains("POST /register: 400 ");
            return mark;
        });
        ProcessScenario.assertNoStackTrace(process.log().since(mark));
    }

    @Test
    final void adminChanges_everyKind_leaveOneLineEachAndNoSecret() {
        long mark = process.log().mark();
        Owner owner = Owner.register(gateway, Resource.ECHO);
        String path = "/update?ownerid=" + owner.id();
        String suspended = Owner.document(owner.id(), owner.service(), " ").toString();
        String active =
                Owner.document(owner.id(), owner.service(), Resource.ECHO).toString();
        assertThat(gateway.put(path, suspended, "apikey", owner.apiKey()).status())
                .isEqualTo(200);
        assertThat(gateway.put(path, active, "apikey", WithGateway.MASTER_KEY).status())
                .isEqualTo(200);
        int port = FreePort.find();
        String serverId = owner.connect(port);
        assertThat(owner.heartbeat(serverId).status()).isEqualTo(200);
        assertThat(gateway.delete("/connect/" + serverId).status()).isEqualTo(401);
        assertThat(gateway.delete("/connect/" + serverId, "apikey", owner.apiKey())
                        .status())
                .isEqualTo(204);
        assertThat(gateway.delete("/connect/" + serverId, "apikey", owner.apiKey())
                        .status())
                .isEqualTo(404);
        String server = "127.0.0.1:" + port;
        List<String> expected = List.of(
                "POST /register by open: owner " + owner.id() + " registered, services: " + owner.service()
                        + ", revision ",
                "PUT /update by owner:" + owner.id() + ": owner " + owner.id() + " updated, " + owner.service()
                        + " suspended, revision ",
                "PUT /update by master: owner " + owner.id() + " updated, " + owner.service() + " resumed, revision ",
                "POST /connect by owner:" + owner.id() + ": " + server + " connected to " + owner.service(),
                "DELETE /connect/" + serverId.substring(0, 8) + "…: 401 unauthorized: ",
                "DELETE /connect by owner:" + owner.id() + ": " + server + " of " + owner.service() + " left",
                "DELETE /connect/" + serverId.substring(0, 8) + "…: 404 server-not-found: ");
        List<String> lines = Await.until("a line for each change", Duration.ofSeconds(5), () -> {
            List<String> requests = process.log().since(mark).stream()
                    .filter(line -> line.matches(".*(POST|PUT|DELETE) /(register|update|connect|health).*"))
                    .toList();
            assertThat(requests).hasSameSizeAs(expected);
            return requests;
        });
        for (int i = 0; i < expected.size(); i++) {
            assertThat(lines.get(i)).contains(expected.get(i));
        }
        assertThat(lines.get(6)).endsWith("(" + server + " of " + owner.service() + ") [from 127.0.0.1]");
        assertThat(process.log().since(mark))
                .noneMatch(line -> line.contains(owner.apiKey()) || line.contains(serverId));
    }

    @Test
    final void call_bodyBeyondTheServersOwnLimit_isOurs413() {
        Owner owner = Owner.register(gateway, Resource.ECHO);
        String body = "{\"text\":\"" + "x".repeat(11 << 20) + "\"}";
        problem(owner.call("whoami", body), 413, "payload-too-large");
        problem(gateway.post("/register", body), 413, "payload-too-large");
    }

    @Test
    final void badCalls_everyKind_leaveOneLineEach() {
        Owner owner = Owner.register(gateway, Resource.KITCHEN);
        long mark = process.log().mark();
        List<Answer> answers = List.of(
                gateway.get("/Nowhere/x"),
                owner.call("nothing", ""),
                owner.call("describe", "{\"flag\":7}"),
                owner.call("describe", "{"),
                owner.call("describe", "{\"text\":\"" + "x".repeat(WithGateway.MAX_REQUEST_BYTES) + "\"}"),
                gateway.post("/connect", "{"),
                gateway.post("/connect", Owner.connectBody("wrong", owner.service(), "127.0.0.1", "1")),
                gateway.post("/health", Owner.healthBody(owner.apiKey(), "x")),
                gateway.put("/update?ownerid=" + owner.id(), "[", "apikey", owner.apiKey()),
                gateway.post(
                        "/register",
                        Owner.document(Owner.unique("o"), Owner.unique("S"), "stru")
                                .toString()),
                gateway.post("/register", "[{\"OwnerName\":1,\"OwnerId\":\" \",\"Services\":{}}, 7]"),
                gateway.call("DELETE", "/ping", ""));
        assertThat(answers).allMatch(answer -> answer.status() >= 400 && answer.status() < 500);
        assertThat(gateway.get("/ping").status()).isEqualTo(200);
        List<String> due = List.of(
                "GET /Nowhere/x: 404 service-not-found",
                "POST /" + owner.service() + "/nothing: 404 path-not-found",
                "POST /" + owner.service() + "/describe: 400 invalid-arguments",
                "POST /" + owner.service() + "/describe: 400 malformed-request",
                "POST /" + owner.service() + "/describe: 413 payload-too-large",
                "POST /connect: 400 malformed-request",
                "POST /connect: 401 unauthorized",
                "POST /health: 404 server-not-found",
                "PUT /update: 400 malformed-request",
                "POST /register: 422 invalid-registration",
                "POST /register: 400 invalid-request: 4 faults: /0/OwnerId ",
                "DELETE /ping: 405 method-not-allowed");
        List<String> lines = Await.until("a line for each", Duration.ofSeconds(5), () -> {
            assertThat(refusals(mark)).hasSameSizeAs(due);
            return refusals(mark);
        });
        assertThat(due)
                .allSatisfy(begin -> assertThat(lines)
                        .as("lines that hold %s", begin)
                        .filteredOn(line -> line.contains(begin))
                        .hasSize(1));
        ProcessScenario.assertNoStackTrace(process.log().since(mark));
    }

    /** The lines about requests that were their callers' fault. */
    private List<String> refusals(long mark) {
        return process.log().since(mark).stream()
                .filter(line -> line.matches(".*: 4\\d\\d [a-z-]+: .*"))
                .toList();
    }

    @Test
    final void server_silent_getsNoCallsUntilItsNextHeartbeat() {
        ThriftPeer.requirePython();
        try (ThriftPeer peer = ThriftPeer.start(Framing.BUFFERED)) {
            Owner owner = Owner.register(gateway, Resource.ECHO);
            String serverId = owner.connect(peer.port());
            try (Beats beats = new Beats(owner, serverId)) {
                awaitAnswers(owner);
            }
            long connected = System.nanoTime();
            Answer down = Await.until("no calls after timeToLift", Duration.ofSeconds(TIME_TO_LIFT + 5), () -> {
                Answer answer = owner.call("whoami", "");
                problem(answer, 503, "no-live-instance");
                return answer;
            });
            assertThat(down.header("Retry-After")).matches("\\d+");
            assertThat(Duration.ofNanos(System.nanoTime() - connected))
                    .isGreaterThan(Duration.ofMillis(TIME_TO_LIFT * 1_000L - 700));
            assertThat(owner.heartbeat(serverId).status()).isEqualTo(200);
            awaitAnswers(owner);
        }
    }

    @Test
    final void server_forgotten_isPutBackByItsNextHeartbeat() {
        ThriftPeer.requirePython();
        try (ThriftPeer peer = ThriftPeer.start(Framing.FRAMED)) {
            Owner owner = Owner.register(gateway, Resource.ECHO);
            String serverId = owner.connect(peer.port());
            try (Beats beats = new Beats(owner, serverId)) {
                awaitAnswers(owner);
            }
            Await.until("forgotten after timeToDie", Duration.ofSeconds(TIME_TO_DIE + 6), () -> {
                assertThat(gateway.get("/owners/" + owner.id(), "apikey", owner.apiKey())
                                .body())
                        .doesNotContain(Integer.toString(peer.port()));
                return owner;
            });
            problem(owner.call("whoami", ""), 503, "no-live-instance");
            assertThat(owner.heartbeat(serverId).status()).isEqualTo(200);
            awaitAnswers(owner);
        }
    }

    @Test
    final void server_heartbeats_staysBeyondTimeToDie() {
        ThriftPeer.requirePython();
        Owner owner = Owner.register(gateway, Resource.ECHO);
        try (ThriftPeer peer =
                ThriftPeer.connected(Framing.FRAMED, gateway, owner.apiKey(), owner.service(), TIME_TO_LIFT / 4.0)) {
            awaitAnswers(owner);
            long end = System.nanoTime() + Duration.ofSeconds(TIME_TO_DIE + 1).toNanos();
            while (System.nanoTime() - end < 0) {
                assertThat(owner.call("whoami", "").status()).isEqualTo(200);
            }
            assertThat(gateway.delete("/connect/" + peer.serverId(), "apikey", owner.apiKey())
                            .status())
                    .isEqualTo(204);
            problem(owner.call("whoami", ""), 503, "no-live-instance");
        }
    }

    @Test
    final void server_connectsBeforeItListens_isCalledOnceItDoes() {
        ThriftPeer.requirePython();
        Owner owner = Owner.register(gateway, Resource.ECHO);
        int port = FreePort.find();
        try (Beats beats = new Beats(owner, owner.connect(port))) {
            problem(owner.call("whoami", ""), 503, "no-live-instance");
            try (ThriftPeer peer = ThriftPeer.start(Framing.BUFFERED, port)) {
                awaitAnswers(owner);
            }
        }
    }

    @Test
    final void servers_twoAlive_takeTurnsAndOneMayDie() {
        ThriftPeer.requirePython();
        Owner owner = Owner.register(gateway, Resource.KITCHEN);
        try (ThriftPeer framed = ThriftPeer.start(Framing.FRAMED);
                ThriftPeer buffered = ThriftPeer.start(Framing.BUFFERED);
                Beats one = new Beats(owner, owner.connect(framed.port()));
                Beats two = new Beats(owner, owner.connect(buffered.port()))) {
            Await.until("both get calls", Duration.ofSeconds(10), () -> {
                assertThat(owner.call("clear", "").status()).isEqualTo(204);
                assertThat(owner.call("clear", "").status()).isEqualTo(204);
                for (int i = 0; i < 4; i++) {
                    assertThat(owner.call("fire", "{\"what\":\"x\"}").status()).isEqualTo(202);
                }
                List<String> seen = List.of(
                        owner.call("fired", "").body(), owner.call("fired", "").body());
                assertThat(seen).containsExactly("[\"x\",\"x\"]", "[\"x\",\"x\"]");
                return owner;
            });
            framed.close();
            Await.until("the other one serves alone", Duration.ofSeconds(10), () -> {
                for (int i = 0; i < 10; i++) {
                    assertThat(owner.call("whoami", "").status()).isEqualTo(200);
                }
                return owner;
            });
        }
    }

    private static void awaitAnswers(Owner owner) {
        Await.until("calls of " + owner.service() + " answered", Duration.ofSeconds(15), () -> {
            Answer answer = owner.call("whoami", "");
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            return answer;
        });
    }
}
