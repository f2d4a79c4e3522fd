package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.GoPeer;
import io.turnpike.it.harness.ServerProcess;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that are not ours at all, called through JSON only: Apache Thrift's cross-language test service on its stock Go
 * library, every method of it, and a Kitex server, over each transport and protocol.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class GoPeerScenarios implements ProcessScenario {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String XTRUCT =
            "{\"string_thing\":\"Zo\\u00eb\",\"byte_thing\":-128,\"i32_thing\":2147483647,\"i64_thing\":-9223372036854775808}";
    private static final String INSANITY =
            "{\"userMap\":{\"FIVE\":5,\"EIGHT\":8},\"xtructs\":[" + XTRUCT + ",{\"string_thing\":\"\"}]}";

    /** What the Go server makes of {@link #INSANITY}: fields that were absent come back as zeros. */
    private static final String INSANITY_BACK = "{\"userMap\":{\"FIVE\":5,\"EIGHT\":8},\"xtructs\":[" + XTRUCT
            + ",{\"string_thing\":\"\",\"byte_thing\":0,\"i32_thing\":0,\"i64_thing\":0}]}";

    /** Method, JSON in, JSON out. */
    private static final List<String[]> CALLS = List.of(new String[][] {
        {
            "testString",
            "{\"thing\":\"\\ud83d\\ude00 \\\"quoted\\\" \\u0000\"}",
            "\"\\ud83d\\ude00 \\\"quoted\\\" \\u0000\""
        },
        {"testBool", "{\"thing\":true}", "true"},
        {"testBool", "{\"thing\":false}", "false"},
        {"testByte", "{\"thing\":-128}", "-128"},
        {"testByte", "{\"thing\":127}", "127"},
        {"testI32", "{\"thing\":-2147483648}", "-2147483648"},
        {"testI64", "{\"thing\":9007199254740993}", "9007199254740993"},
        {"testI64", "{\"thing\":\"-9223372036854775808\"}", "-9223372036854775808"},
        {"testDouble", "{\"thing\":-2.2250738585072014e-308}", "-2.2250738585072014E-308"},
        {"testDouble", "{\"thing\":0.1}", "0.1"},
        {"testBinary", "{\"thing\":\"AP8QgA==\"}", "\"AP8QgA==\""},
        {"testStruct", XTRUCT, XTRUCT},
        {"testNest", "{\"byte_thing\":1,\"struct_thing\":" + XTRUCT + ",\"i32_thing\":-5}", null},
        {"testMap", "{\"thing\":{\"0\":-10,\"-1\":2147483647}}", "{\"0\":-10,\"-1\":2147483647}"},
        {"testMap", "{\"thing\":{}}", "{}"},
        {"testStringMap", "{\"thing\":{\"a\":\"2\",\"\":\"\\n\"}}", "{\"a\":\"2\",\"\":\"\\n\"}"},
        {"testSet", "{\"thing\":[3,-1,2]}", "[3,-1,2]"},
        {"testList", "{\"thing\":[3,-1,3]}", "[3,-1,3]"},
        {"testList", "{\"thing\":[]}", "[]"},
        {"testEnum", "{\"thing\":\"FIVE\"}", "\"FIVE\""},
        {"testEnum", "{\"thing\":2}", "\"TWO\""},
        {"testTypedef", "{\"thing\":309858235082523}", "309858235082523"},
        {
            "testMapMap",
            "{\"hello\":1}",
            "{\"4\":{\"1\":1,\"2\":2,\"3\":3,\"4\":4},\"-4\":{\"-1\":-1,\"-2\":-2,\"-3\":-3,\"-4\":-4}}"
        },
        {
            "testInsanity",
            INSANITY,
            "{\"1\":{\"TWO\":" + INSANITY_BACK + ",\"THREE\":" + INSANITY_BACK
                    + "},\"2\":{\"SIX\":{\"userMap\":{},\"xtructs\":[]}}}"
        },
        {
            "testMulti",
            "{\"arg0\":42,\"arg1\":4242,\"arg2\":424242424242,\"arg3\":{\"1\":\"one\",\"-2\":\"two\"},\"arg4\":\"SIX\",\"arg5\":7}",
            "{\"string_thing\":\"Hello2\",\"byte_thing\":42,\"i32_thing\":4242,\"i64_thing\":424242424242}"
        },
        {
            "testMultiException",
            "{\"arg0\":\"no\",\"arg1\":\"word\"}",
            "{\"string_thing\":\"word\",\"byte_thing\":0,\"i32_thing\":0,\"i64_thing\":0}"
        },
    });

    private final GatewaySetup setup = GatewaySetup.fresh("go-peers", WithGateway.SETTINGS);
    private final Gateway gateway = setup.gateway();
    private GoPeer.ThriftTest thriftTest;
    private GoPeer.Kitex kitex;
    private ServerProcess process;

    @BeforeAll
    final void start() {
        thriftTest = GoPeer.ThriftTest.build();
        kitex = GoPeer.Kitex.build();
        process = server().start(setup);
    }

    @AfterAll
    final void stop() {
        if (process != null) {
            process.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "framed,   binary,  auto,     false",
        "buffered, binary,  auto,     false",
        "framed,   compact, auto,     false",
        "buffered, compact, auto,     false",
        "framed,   binary,  framed,   true",
        "buffered, compact, buffered, true",
        "http,     binary,  http,     false",
        "http,     compact, http,     true",
    })
    final void thriftTest_everyMethod_answers(
            String serverTransport, String protocol, String transport, boolean multiplexed) {
        Map<String, String> options = new HashMap<>(Map.of("Transport", transport, "Protocol", protocol));
        if (multiplexed) {
            options.put("MultiplexedName", "ThriftTest");
        }
        try (GoPeer peer = thriftTest.start(serverTransport, protocol, multiplexed)) {
            Owner owner = registered("ThriftTest", thriftTest.idl(), options);
            String serverId = owner.connect(peer.port());
            try {
                Await.until("the first call answered", PATIENCE, () -> {
                    assertThat(owner.call("testVoid", "").status()).isEqualTo(204);
                    return owner;
                });
                callsThatAnswer(owner);
                exceptions(owner);
                assertThat(owner.call("testOneway", "{\"secondsToSleep\":7}").status())
                        .isEqualTo(202);
                Await.until("the one-way call arrived", PATIENCE, () -> {
                    assertThat(peer.oneways()).containsExactly("7");
                    return owner;
                });
            } finally {
                leave(owner, serverId);
            }
        }
    }

    private static void callsThatAnswer(Owner owner) {
        for (String[] call : CALLS) {
            Answer answer = owner.call(call[0], call[1]);
            assertThat(answer.status())
                    .as("%s %s: %s", call[0], call[1], answer)
                    .isEqualTo(200);
            String expected = call[2] == null ? call[1] : call[2];
            assertThat(Plain.of(answer.json())).as("%s %s", call[0], call[1]).isEqualTo(Plain.json(expected));
        }
    }

    private static void exceptions(Owner owner) {
        Answer declared = owner.call("testException", "{\"arg\":\"Xception\"}");
        assertThat(declared.status()).as("%s", declared).isEqualTo(422);
        assertThat(Plain.of(declared.json()))
                .isEqualTo(Plain.json(
                        "{\"exception\":\"Xception\",\"value\":{\"errorCode\":1001,\"message\":\"Xception\"}}"));
        Answer undeclared = owner.call("testException", "{\"arg\":\"TException\"}");
        assertThat(undeclared.status()).as("%s", undeclared).isEqualTo(502);
        assertThat(undeclared.object().getString("code")).isEqualTo("application-error");
        assertThat(undeclared.object().getString("detail")).endsWith("an exception that is not declared");
        assertThat(owner.call("testException", "{\"arg\":\"none\"}").status()).isEqualTo(204);
        Answer first = owner.call("testMultiException", "{\"arg0\":\"Xception\",\"arg1\":\"x\"}");
        assertThat(first.status()).as("%s", first).isEqualTo(422);
        assertThat(first.object().getString("exception")).isEqualTo("Xception");
        Answer second = owner.call("testMultiException", "{\"arg0\":\"Xception2\",\"arg1\":\"x\"}");
        assertThat(second.status()).as("%s", second).isEqualTo(422);
        assertThat(second.object().getString("exception")).isEqualTo("Xception2");
        assertThat(second.object().getJsonObject("value").getInt("errorCode")).isEqualTo(2002);
        assertThat(second.object()
                        .getJsonObject("value")
                        .getJsonObject("struct_thing")
                        .getString("string_thing"))
                .isEqualTo("This is an Xception2");
    }

    @Test
    final void multiplexed_twoServicesOnOneServer_eachGetsItsCalls() {
        try (GoPeer peer = thriftTest.start("framed", "compact", true)) {
            Map<String, String> compact = Map.of("Protocol", "compact");
            Owner first = registered("ThriftTest", thriftTest.idl(), with(compact, "MultiplexedName", "ThriftTest"));
            Owner second =
                    registered("SecondService", thriftTest.idl(), with(compact, "MultiplexedName", "SecondService"));
            String firstId = first.connect(peer.port());
            String secondId = second.connect(peer.port());
            try {
                Await.until("both answer", PATIENCE, () -> {
                    assertThat(first.call("testString", "{\"thing\":\"a\"}").body())
                            .isEqualTo("\"a\"");
                    assertThat(second.call("secondtestString", "{\"thing\":\"a\"}")
                                    .body())
                            .isEqualTo("\"testString(\\\"a\\\")\"");
                    return first;
                });
            } finally {
                leave(first, firstId);
                leave(second, secondId);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttheader", "framed", "buffered", "auto"})
    final void kitex_everyMethod_answers(String transport) {
        try (GoPeer peer = kitex.start()) {
            Owner owner = registered("Ledger", kitex.idl(), Map.of("Transport", transport));
            String serverId = owner.connect(peer.port());
            try {
                Await.until("the first call answered", PATIENCE, () -> {
                    assertThat(owner.call("whoami", "").body()).isEqualTo("\"kitex\"");
                    return owner;
                });
                ledger(owner, peer);
            } finally {
                leave(owner, serverId);
            }
        }
    }

    private static void ledger(Owner owner, GoPeer peer) {
        String entry = "{\"number\":9007199254740993,\"kind\":\"DEBIT\",\"amount\":-0.1,\"note\":\"Zo\\u00eb\","
                + "\"tags\":{\"a\":[1,2],\"\":[]},\"marks\":[3,-1],\"seal\":\"AP8Q\",\"settled\":true,"
                + "\"previous\":{\"number\":1,\"kind\":\"CREDIT\",\"amount\":0.0,\"tags\":{},\"marks\":[],\"seal\":\"\","
                + "\"settled\":false}}";
        assertJson(owner.call("echo", entry), entry);
        assertJson(owner.call("add", "{\"left\":\"9223372036854775806\",\"right\":1}"), "9223372036854775807");
        assertJson(owner.call("repeat", "{\"entry\":" + entry + ",\"times\":2}"), "[" + entry + "," + entry + "]");
        assertThat(owner.call("check", "{\"word\":\"fine\"}").status()).isEqualTo(204);
        Answer refused = owner.call("check", "{\"word\":\"refused\"}");
        assertThat(refused.status()).as("%s", refused).isEqualTo(422);
        assertThat(Plain.of(refused.json()))
                .isEqualTo(Plain.json(
                        "{\"exception\":\"Refused\",\"value\":{\"code\":7,\"reason\":\"the word is refused\"}}"));
        problem(owner.call("check", "{\"word\":\"failed\"}"), 502, "application-error");
        JsonObject missing = problem(owner.call("echo", "{\"kind\":\"CREDIT\"}"), 400, "invalid-arguments");
        assertThat(Problems.pointers(missing)).containsExactly("/number");
        assertThat(owner.call("note", "{\"text\":\"remember\"}").status()).isEqualTo(202);
        Await.until("the one-way call arrived", PATIENCE, () -> {
            assertThat(peer.oneways()).containsExactly("remember");
            return owner;
        });
        List<Answer> many = new ArrayList<>();
        IntStream.range(0, 50)
                .mapToObj(i -> owner.gateway().start("POST", "/Ledger/add", "{\"left\":" + i + ",\"right\":" + i + "}"))
                .toList()
                .forEach(pending -> many.add(pending.join()));
        assertThat(many.stream().map(Answer::body))
                .containsExactlyElementsOf(IntStream.range(0, 50)
                        .mapToObj(i -> Integer.toString(2 * i))
                        .toList());
    }

    private static void assertJson(Answer answer, String expected) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(Plain.of(answer.json())).isEqualTo(Plain.json(expected));
    }

    /** The service with these options: registered at the first call, updated from then on. */
    private Owner registered(String service, String idl, Map<String, String> options) {
        Owner owner = new Owner(gateway, "owner-of-" + service, service, WithGateway.MASTER_KEY);
        String document = Owner.document(owner.id(), service, idl, options, Owner.path("*", "*"))
                .toString();
        Answer answer = gateway.put("/update?ownerid=" + owner.id(), document, "apikey", owner.apiKey());
        if (answer.status() == 404) {
            answer = gateway.post("/register", document);
        }
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return owner;
    }

    private static Map<String, String> with(Map<String, String> options, String key, String value) {
        Map<String, String> more = new HashMap<>(options);
        more.put(key, value);
        return more;
    }

    private static void leave(Owner owner, String serverId) {
        Answer answer = owner.gateway().delete("/connect/" + serverId, "apikey", owner.apiKey());
        assertThat(answer.status()).as("%s", answer).isEqualTo(204);
    }
}
