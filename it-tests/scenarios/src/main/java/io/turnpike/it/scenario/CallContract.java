package io.turnpike.it.scenario;

import static io.turnpike.it.scenario.Problems.faults;
import static io.turnpike.it.scenario.Problems.pointers;
import static io.turnpike.it.scenario.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.ThriftPeer;
import io.turnpike.it.harness.ThriftPeer.Framing;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The generic call, against a Thrift server that shares no code with the gateway and says what it saw on the wire: method
 * {@code describe} answers with the type codes, field ids and values of its arguments.
 */
public interface CallContract extends WithGateway {

    /** Every kind of field. */
    String EVERYTHING = """
            {"flag":true,"tiny":-128,"small":32767,"medium":-2147483648,"big":"9223372036854775807","real":-0.5,\
            "text":"h\\u00e9 \\"\\\\\\n\\ud83d\\ude00","blob":"AP8Q","colour":"BLUE","point":{"x":1,"y":2.5},"numbers":[3,-1,2],\
            "names":["b","a"],"counts":{"one":1,"two":2},"places":{"7":{"x":0,"y":-1}},\
            "labels":[[{"x":1,"y":1},"here"]],"grid":[["RED",2],[]],"unknown":{"is":"ignored"}}""";

    /** What method {@code describe} of the Python peer sees of it. */
    String EVERYTHING_ON_THE_WIRE =
            "{1:struct={1:bool=true,2:byte=-128,3:i16=32767,4:i32=-2147483648,5:i64=9223372036854775807,"
                    + "6:double=-0.5,7:string=\"h\\u00e9 \\\"\\\\\\n\\ud83d\\ude00\",8:string=x00ff10,9:i32=5,"
                    + "10:struct={1:double=1.0,2:double=2.5},11:list=i32[3,-1,2],12:set=string[\"a\",\"b\"],"
                    + "13:map=string>i32[\"one\">1,\"two\">2],14:map=i32>struct[7>{1:double=0.0,2:double=-1.0}],"
                    + "15:map=struct>string[{1:double=1.0,2:double=1.0}>\"here\"],16:list=list[i32[1,2],i32[]]}}";

    private static String text(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.mediaType()).isEqualTo("application/json");
        return ((JsonString) answer.json()).getString();
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_everyKindOfField_arrivesAsTheIdlSays(Framing framing) {
        Answer answer = Kitchens.at(gateway(), framing).call("describe", EVERYTHING);
        assertThat(text(answer)).isEqualTo(EVERYTHING_ON_THE_WIRE);
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_everyKindOfReply_isTheRightJson(Framing framing) {
        Answer answer = Kitchens.at(gateway(), framing).call("sample", "");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(Plain.of(answer.json())).isEqualTo(Plain.json("""
                                {"flag":true,"tiny":-128,"small":32767,"medium":-2147483648,"big":9007199254740993,"real":1e-7,\
                                "text":"h\\u00e9 \\"\\\\\\n\\u0001 \\ud83d\\ude00","blob":"AP8Q","colour":"BLUE",\
                                "point":{"x":0.5,"y":-2.0},"numbers":[1,-1],"names":["one"],"counts":{"a":1},\
                                "places":{"7":{"x":0.5,"y":-2.0}},"labels":[[{"x":0.5,"y":-2.0},"here"]],\
                                "grid":[["RED","GREEN"],[]]}"""));
        assertThat(answer.object().getJsonNumber("big").longValueExact()).isEqualTo(9007199254740993L);
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_defaults_areFilledIn(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        assertThat(text(kitchen.call("describeDefaults", "{}")))
                .isEqualTo("{1:struct={1:i32=42,2:string=\"none\",4:i32=2}}");
        assertThat(text(kitchen.call("describeDefaults", "{\"answer\":1,\"maybe\":0,\"word\":null,\"colour\":1}")))
                .isEqualTo("{1:struct={1:i32=1,2:string=\"none\",3:i32=0,4:i32=1}}");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_union_takesExactlyOneField(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        assertThat(text(kitchen.call("describeShape", "{\"radius\":2}"))).isEqualTo("{1:struct={2:double=2.0}}");
        problem(kitchen.call("describeShape", "{}"), 400, "invalid-arguments");
        problem(kitchen.call("describeShape", "{\"radius\":2,\"centre\":{\"x\":1,\"y\":1}}"), 400, "invalid-arguments");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_recursiveType_goesThereAndBack(Framing framing) {
        Answer answer = Kitchens.at(gateway(), framing).call("tree", """
                        {"name":"a","children":[{"name":"b","children":[{"name":"c","children":[]}]},{"name":"d"}]}""");
        assertThat(Plain.of(answer.json())).isEqualTo(Plain.json("""
                        {"name":"a","children":[{"name":"d"},{"name":"b","children":[{"name":"c","children":[]}]}]}"""));
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_severalArguments_areKeyedByName(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        Answer answer = kitchen.call("minus", "{\"what\":\"2\",\"from\":9007199254740995}");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("9007199254740993");
        assertThat(kitchen.call("subtract", "{\"from\":1,\"what\":2}").body()).isEqualTo("-1");
        assertThat(gateway()
                        .get("/" + kitchen.service() + "/minus?from=5&what=3")
                        .body())
                .isEqualTo("2");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_methodOfTheExtendedService_isCallable(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        assertThat(text(kitchen.call("whoami", ""))).isEqualTo("thrift_peer.py");
        assertThat(text(gateway().get("/" + kitchen.service() + "/whoami"))).isEqualTo("thrift_peer.py");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_query_fillsTheSameFields(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        Answer answer = gateway()
                .get("/" + kitchen.service()
                        + "/search?flag=true&medium=7&big=9223372036854775807&text=a%20b%2B%C3%A9&colour=GREEN&numbers=1&numbers=2"
                        + "&point.x=1.5&point.y=2");
        assertThat(text(answer))
                .isEqualTo("{1:struct={1:bool=true,4:i32=7,5:i64=9223372036854775807,7:string=\"a b+\\u00e9\",9:i32=2,"
                        + "10:struct={1:double=1.5,2:double=2.0},11:list=i32[1,2]}}");
        problem(gateway().get("/" + kitchen.service() + "/search?medium=seven"), 400, "invalid-arguments");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_declaredException_is422WithItsValue(Framing framing) {
        Answer answer = Kitchens.at(gateway(), framing).call("fail", "{\"what\":\"soup\"}");
        assertThat(answer.status()).as("%s", answer).isEqualTo(422);
        assertThat(answer.mediaType()).isEqualTo("application/json");
        assertThat(Plain.of(answer.json()))
                .isEqualTo(Plain.json("{\"exception\":\"NotFound\",\"value\":{\"what\":\"soup\",\"code\":7}}"));
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_undeclaredException_is502(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        problem(kitchen.call("crash", ""), 502, "application-error");
        problem(kitchen.call("missing", ""), 502, "application-error");
        assertThat(text(kitchen.call("whoami", ""))).isEqualTo("thrift_peer.py");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_replyLacksRequiredField_is502(Framing framing) {
        problem(Kitchens.at(gateway(), framing).call("lacksRequired", ""), 502, "bad-reply");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_unknownEnumNumberInReply_staysANumber(Framing framing) {
        assertThat(Kitchens.at(gateway(), framing).call("sampleUnknownEnum", "").body())
                .isEqualTo("77");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_void_is204_oneway_is202(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        Answer cleared = kitchen.call("clear", "");
        assertThat(cleared.status()).as("%s", cleared).isEqualTo(204);
        assertThat(cleared.body()).isEmpty();
        Answer fired = kitchen.call("fire", "{\"what\":\"gun\"}");
        assertThat(fired.status()).as("%s", fired).isEqualTo(202);
        Await.until("the oneway call arrived", Duration.ofSeconds(5), () -> {
            Answer seen = kitchen.call("fired", "");
            assertThat(seen.body()).isEqualTo("[\"gun\"]");
            return seen;
        });
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_bodyThatDoesNotFit_namesEveryField(Framing framing) {
        Answer answer = Kitchens.at(gateway(), framing).call("describe", """
                        {"flag":"yes","tiny":128,"big":"1.5","text":7,"blob":"*","colour":"PINK","point":{"x":1},\
                        "numbers":[1,"x",null],"counts":{"a":"b"},"names":["a","a"]}""");
        JsonObject problem = problem(answer, 400, "invalid-arguments");
        assertThat(pointers(problem))
                .contains("/flag", "/tiny", "/big", "/text", "/blob", "/colour", "/point/y", "/numbers/1", "/counts/a");
        assertThat(faults(problem))
                .allSatisfy(fault -> assertThat(fault.getString("detail")).isNotBlank());
        assertThat(faults(problem).stream()
                        .filter(fault -> List.of("/flag", "/tiny", "/big", "/text", "/numbers/1")
                                .contains(fault.getString("pointer")))
                        .map(fault -> fault.getString("pointer") + " " + fault.getString("expected", "")))
                .containsExactlyInAnyOrder("/flag bool", "/tiny byte", "/big i64", "/text string", "/numbers/1 i32");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_brokenOrNoObject_is400(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        for (String body : List.of("{", "{\"text\":\"a\"", "{\"text\":\"a\"} x", "{\"text\":\"\\q\"}")) {
            assertThat(kitchen.call("describe", body).status()).as(body).isEqualTo(400);
        }
        problem(kitchen.call("describe", "[]"), 400, "invalid-arguments");
        problem(kitchen.call("describe", "{\"text\":\"a\",\"text\":\"b\"}"), 400, "invalid-arguments");
        String deep = "{\"name\":\"n\",\"children\":[".repeat(2_000);
        assertThat(kitchen.call("tree", deep).status()).isEqualTo(400);
        assertThat(text(kitchen.call("whoami", ""))).isEqualTo("thrift_peer.py");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_bodyOverTheLimit_is413(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        String body = "{\"text\":\"" + "x".repeat(MAX_REQUEST_BYTES) + "\"}";
        problem(kitchen.call("describe", body), 413, "payload-too-large");
        assertThat(text(kitchen.call("describe", "{\"text\":\"" + "x".repeat(MAX_REQUEST_BYTES - 100) + "\"}")))
                .hasSizeGreaterThan(MAX_REQUEST_BYTES - 100);
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_noJson_is415(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        problem(
                gateway().post("/" + kitchen.service() + "/describe", "<a/>", "Content-Type", "application/xml"),
                415,
                "unsupported-media-type");
        JsonObject asCurlSendsIt = problem(
                gateway()
                        .post(
                                "/" + kitchen.service() + "/describe",
                                "{\"text\":\"a\"}",
                                "Content-Type",
                                "application/x-www-form-urlencoded"),
                415,
                "unsupported-media-type");
        assertThat(asCurlSendsIt.getString("detail")).contains("-H 'Content-Type: application/json'");
        Answer coded =
                gateway().post("/" + kitchen.service() + "/describe", "{\"text\":\"a\"}", "Content-Encoding", "gzip");
        problem(coded, 415, "unsupported-media-type");
        assertThat(coded.header("Accept-Encoding")).contains("identity");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_serviceNameMistyped_namesTheOneMeant(Framing framing) {
        String service = Kitchens.at(gateway(), framing).service();
        JsonObject problem = problem(gateway().get("/" + service + "x/whoami"), 404, "service-not-found");
        assertThat(problem.getString("detail")).contains("did you mean " + service + "?");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_unknownPath_is404(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        problem(kitchen.call("nothing", ""), 404, "path-not-found");
        problem(kitchen.call("whoami/more", ""), 404, "path-not-found");
        problem(gateway().get("/" + kitchen.service()), 404, "path-not-found");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_otherVerb_is405WithAllow(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        for (String verb : List.of("PUT", "DELETE", "PATCH")) {
            Answer answer = gateway().call(verb, "/" + kitchen.service() + "/whoami", "");
            problem(answer, 405, "method-not-allowed");
            assertThat(answer.header("Allow").split(" *, *"))
                    .contains("GET", "POST")
                    .doesNotContain(verb);
        }
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_annotatedFields_areBoundBothWays(Framing framing) {
        String rooms = "/" + Kitchens.at(gateway(), framing).service() + "/rooms/";
        String body = "{\"guest\":\"Zoe\",\"table\":1,\"ticket\":\"no\",\"status\":201,\"total\":5,\"secret\":\"no\"}";
        Answer answer = gateway().put(rooms + "7/visits?table=4", body, "Cookie", "a=b; ticket=t-1");
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        assertThat(Plain.of(answer.json()))
                .isEqualTo(Plain.json("{\"guest\":\"Zoe\",\"table\":4,\"total\":\"5\",\"room\":\"7\"}"));
        assertThat(answer.header("X-Guest")).isEqualTo("Zoe");
        assertThat(answer.headers().allValues("Set-Cookie")).containsExactly("ticket=t-1");

        Answer named = gateway().put(rooms + "8/visits", body, "X-Guest", "Bob");
        assertThat(named.object().getString("guest")).isEqualTo("Bob");
        assertThat(named.header("X-Guest")).isEqualTo("Bob");

        Answer forged = gateway().put(rooms + "8/visits", "{\"guest\":\"x\\r\\nX-Forged: 1\"}");
        problem(forged, 502, "bad-reply");
        assertThat(forged.header("X-Forged")).isEmpty();

        Answer wrong = gateway().put(rooms + "8/visits?table=four", "{}");
        assertThat(pointers(problem(wrong, 400, "invalid-arguments"))).containsExactly("/table");
        assertThat(wrong.body()).contains("query table: ");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_exceptionStatusOfThePath_isTheStatus(Framing framing) {
        Answer answer = Kitchens.at(gateway(), framing).call("lost", "{\"what\":\"spoon\"}");
        assertThat(answer.status()).as("%s", answer).isEqualTo(404);
        assertThat(answer.object().getString("exception")).isEqualTo("NotFound");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_options_neverReachesTheServer(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        kitchen.call("clear", "");
        Answer answer = gateway().call("OPTIONS", "/" + kitchen.service() + "/fire?what=never", "");
        assertThat(answer.status()).as("%s", answer).isIn(200, 204);
        assertThat(answer.header("Allow").split(" *, *")).contains("GET", "POST");
        assertThat(answer.body()).doesNotContain("wadl");
        assertThat(kitchen.call("fired", "").body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_head_isGetWithoutTheBody(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        Answer get = gateway().get("/" + kitchen.service() + "/whoami");
        Answer head = gateway().call("HEAD", "/" + kitchen.service() + "/whoami", "");
        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.mediaType()).isEqualTo(get.mediaType());
        assertThat(head.body()).isEmpty();
        assertThat(gateway()
                        .call("HEAD", "/" + kitchen.service() + "/nothing", "")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_tooSlow_is504(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        problem(kitchen.call("sleep", "{\"millis\":" + 3 * CALL_TIMEOUT_MILLIS + "}"), 504, "upstream-timeout");
        assertThat(kitchen.call("sleep", "{\"millis\":1}").body()).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_manyAtOnce_eachGetsItsOwnAnswer(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        List<CompletableFuture<Answer>> calls = IntStream.range(0, 200)
                .mapToObj(i -> gateway()
                        .start("POST", "/" + kitchen.service() + "/subtract", "{\"from\":" + i + ",\"what\":1000}"))
                .toList();
        for (int i = 0; i < calls.size(); i++) {
            Answer answer = calls.get(i).join();
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(Integer.toString(i - 1000));
        }
    }

    /** More of them than the gateway has I/O threads, with answers that no socket buffers take whole. */
    @Test
    default void call_clientsThatDoNotRead_holdUpNobodyAndGetTheirAnswers() throws IOException {
        Owner kitchen = Kitchens.at(gateway(), Framing.FRAMED);
        String text = "x".repeat(MAX_REQUEST_BYTES - 100);
        String body = "{\"text\":\"" + text + "\"}";
        String head = "POST /" + kitchen.service() + "/describe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n";
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                Socket client = new Socket();
                clients.add(client);
                client.setReceiveBufferSize(4096);
                client.setSoTimeout(20_000);
                client.connect(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        URI.create(gateway().address()).getPort()));
                client.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            }
            for (int i = 0; i < 50; i++) {
                Answer answer = kitchen.call("subtract", "{\"from\":" + i + ",\"what\":1}");
                assertThat(answer.body()).as("%s", answer).isEqualTo(Integer.toString(i - 1));
            }
            for (Socket client : clients) {
                String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answer).startsWith("HTTP/1.1 200").contains(text);
            }
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void paths_ofTwoServices_mayBeTheSame(Framing framing) {
        Owner kitchen = Kitchens.at(gateway(), framing);
        Owner other = Kitchens.at(gateway(), framing == Framing.FRAMED ? Framing.BUFFERED : Framing.FRAMED);
        assertThat(kitchen.service()).isNotEqualTo(other.service());
        assertThat(kitchen.call("minus", "{\"from\":1,\"what\":1}").body()).isEqualTo("0");
        assertThat(other.call("minus", "{\"from\":2,\"what\":1}").body()).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    default void call_serverThatServesOneConnectionAtATime_everyCallIsAnswered(Framing framing) {
        ThriftPeer.requirePython();
        try (ThriftPeer peer = ThriftPeer.startOneAtATime(framing)) {
            Owner owner =
                    Owner.register(gateway(), Resource.KITCHEN, Map.of("TimeoutMillis", 20_000), Owner.path("*", "*"));
            String serverId = owner.connect(peer.port());
            Await.until("the first call answered", Duration.ofSeconds(20), () -> text(owner.call("whoami", "")));
            for (int round = 0; round < 2; round++) {
                List<CompletableFuture<Answer>> answers = IntStream.range(0, 4)
                        .mapToObj(i -> gateway().start("POST", "/" + owner.service() + "/describe", "{}"))
                        .toList();
                answers.forEach(answer -> assertThat(text(answer.join())).startsWith("{1:struct="));
            }
            assertThat(gateway()
                            .delete("/connect/" + serverId, "apikey", owner.apiKey())
                            .status())
                    .isEqualTo(204);
        }
    }
}
