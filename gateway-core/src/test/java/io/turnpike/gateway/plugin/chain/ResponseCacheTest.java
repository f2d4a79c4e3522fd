package io.turnpike.gateway.plugin.chain;

import static io.turnpike.gateway.plugin.common.Plugins.configure;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.common.FakeContext;
import io.turnpike.gateway.plugin.common.LoopContext;
import io.turnpike.gateway.plugin.redis.RedisConnections;
import io.turnpike.gateway.plugin.redis.RedisServer;
import io.turnpike.gateway.plugin.responsecache.ResponseCachePlugin;
import io.turnpike.gateway.upstream.StreamedUpstream;
import io.turnpike.gateway.upstream.http.LogLines;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the response cache answers in the place of an upstream. */
@Timeout(120)
class ResponseCacheTest {

    private final Plugins plugins = new Plugins();
    private final RedisConnections connections = new RedisConnections();
    private final ResponseCachePlugin plugin = new ResponseCachePlugin(connections);
    private final FakeContext time = new FakeContext();
    private int status = 200;
    private List<String> fields = List.of();
    private final ScriptedUpstream shop = new ScriptedUpstream("shop", this::answer);

    @AfterEach
    void close() {
        connections.close();
        plugins.close();
    }

    /** Each answer tells how many there have been. */
    private void answer(ScriptedUpstream.Call call) {
        byte[] body = ("answer " + shop.calls.size()).getBytes(StandardCharsets.UTF_8);
        List<HeaderField> head = new ArrayList<>(List.of(new HeaderField("Content-Length", "" + body.length)));
        for (String field : fields) {
            int colon = field.indexOf(':');
            head.add(new HeaderField(
                    field.substring(0, colon), field.substring(colon + 1).strip()));
        }
        call.receiver.head(status, head);
        call.receiver.body(ByteBuffer.wrap(body, 0, 3));
        call.receiver.body(ByteBuffer.wrap(body, 3, body.length - 3));
        call.receiver.end();
    }

    private StreamedUpstream cached(String json) {
        return plugins.install("response-cache", 4500, true, (none, context) -> configure(plugin, json, time))
                .around(shop);
    }

    private static Client get(StreamedUpstream upstream, String... headers) {
        return Client.get(upstream, "/a?x=1", headers);
    }

    @Test
    void get_second_isAnsweredFromTheStoreWithItsAge() {
        fields = List.of("Content-Type: text/plain", "Link: </b>", "Link: </c>", "Connection: close");
        StreamedUpstream upstream = cached("{'Ttl':10}");
        Client first = get(upstream);
        assertThat(first.text()).isEqualTo("answer 1");
        assertThat(first.field("X-Cache")).isEqualTo("MISS");
        assertThat(first.field("Content-Length")).isEqualTo("8");
        time.advance(Duration.ofSeconds(9));
        Client second = get(upstream);
        assertThat(second.status).isEqualTo(200);
        assertThat(second.text()).isEqualTo("answer 1");
        assertThat(second.field("X-Cache")).isEqualTo("HIT");
        assertThat(second.field("Age")).isEqualTo("9");
        assertThat(second.field("Link")).isEqualTo("</b>, </c>");
        assertThat(second.field("Content-Type")).isEqualTo("text/plain");
        assertThat(second.field("Connection")).isNull();
        Client head = Client.send(upstream, "HEAD", "/a?x=1", List.of());
        assertThat(head.field("X-Cache")).isEqualTo("HIT");
        assertThat(head.text()).isEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(get(upstream).text()).isEqualTo("answer 2");
        assertThat(Client.get(upstream, "/a?x=2").text()).isEqualTo("answer 3");
        assertThat(Client.send(upstream, "DELETE", "/a?x=1", List.of()).text()).isEqualTo("answer 4");
    }

    @ParameterizedTest
    @CsvSource({
        "'Cache-Control: no-store', 0",
        "'Cache-Control: Private', 0",
        "'Cache-Control: no-cache', 0",
        "'Cache-Control: max-age=0', 0",
        "'Cache-Control: max-age=x', 0",
        "'Cache-Control: public; max-age=5', 60",
        "'Cache-Control: max-age=20', 20",
        "'Cache-Control: max-age=20, s-maxage=\"30\"', 30",
        "'Cache-Control: max-age=99999999999999999999', 100000",
        "'Expires: Thu, 01 Jan 2026 12:00:40 GMT', 40",
        "'Expires: 0', 0",
        "'Set-Cookie: a=b', 0",
        "'Vary: *', 0",
        "'X: y', 60"
    })
    void get_answerThatSaysSo_isKeptAsLong(String field, long seconds) {
        fields = List.of(field);
        StreamedUpstream upstream = cached("{}");
        get(upstream);
        if (seconds > 0) {
            time.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(get(upstream).text()).isEqualTo("answer 1");
            time.advance(Duration.ofMillis(1));
        }
        assertThat(get(upstream).text()).isEqualTo(seconds == 100_000 ? "answer 1" : "answer 2");
    }

    /** A link that an upstream has made for one host must not be given to another. */
    @Test
    void get_otherForwardedHost_isAnsweredByItself() {
        StreamedUpstream upstream = cached("{}");
        assertThat(get(upstream, "X-Forwarded-Host: a.example").text()).isEqualTo("answer 1");
        assertThat(get(upstream, "X-Forwarded-Host: b.example").text()).isEqualTo("answer 2");
        assertThat(get(upstream, "X-Forwarded-Host: a.example", "X-Forwarded-Port: 8443")
                        .text())
                .isEqualTo("answer 3");
        assertThat(get(upstream, "X-Forwarded-Host: a.example").text()).isEqualTo("answer 1");
    }

    @Test
    void get_ageOfACacheBefore_counts() {
        fields = List.of("Cache-Control: max-age=20", "Age: 15");
        StreamedUpstream upstream = cached("{}");
        get(upstream);
        time.advance(Duration.ofSeconds(4));
        assertThat(get(upstream).field("Age")).isEqualTo("19");
        time.advance(Duration.ofSeconds(1));
        assertThat(get(upstream).text()).isEqualTo("answer 2");
    }

    @Test
    void get_requestThatSaysSo_isAskedAnew() {
        StreamedUpstream upstream = cached("{}");
        get(upstream, "Cache-Control: no-store");
        assertThat(get(upstream).text()).as("not stored").isEqualTo("answer 2");
        assertThat(get(upstream, "Cache-Control: no-cache").text()).isEqualTo("answer 3");
        assertThat(get(upstream).text()).as("stored anew").isEqualTo("answer 3");
        time.advance(Duration.ofSeconds(5));
        assertThat(get(upstream, "Cache-Control: max-age=5").text()).isEqualTo("answer 3");
        assertThat(get(upstream, "Cache-Control: max-age=4").text()).isEqualTo("answer 4");
        assertThat(get(upstream, "Range: bytes=0-1").text()).isEqualTo("answer 5");
        assertThat(get(upstream).text()).isEqualTo("answer 4");
    }

    @Test
    void get_vary_keepsAnAnswerForEachValue() {
        fields = List.of("Vary: Accept-Language");
        StreamedUpstream upstream = cached("{'Headers':['X-Tenant']}");
        assertThat(get(upstream, "Accept-Language: de").text()).isEqualTo("answer 1");
        assertThat(get(upstream, "Accept-Language: en").text()).isEqualTo("answer 2");
        assertThat(get(upstream).text()).isEqualTo("answer 3");
        assertThat(get(upstream, "Accept-Language: de").text()).isEqualTo("answer 1");
        assertThat(get(upstream, "accept-language: en").text()).isEqualTo("answer 2");
        assertThat(get(upstream, "Accept-Language: de", "X-Tenant: b").text()).isEqualTo("answer 4");
    }

    @Test
    void get_withAuthorization_isStoredAndAnsweredOnlyIfTheAnswerAllows() {
        StreamedUpstream upstream = cached("{}");
        get(upstream, "Authorization: Bearer a");
        assertThat(get(upstream).text()).as("not stored").isEqualTo("answer 2");
        assertThat(get(upstream, "Authorization: Bearer b").text()).isEqualTo("answer 3");
        fields = List.of("Cache-Control: public, max-age=60");
        assertThat(Client.get(upstream, "/p", "Authorization: Bearer a").text()).isEqualTo("answer 4");
        assertThat(Client.get(upstream, "/p", "Authorization: Bearer b").text()).isEqualTo("answer 4");
        assertThat(Client.get(upstream, "/p").text()).isEqualTo("answer 4");
    }

    @Test
    void get_ofAConsumer_isAsWithAuthorization() {
        StreamedUpstream upstream = plugins.with("knows", 7500, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        request.consumer("anna");
                        return Decision.proceed();
                    }
                })
                .install("response-cache", 4500, true, (none, context) -> configure(plugin, "{}", time))
                .around(shop);
        get(upstream);
        assertThat(get(upstream).text()).isEqualTo("answer 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 302, 500, 503})
    void get_otherStatus_isNotStored(int other) {
        status = other;
        StreamedUpstream upstream = cached("{}");
        get(upstream);
        assertThat(get(upstream).text()).isEqualTo("answer 2");
    }

    @Test
    void get_statusAsConfigured_isStored_longBodyIsNot() {
        status = 503;
        StreamedUpstream upstream = cached("{'Statuses':[503],'MaxBodyBytes':8}");
        get(upstream);
        assertThat(get(upstream).status).isEqualTo(503);
        assertThat(shop.calls).hasSize(1);
        for (int i = 0; i < 12; i++) {
            Client.get(upstream, "/" + i);
        }
        assertThat(Client.get(upstream, "/11").text()).as("of 9 bytes").isEqualTo("answer 14");
    }

    @Test
    void get_brokenOff_isNotStored() {
        ScriptedUpstream breaking = new ScriptedUpstream("shop", call -> {
            call.receiver.head(200, List.of());
            call.receiver.body(ByteBuffer.wrap(new byte[3]));
            call.fail(GatewayError.CONNECTION_LOST);
        });
        StreamedUpstream upstream = plugins.install(
                        "response-cache", 4500, true, (none, context) -> configure(plugin, "{}", time))
                .around(breaking);
        get(upstream);
        get(upstream);
        assertThat(breaking.calls).hasSize(2);
    }

    @Test
    void get_redis_answersOnTheOtherNode_andWithoutItTheUpstreamDoes() throws Exception {
        fields = List.of("Content-Type: text/plain", "Vary: Accept");
        try (RedisServer redis = RedisServer.start();
                LoopContext context = new LoopContext();
                Plugins others = new Plugins();
                RedisConnections otherConnections = new RedisConnections()) {
            String json = "{'Ttl':1000,'Redis':{'Address':'" + redis.address() + "','TimeoutMillis':4000}}";
            StreamedUpstream one = plugins.install(
                            "response-cache", 4500, true, (none, unused) -> configure(plugin, json, context))
                    .around(shop);
            StreamedUpstream other = others.install(
                            "response-cache",
                            4500,
                            true,
                            (none, unused) -> configure(new ResponseCachePlugin(otherConnections), json, context))
                    .around(shop);
            assertThat(get(one).await().text()).isEqualTo("answer 1");
            // It is stored behind the answer's back.
            Client second = get(other).await();
            while (!"HIT".equals(second.field("X-Cache"))) {
                second = get(other).await();
            }
            assertThat(second.text()).startsWith("answer ");
            assertThat(second.field("Content-Type")).isEqualTo("text/plain");
            redis.kill();
            int before = shop.calls.size();
            try (LogLines log = new LogLines("io.turnpike.gateway.plugin.responsecache")) {
                assertThat(get(other).await().text()).isEqualTo("answer " + (before + 1));
                assertThat(get(one).await().field("X-Cache")).isEqualTo("MISS");
                assertThat(get(one).await().field("X-Cache")).isEqualTo("MISS");
                assertThat(log.lines())
                        .hasSize(2)
                        .allSatisfy(line -> assertThat(line)
                                .contains(
                                        "response-cache, bound to ",
                                        "every request is a miss meanwhile",
                                        redis.address()));
            }
        }
    }
}
