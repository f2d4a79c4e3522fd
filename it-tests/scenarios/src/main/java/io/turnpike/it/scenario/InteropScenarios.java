package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.StockServer;
import io.turnpike.it.harness.ThriftPeer;
import io.turnpike.thrift.server.DeclaredException;
import io.turnpike.thrift.server.MethodHandler;
import io.turnpike.thrift.server.StructView;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same calls, by JSON only, of every kind of server in every protocol, multiplexed or not: those of Apache Thrift's Java
 * library, and the Python peer, which shares no code with the gateway.
 */
public interface InteropScenarios extends WithGateway {

    /** How a server that serves several services calls the one under test. */
    String MULTIPLEXED_NAME = "Kitchen.v2";

    static Stream<Arguments> stockServers() {
        return Stream.of(StockServer.Kind.values())
                .flatMap(kind -> Stream.of("binary", "compact")
                        .flatMap(protocol -> Stream.of(
                                arguments(kind, protocol, Optional.empty()),
                                arguments(kind, protocol, Optional.of(MULTIPLEXED_NAME)))));
    }

    static Stream<Arguments> peers() {
        return Stream.of("framed", "buffered", "ttheader", "http")
                .flatMap(framing -> Stream.of("binary", "compact")
                        .flatMap(protocol -> Stream.of(
                                arguments(framing, protocol, Optional.empty()),
                                arguments(framing, protocol, Optional.of(MULTIPLEXED_NAME)))));
    }

    @ParameterizedTest
    @MethodSource("io.turnpike.it.scenario.InteropScenarios#stockServers")
    default void call_stockServer_isUnderstood(
            StockServer.Kind kind, String protocol, Optional<String> multiplexedName) {
        List<String> shots = new CopyOnWriteArrayList<>();
        try (StockServer server = StockServer.start(
                kind, protocol.equals("compact"), multiplexedName, Resource.KITCHEN, handlers(shots))) {
            String transport = kind == StockServer.Kind.SERVLET ? "http" : "auto";
            Owner kitchen = connected(server.port(), transport, protocol, multiplexedName, "stock");
            String framing = switch (kind) {
                case SIMPLE, THREAD_POOL -> "buffered";
                case NONBLOCKING, HALF_SYNC_HALF_ASYNC, THREADED_SELECTOR -> "framed";
                case SERVLET -> "http";
            };
            assertShown(kitchen, transport, protocol, multiplexedName, framing);
            assertUnderstood(kitchen);
        }
    }

    @ParameterizedTest
    @MethodSource("io.turnpike.it.scenario.InteropScenarios#peers")
    default void call_pythonPeer_isUnderstood(String framing, String protocol, Optional<String> multiplexedName) {
        ThriftPeer.requirePython();
        try (ThriftPeer peer = ThriftPeer.start(framing, protocol, multiplexedName)) {
            String transport = framing.equals("ttheader") || framing.equals("http") ? framing : "auto";
            Owner kitchen = connected(peer.port(), transport, protocol, multiplexedName, "thrift_peer.py");
            assertShown(kitchen, transport, protocol, multiplexedName, framing);
            assertUnderstood(kitchen);
            Answer seen = kitchen.call("describe", CallContract.EVERYTHING);
            assertThat(seen.status()).as("%s", seen).isEqualTo(200);
            assertThat(Plain.of(seen.json())).isEqualTo(CallContract.EVERYTHING_ON_THE_WIRE);
        }
    }

    private Owner connected(
            int port, String transport, String protocol, Optional<String> multiplexedName, String answer) {
        Map<String, Object> more = new HashMap<>();
        if (!transport.equals("auto")) {
            more.put("Transport", transport);
        }
        if (!protocol.equals("binary")) {
            more.put("Protocol", protocol);
        }
        if (transport.equals("http")) {
            more.put("HttpPath", "/thrift");
        }
        multiplexedName.ifPresent(name -> more.put("MultiplexedName", name));
        Owner owner = Owner.register(gateway(), Resource.KITCHEN, more, Owner.path("*", "*"));
        owner.connect(port);
        Await.until("the first call answered", Duration.ofSeconds(20), () -> {
            assertThat(owner.call("whoami", "").body()).isEqualTo('"' + answer + '"');
            return owner;
        });
        return owner;
    }

    private void assertShown(
            Owner owner, String transport, String protocol, Optional<String> multiplexedName, String framing) {
        JsonObject service = gateway()
                .get("/owners/" + owner.id(), "apikey", owner.apiKey())
                .object()
                .getJsonArray("Services")
                .getJsonObject(0);
        assertThat(service.getString("Transport")).isEqualTo(transport);
        assertThat(service.getString("Protocol")).isEqualTo(protocol);
        assertThat(service.getString("MultiplexedName", "")).isEqualTo(multiplexedName.orElse(""));
        assertThat(service.getJsonArray("Servers").getJsonObject(0).getString("Framing"))
                .isEqualTo(framing);
    }

    private static void assertUnderstood(Owner kitchen) {
        Answer everything = kitchen.call("echo", CallContract.EVERYTHING);
        assertThat(everything.status()).as("%s", everything).isEqualTo(200);
        assertThat(Plain.of(everything.json()))
                .isEqualTo(Plain.json(CallContract.EVERYTHING
                        .replace(",\"unknown\":{\"is\":\"ignored\"}", "")
                        .replace("\"9223372036854775807\"", "9223372036854775807")
                        .replace("2],[]]", "\"GREEN\"],[]]")));
        assertThat(kitchen.call("subtract", "{\"from\":9007199254740995,\"what\":2}")
                        .body())
                .isEqualTo("9007199254740993");
        Answer failed = kitchen.call("fail", "{\"what\":\"soup\"}");
        assertThat(failed.status()).as("%s", failed).isEqualTo(422);
        assertThat(Plain.of(failed.json()))
                .isEqualTo(Plain.json("{\"exception\":\"NotFound\",\"value\":{\"what\":\"soup\",\"code\":7}}"));
        problem(kitchen.call("crash", ""), 502, "application-error");
        problem(kitchen.call("missing", ""), 502, "application-error");
        assertThat(kitchen.call("clear", "").status()).isEqualTo(204);
        assertThat(kitchen.call("fire", "{\"what\":\"gun\"}").status()).isEqualTo(202);
        Await.until("the oneway call arrived", Duration.ofSeconds(5), () -> {
            assertThat(kitchen.call("fired", "").body()).isEqualTo("[\"gun\"]");
            return kitchen;
        });
    }

    private static long number(StructView arguments, String name) {
        return arguments.get(name) instanceof Long number ? number : 0;
    }

    private static Map<String, MethodHandler> handlers(List<String> shots) {
        return Map.of(
                "whoami",
                arguments -> "stock",
                "echo",
                arguments -> arguments.get("everything"),
                "subtract",
                arguments -> number(arguments, "from") - number(arguments, "what"),
                "fail",
                arguments -> {
                    throw new DeclaredException("NotFound", Map.of("what", arguments.text("what"), "code", 7));
                },
                "crash",
                arguments -> {
                    throw new IllegalStateException("boiler");
                },
                "clear",
                arguments -> {
                    shots.clear();
                    return null;
                },
                "fire",
                arguments -> {
                    shots.add(arguments.text("what"));
                    return null;
                },
                "fired",
                arguments -> List.copyOf(shots));
    }
}
