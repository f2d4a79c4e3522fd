package io.turnpike.gateway.plugin.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.plugin.BodyFilter;
import io.turnpike.gateway.plugin.CallSummary;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.Failure;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.ResponseHead;
import io.turnpike.gateway.plugin.Retry;
import io.turnpike.gateway.upstream.BufferedUpstream;
import io.turnpike.gateway.upstream.StreamedCall;
import io.turnpike.gateway.upstream.StreamedUpstream;
import io.turnpike.gateway.upstream.http.LogLines;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request among plugins. */
class PluginCallTest {

    private final Plugins plugins = new Plugins();
    private final List<String> asked = new ArrayList<>();
    private final LinkedBlockingQueue<CallSummary> ends = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        plugins.close();
    }

    /** Does nothing in any phase, but tells that it has been asked. */
    private class Plain implements PluginHandler {

        private final String name;

        Plain(String name) {
            this.name = name;
        }

        @Override
        public Decision rewrite(PluginRequest request) throws Exception {
            asked.add(name + ".rewrite");
            return Decision.proceed();
        }

        @Override
        public Decision access(PluginRequest request) throws Exception {
            asked.add(name + ".access");
            return Decision.proceed();
        }

        @Override
        public void headerFilter(PluginRequest request, ResponseHead head) throws Exception {
            asked.add(name + ".header");
        }

        @Override
        public void log(PluginRequest request, CallSummary summary) throws Exception {
            asked.add(name + ".log");
            ends.add(summary);
        }
    }

    @Test
    void each_phase_asks_the_higher_priority_first_and_equals_by_name() {
        StreamedUpstream upstream = plugins.with("b", 1, new Plain("b"))
                .with("a", 1, new Plain("a"))
                .with("top", 2, new Plain("top"))
                .around(ScriptedUpstream.answering("shop", 200, "hello"));
        Client client = Client.get(upstream, "/a");
        assertThat(client.status).isEqualTo(200);
        assertThat(client.text()).isEqualTo("hello");
        assertThat(client.field("Content-Length")).isEqualTo("5");
        assertThat(client.isWhole).isTrue();
        assertThat(asked)
                .containsExactly(
                        "top.rewrite",
                        "a.rewrite",
                        "b.rewrite",
                        "top.access",
                        "a.access",
                        "b.access",
                        "top.header",
                        "a.header",
                        "b.header",
                        "top.log",
                        "a.log",
                        "b.log");
        assertThat(ends.remove())
                .matches(end -> end.status() == 200
                        && end.whole()
                        && end.responseBytes() == 5
                        && end.errorCode().isEmpty());
    }

    @Test
    void what_one_changes_the_next_one_and_the_upstream_see() {
        ScriptedUpstream shop = ScriptedUpstream.answering("shop", 200, "");
        List<String> seen = new ArrayList<>();
        StreamedUpstream upstream = plugins.with("first", 2, new PluginHandler() {
                    @Override
                    public Decision rewrite(PluginRequest request) {
                        request.path("/b%20c");
                        request.addParameter("x y", "1&2");
                        request.setHeader("X-Seen", "yes");
                        request.removeHeader("Cookie");
                        return Decision.proceed();
                    }
                })
                .with("second", 1, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        seen.addAll(request.parameters("x y"));
                        seen.add(request.path() + ' ' + request.clientAddress() + ' ' + request.header("x-seen"));
                        seen.addAll(request.cookies("c"));
                        return Decision.proceed();
                    }
                })
                .around(shop);
        Client.get(upstream, "/a?n=1", "Cookie: c=1", "X-Seen: no");
        assertThat(seen).containsExactly("1&2", "/b%20c 198.51.100.9 yes");
        assertThat(shop.only().request.path()).isEqualTo("/b%20c");
        assertThat(shop.only().request.query()).isEqualTo("n=1&x+y=1%262");
        assertThat(shop.only().request.fields()).containsExactly(new HeaderField("X-Seen", "yes"));
    }

    @Test
    void an_answer_of_a_plugin_passes_the_filters_and_goes_no_further() {
        ScriptedUpstream shop = ScriptedUpstream.answering("shop", 200, "");
        byte[] body = "mine".getBytes(StandardCharsets.UTF_8);
        StreamedUpstream upstream = plugins.with("answers", 2, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        return Decision.answer(new Response(203, "text/plain", Map.of("A", "1"), body, 4));
                    }
                })
                .with("plain", 1, new Plain("plain") {
                    @Override
                    public void headerFilter(PluginRequest request, ResponseHead head) {
                        head.setHeader("B", "2");
                    }
                })
                .around(shop);
        Client client = Client.get(upstream, "/a");
        assertThat(shop.calls).isEmpty();
        assertThat(client.status).isEqualTo(203);
        assertThat(client.text()).isEqualTo("mine");
        assertThat(List.of(
                        Objects.requireNonNull(client.field("A")),
                        Objects.requireNonNull(client.field("B")),
                        Objects.requireNonNull(client.field("Content-Type"))))
                .containsExactly("1", "2", "text/plain");
        assertThat(asked).containsExactly("plain.rewrite", "plain.log");
        Client head = Client.send(upstream, "HEAD", "/a", List.of());
        assertThat(head.text()).isEmpty();
        assertThat(head.field("Content-Length")).isEqualTo("4");
    }

    @ParameterizedTest
    @CsvSource({"302, 0", "200, 0", "204, ", "304, "})
    void an_answer_without_a_body_says_so(int status, @Nullable String length) {
        StreamedUpstream upstream = plugins.with("answers", 1, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        return Decision.answer(Response.empty(status));
                    }
                })
                .around(ScriptedUpstream.answering("shop", 200, ""));
        Client client = Client.get(upstream, "/a");
        assertThat(client.status).isEqualTo(status);
        assertThat(client.field("Content-Length")).isEqualTo(length);
    }

    @Test
    void of_those_with_threads_of_their_own_each_logs_a_request_of_its_own_that_nobody_changes() throws Exception {
        LinkedBlockingQueue<PluginRequest> logged = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        class Logs implements PluginHandler {
            @Override
            public void log(PluginRequest request, CallSummary summary) {
                seen.add(request.header("X-Added")
                        + ' '
                        + request.path()
                        + ' '
                        + request.parameters("n")
                        + ' '
                        + request.cookies("c")
                        + ' '
                        + request.consumer()
                        + ' '
                        + request.attribute("left")
                        + ' '
                        + request.attribute("own"));
                try {
                    request.setHeader("X-Added", "2");
                } catch (IllegalStateException e) {
                    request.attribute("own", "mine");
                    logged.add(request);
                }
            }
        }
        StreamedUpstream upstream = plugins.with("changes", 1, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        request.setHeader("X-Added", "1");
                        request.path("/b");
                        request.consumer("anna");
                        request.attribute("left", "here");
                        return Decision.proceed();
                    }
                })
                .withBlocking("one", Phase.LOG, new Logs())
                .withBlocking("two", Phase.LOG, new Logs())
                .around(ScriptedUpstream.answering("shop", 200, ""));
        Client.get(upstream, "/a?n=5", "Cookie: c=d").await();
        PluginRequest one = Objects.requireNonNull(logged.poll(30, TimeUnit.SECONDS));
        PluginRequest two = Objects.requireNonNull(logged.poll(30, TimeUnit.SECONDS));
        assertThat(one).isNotSameAs(two);
        assertThat(List.copyOf(seen))
                .containsOnly("1 /b [5] [d] anna here null")
                .hasSize(2);
    }

    @Test
    void a_refusal_is_a_problem_that_the_log_hears_of() {
        StreamedUpstream upstream = plugins.with("refuses", 2, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        return Decision.refuse(new GatewayException(GatewayError.ACCESS_DENIED, "Access denied"));
                    }
                })
                .with("plain", 1, new Plain("plain"))
                .around(ScriptedUpstream.answering("shop", 200, ""));
        Client client = Client.get(upstream, "/a");
        assertThat(client.status).isEqualTo(401);
        assertThat(client.text()).contains("\"detail\":\"Access denied\"", "\"code\":\"access-denied\"");
        assertThat(client.noted).extracting(GatewayException::error).containsExactly(GatewayError.ACCESS_DENIED);
        assertThat(client.noted.get(0).logNote()).isEqualTo("the plugin refuses, bound to all requests");
        assertThat(ends.remove().errorCode()).isEqualTo("access-denied");
    }

    @Test
    void a_decision_may_come_later() {
        ScriptedUpstream shop = ScriptedUpstream.answering("shop", 200, "");
        CompletableFuture<Decision> later = new CompletableFuture<>();
        StreamedUpstream upstream = plugins.with("waits", 1, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        return Decision.later(later);
                    }
                })
                .around(shop);
        Client client = Client.get(upstream, "/a");
        assertThat(shop.calls).isEmpty();
        assertThat(client.status).isZero();
        later.complete(Decision.proceed());
        assertThat(shop.calls).hasSize(1);
        assertThat(client.status).isEqualTo(200);
    }

    @Test
    void a_decision_that_never_comes_is_a_504() throws Exception {
        StreamedUpstream upstream = plugins.timeout(Duration.ofMillis(20))
                .with("waits", 1, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        return Decision.later(new CompletableFuture<>());
                    }
                })
                .around(ScriptedUpstream.answering("shop", 200, ""));
        Client client = Client.get(upstream, "/a").await();
        assertThat(client.status).isEqualTo(504);
        assertThat(client.text()).contains("plugin-timeout").doesNotContain("waits");
        assertThat(client.noted.get(0).logNote()).contains("the plugin waits, bound to all requests, access", "20 ms");
    }

    @Test
    void one_that_may_block_is_asked_on_a_thread_of_its_own_and_one_that_never_returns_costs_its_requests_only()
            throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        List<String> threads = new CopyOnWriteArrayList<>();
        StreamedUpstream stuck = plugins.timeout(Duration.ofMillis(50))
                .withBlocking("stuck", new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) throws InterruptedException {
                        threads.add(Thread.currentThread().getName());
                        never.await();
                        return Decision.proceed();
                    }
                })
                .around(ScriptedUpstream.answering("shop", 200, ""));
        try (Plugins others = new Plugins()) {
            StreamedUpstream other = others.withBlocking("other", new Plain("other"))
                    .around(ScriptedUpstream.answering("shop", 200, ""));
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                clients.add(Client.get(stuck, "/a"));
            }
            assertThat(Client.get(other, "/a").await().status).isEqualTo(200);
            for (Client client : clients) {
                assertThat(client.await().status).isEqualTo(504);
            }
        } finally {
            never.countDown();
        }
        assertThat(threads).isNotEmpty().allMatch(name -> name.startsWith("turnpike-plugin-stuck-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rewrite", "access", "headerFilter", "bodyFilter"})
    void one_that_throws_costs_its_request_a_500(String phase) {
        StreamedUpstream upstream = plugins.with("throws", 1, new PluginHandler() {
                    private void reach(String reached) {
                        if (reached.equals(phase)) {
                            throw new IllegalStateException("oops");
                        }
                    }

                    @Override
                    public Decision rewrite(PluginRequest request) {
                        reach("rewrite");
                        return Decision.proceed();
                    }

                    @Override
                    public Decision access(PluginRequest request) {
                        reach("access");
                        return Decision.proceed();
                    }

                    @Override
                    public void headerFilter(PluginRequest request, ResponseHead head) {
                        reach("headerFilter");
                    }

                    @Override
                    public @Nullable BodyFilter bodyFilter(PluginRequest request, ResponseHead head) {
                        reach("bodyFilter");
                        return null;
                    }
                })
                .around(ScriptedUpstream.answering("shop", 200, "hello"));
        Client client = Client.get(upstream, "/a");
        assertThat(client.status).isEqualTo(500);
        assertThat(client.text()).contains("plugin-failed").doesNotContain("oops", "throws");
        assertThat(client.noted.get(0).logNote()).contains("the plugin throws, ", "oops");
        assertThat(client.isWhole).isTrue();
    }

    @Test
    void a_body_filter_that_throws_breaks_the_answer_off() {
        StreamedUpstream upstream = plugins.with("throws", 1, new PluginHandler() {
                    @Override
                    public BodyFilter bodyFilter(PluginRequest request, ResponseHead head) {
                        return bytes -> {
                            throw new IllegalStateException("oops");
                        };
                    }
                })
                .with("plain", 0, new Plain("plain"))
                .around(ScriptedUpstream.answering("shop", 200, "hello"));
        Client client = Client.get(upstream, "/a");
        assertThat(client.status).isEqualTo(200);
        assertThat(client.isWhole).isFalse();
        assertThat(Objects.requireNonNull(client.failure).error()).isEqualTo(GatewayError.PLUGIN_FAILED);
        assertThat(ends.remove().whole()).isFalse();
    }

    @Test
    void body_filters_change_what_passes_and_its_length_is_not_announced() {
        StreamedUpstream upstream = plugins.with("upper", 2, new PluginHandler() {
                    @Override
                    public BodyFilter bodyFilter(PluginRequest request, ResponseHead head) {
                        return new BodyFilter() {
                            @Override
                            public byte[] piece(byte[] bytes) {
                                return new String(bytes, StandardCharsets.UTF_8)
                                        .toUpperCase(Locale.ROOT)
                                        .getBytes(StandardCharsets.UTF_8);
                            }

                            @Override
                            public byte[] end() {
                                return "end".getBytes(StandardCharsets.UTF_8);
                            }
                        };
                    }
                })
                .with("twice", 1, new PluginHandler() {
                    @Override
                    public BodyFilter bodyFilter(PluginRequest request, ResponseHead head) {
                        return bytes -> ByteBuffer.allocate(2 * bytes.length)
                                .put(bytes)
                                .put(bytes)
                                .array();
                    }
                })
                .around(ScriptedUpstream.answering("shop", 200, "hello"));
        Client client = Client.get(upstream, "/a");
        assertThat(client.text()).isEqualTo("HELLOHELLOendend");
        assertThat(client.field("Content-Length")).isNull();
    }

    @Test
    void a_slow_client_holds_the_upstream_back() {
        ScriptedUpstream shop = new ScriptedUpstream("shop", call -> {});
        StreamedUpstream upstream = plugins.with("plain", 1, new Plain("plain")).around(shop);
        Client client = Client.get(upstream, "/a");
        ScriptedUpstream.Call call = shop.only();
        call.receiver.head(200, List.of());
        client.isFree = false;
        assertThat(call.receiver.body(ByteBuffer.wrap(new byte[3]))).isFalse();
        assertThat(call.resumed).isZero();
        client.isFree = true;
        Objects.requireNonNull(client.call).resume();
        assertThat(call.resumed).isEqualTo(1);
        assertThat(call.receiver.body(ByteBuffer.wrap(new byte[3]))).isTrue();
        call.receiver.end();
        assertThat(client.text()).hasSize(6);
    }

    /** Sends a request to each of these, one after the other. */
    private static PluginHandler fallback(ScriptedUpstream... places) {
        return new PluginHandler() {
            @Override
            public @Nullable Retry error(PluginRequest request, Failure failure) {
                if (failure.retries() == places.length) {
                    return null;
                }
                ScriptedUpstream next = places[failure.retries()];
                return new Retry(next.endpoint(), Map.of("X-Try", next.name()), Map.of(next.name(), "true"));
            }
        };
    }

    @Test
    void after_a_failure_the_request_goes_where_an_error_plugin_says() {
        ScriptedUpstream shop = ScriptedUpstream.reading("shop", 503, "no");
        ScriptedUpstream cache = new ScriptedUpstream("cache", call -> call.fail(GatewayError.CONNECTION_LOST));
        ScriptedUpstream west = ScriptedUpstream.reading("west", 200, "from the west");
        StreamedUpstream upstream =
                plugins.with("fallback", 1, fallback(cache, west)).around(shop);
        Client client = Client.post(upstream, "one ", "two ", "three");
        assertThat(client.status).isEqualTo(200);
        assertThat(client.text()).isEqualTo("from the west");
        assertThat(shop.only().text()).isEqualTo("one two three");
        assertThat(west.only().text()).isEqualTo("one two three");
        assertThat(cache.only().request.query()).isEqualTo("cache=true");
        assertThat(west.only().request.query()).isEqualTo("west=true");
        assertThat(west.only().request.fields()).containsExactly(new HeaderField("X-Try", "west"));
        assertThat(client.tried)
                .as("an outage is told, also where somebody else has answered")
                .containsExactly("the upstream of the route shop: 503; cache: 502 connection-lost; west: 200");
        assertThat(client.noted).isEmpty();
    }

    @Test
    void the_last_failure_stands() {
        ScriptedUpstream shop = new ScriptedUpstream("shop", call -> call.fail(GatewayError.CONNECTION_LOST));
        ScriptedUpstream cache = ScriptedUpstream.answering("cache", 500, "broken");
        Client client = Client.get(plugins.with("fallback", 1, fallback(cache)).around(shop), "/a");
        assertThat(client.status).isEqualTo(500);
        assertThat(client.text()).isEqualTo("broken");
        ScriptedUpstream gone = new ScriptedUpstream("gone", call -> call.fail(GatewayError.NO_LIVE_INSTANCE));
        try (Plugins others = new Plugins()) {
            Client unlucky =
                    Client.get(others.with("fallback", 1, fallback(gone)).around(shop), "/a");
            assertThat(unlucky.status).isEqualTo(503);
            assertThat(unlucky.noted)
                    .extracting(GatewayException::error)
                    .containsExactly(GatewayError.NO_LIVE_INSTANCE);
            assertThat(unlucky.tried)
                    .containsExactly("the upstream of the route shop: 502 connection-lost; gone: 503 no-live-instance");
        }
    }

    @Test
    void an_answer_below_500_is_no_failure_and_a_body_too_large_to_keep_goes_nowhere_else() {
        ScriptedUpstream cache = ScriptedUpstream.answering("cache", 200, "");
        plugins.mostKept(5).with("fallback", 1, fallback(cache));
        assertThat(Client.get(plugins.around(ScriptedUpstream.answering("shop", 404, "")), "/a").status)
                .isEqualTo(404);
        ScriptedUpstream shop = ScriptedUpstream.reading("shop", 503, "");
        assertThat(Client.post(plugins.around(shop), "1234", "5678").status).isEqualTo(503);
        assertThat(shop.only().text()).isEqualTo("12345678");
        assertThat(cache.calls).isEmpty();
    }

    @Test
    void a_request_goes_where_a_plugin_sends_it_and_a_copy_elsewhere() {
        ScriptedUpstream shop = ScriptedUpstream.answering("shop", 200, "shop");
        ScriptedUpstream canary = ScriptedUpstream.reading("canary", 200, "canary");
        ScriptedUpstream mirror = new ScriptedUpstream("mirror", call -> call.receiver.bodyWanted());
        StreamedUpstream upstream = plugins.with("split", 1, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        request.sendTo(canary.endpoint());
                        request.mirrorTo(mirror.endpoint());
                        return Decision.proceed();
                    }
                })
                .around(shop);
        Client client = Client.post(upstream, "body");
        assertThat(client.text()).isEqualTo("canary");
        assertThat(shop.calls).isEmpty();
        assertThat(mirror.only().text()).isEqualTo("body");
        assertThat(mirror.only().isWhole).isTrue();
    }

    @Test
    void a_place_that_a_plugin_has_chosen_and_that_fails_is_told_with_the_plugin() {
        ScriptedUpstream canary = new ScriptedUpstream(
                "canary",
                call -> call.receiver.failed(new GatewayException(GatewayError.NO_CONNECTION, "refused")
                        .withLogNote("HTTP node 192.0.2.1:80")));
        StreamedUpstream upstream = plugins.with("split", 1, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        request.sendTo(canary.endpoint());
                        return Decision.proceed();
                    }
                })
                .with("other", 0, new PluginHandler() {})
                .around(ScriptedUpstream.answering("shop", 200, ""));

        Client client = Client.get(upstream, "/a");

        assertThat(client.status).isEqualTo(502);
        assertThat(client.noted.get(0).logNote())
                .isEqualTo("sent there by the plugin split, bound to all requests; HTTP node 192.0.2.1:80");
    }

    private StreamedUpstream mirroredTo(ScriptedUpstream mirror) {
        return plugins.with("mirror", 1, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        request.mirrorTo(mirror.endpoint());
                        return Decision.proceed();
                    }
                })
                .around(ScriptedUpstream.answering("shop", 200, ""));
    }

    private static ScriptedUpstream failing(AtomicBoolean fails, GatewayException failure) {
        return new ScriptedUpstream("shadow:80", call -> {
            if (fails.get()) {
                call.receiver.failed(failure);
            } else {
                call.receiver.head(200, List.of());
                call.receiver.end();
            }
        });
    }

    @Test
    void a_mirror_that_fails_is_told_once_and_once_that_it_is_back() {
        AtomicBoolean fails = new AtomicBoolean(true);
        StreamedUpstream upstream = mirroredTo(
                failing(fails, new GatewayException(GatewayError.NO_CONNECTION, "The connection was refused")));
        try (LogLines log = new LogLines(MirrorFaults.class)) {
            for (boolean failing : new boolean[] {true, true, false, false, true}) {
                fails.set(failing);
                assertThat(Client.get(upstream, "/a").status).isEqualTo(200);
            }
            String fault = "WARNING The mirror shadow:80 does not get its copies: no-connection: The connection was"
                    + " refused; no more is said until it gets one";
            assertThat(log.lines()).containsExactly(fault, "INFO The mirror shadow:80 gets its copies again", fault);
        }
    }

    @Test
    void a_mirror_that_leads_back_to_the_gateway_is_told_once_and_never_said_to_be_back() {
        AtomicBoolean isCopyOfACopy = new AtomicBoolean();
        StreamedUpstream upstream = mirroredTo(
                failing(isCopyOfACopy, new GatewayException(GatewayError.LOOP_DETECTED, "It has been here before")));
        try (LogLines log = new LogLines(MirrorFaults.class)) {
            for (boolean second : new boolean[] {true, false, true, false}) {
                isCopyOfACopy.set(second);
                assertThat(Client.get(upstream, "/a").status).isEqualTo(200);
            }
            assertThat(log.lines())
                    .containsExactly("WARNING The mirror shadow:80 leads back to this gateway, and gets no copies of"
                            + " copies: loop-detected: It has been here before; no more is said of that");
        }
    }

    @Test
    void a_body_beyond_the_limit_is_a_413() {
        ScriptedUpstream shop = ScriptedUpstream.reading("shop", 200, "");
        StreamedUpstream upstream = plugins.with("limit", 1, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        request.limitBody(5);
                        return Decision.proceed();
                    }
                })
                .around(shop);
        assertThat(Client.post(upstream, "1234", "5678").status).isEqualTo(413);
        assertThat(shop.only().isCancelled).isTrue();
        assertThat(Client.post(upstream, "12345").status).isEqualTo(200);
    }

    @Test
    void a_client_that_goes_ends_the_call_and_the_log_hears_of_it() {
        ScriptedUpstream shop = new ScriptedUpstream("shop", call -> {});
        Client client = Client.get(plugins.with("plain", 1, new Plain("plain")).around(shop), "/a");
        StreamedCall call = Objects.requireNonNull(client.call);
        call.cancel();
        call.cancel();
        assertThat(shop.only().isCancelled).isTrue();
        shop.only().receiver.head(200, List.of());
        assertThat(client.status).isZero();
        assertThat(ends).singleElement().matches(end -> end.status() == 0 && !end.whole());
    }

    @Test
    void a_client_that_is_told_without_the_plugins_is_known_to_the_log() {
        ScriptedUpstream shop = new ScriptedUpstream("shop", call -> {});
        Client client = Client.get(plugins.with("plain", 1, new Plain("plain")).around(shop), "/a");
        StreamedCall call = Objects.requireNonNull(client.call);
        call.cancel(new GatewayException(GatewayError.REQUEST_TIMEOUT, "The request's body stopped"));
        call.cancel();
        assertThat(shop.only().isCancelled).isTrue();
        assertThat(client.status).isZero();
        assertThat(ends)
                .singleElement()
                .matches(end -> end.status() == 408 && end.errorCode().equals("request-timeout") && !end.whole());
    }

    @Test
    void an_upstream_that_takes_bodies_whole_gets_them_whole() {
        List<String> taken = new ArrayList<>();
        BufferedUpstream thrift = (exchange, parameters) -> {
            taken.add(exchange.method()
                    + ' '
                    + new String(exchange.body(), 0, exchange.bodyLength(), StandardCharsets.UTF_8)
                    + exchange.headers().first("a")
                    + exchange.client().address());
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            return CompletableFuture.completedFuture(Response.json(200, body, 2));
        };
        StreamedUpstream upstream =
                plugins.mostKept(8).with("plain", 1, new Plain("plain")).around(thrift);
        assertThat(Client.send(upstream, "POST", "/a", List.of("12", "34"), "A: b")
                        .text())
                .isEqualTo("{}");
        Client head = Client.send(upstream, "HEAD", "/a", List.of());
        assertThat(head.text()).isEmpty();
        assertThat(head.field("Content-Length")).isEqualTo("2");
        Client large = Client.post(upstream, "12345", "6789");
        assertThat(large.status).isEqualTo(413);
        assertThat(taken).containsExactly("POST 1234b198.51.100.9", "GET null198.51.100.9");
    }

    @Test
    void blocking_filters_keep_the_order_of_an_answer() throws Exception {
        StreamedUpstream upstream = plugins.withBlocking("numbers", new PluginHandler() {
                    @Override
                    public BodyFilter bodyFilter(PluginRequest request, ResponseHead head) {
                        return new BodyFilter() {
                            private int pieces;

                            @Override
                            public byte[] piece(byte[] bytes) {
                                return (new String(bytes, StandardCharsets.UTF_8) + pieces++)
                                        .getBytes(StandardCharsets.UTF_8);
                            }
                        };
                    }
                })
                .around(new ScriptedUpstream("shop", call -> {
                    call.receiver.head(200, List.of());
                    for (String piece : List.of("a", "b", "c", "d")) {
                        call.receiver.body(ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)));
                    }
                    call.receiver.end();
                }));
        Client client = Client.get(upstream, "/a").await();
        assertThat(client.text()).isEqualTo("a0b1c2d3");
        assertThat(client.over.await(0, TimeUnit.SECONDS)).isTrue();
    }

    /** Holds each question until the test lets it go. */
    private static final class Gate {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        void pass() throws InterruptedException {
            reached.countDown();
            if (!open.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the gate was never opened");
            }
        }

        void awaitReached() throws InterruptedException {
            assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_copy_of_a_body_that_nobody_reads_to_its_end_is_given_up_and_a_whole_one_is_not() {
        ScriptedUpstream mirror = new ScriptedUpstream("mirror", call -> call.receiver.bodyWanted());
        plugins.with("mirror", 1, new PluginHandler() {
            @Override
            public Decision access(PluginRequest request) {
                request.mirrorTo(mirror.endpoint());
                return Decision.proceed();
            }
        });
        assertThat(Client.post(plugins.around(ScriptedUpstream.answering("shop", 401, "")), "body").status)
                .isEqualTo(401);
        assertThat(mirror.only().isCancelled).isTrue();
        Client gone =
                Client.post(plugins.around(new ScriptedUpstream("shop", call -> call.receiver.bodyWanted())), "body");
        Objects.requireNonNull(gone.call).cancel();
        assertThat(mirror.calls.get(1).isWhole).isTrue();
        assertThat(mirror.calls.get(1).isCancelled).isFalse();
    }

    @Test
    void a_body_that_grew_too_large_while_an_error_plugin_thought_is_not_sent_again() throws Exception {
        Gate gate = new Gate();
        ScriptedUpstream cache = ScriptedUpstream.reading("cache", 200, "");
        ScriptedUpstream shop = new ScriptedUpstream("shop", call -> {
            call.isFree = false;
            call.receiver.bodyWanted();
        });
        StreamedUpstream upstream = plugins.mostKept(5)
                .withBlocking("fallback", Phase.ERROR, new PluginHandler() {
                    @Override
                    public Retry error(PluginRequest request, Failure failure) throws Exception {
                        gate.pass();
                        return new Retry(cache.endpoint(), Map.of(), Map.of());
                    }
                })
                .around(shop);
        Client client = Client.post(upstream, "1234", "5678");
        ScriptedUpstream.Call call = shop.only();
        call.receiver.head(503, List.of());
        gate.awaitReached();
        call.receiver.bodyWanted();
        gate.open.countDown();
        call.receiver.end();
        assertThat(client.await().status).isEqualTo(503);
        assertThat(cache.calls).isEmpty();
        assertThat(client.tried)
                .containsExactly("the upstream of the route shop: 503; not cache: more of the body has been passed on"
                        + " than the 5 bytes that are kept");
    }

    @Test
    void of_a_client_that_leaves_before_the_second_place_answers_the_log_has_the_first() {
        ScriptedUpstream silent = new ScriptedUpstream("silent", call -> {});
        Client client = Client.get(
                plugins.with("fallback", 1, fallback(silent)).around(ScriptedUpstream.answering("shop", 500, "")),
                "/a");
        Objects.requireNonNull(client.call).cancel();
        assertThat(client.tried).containsExactly("the upstream of the route shop: 500; silent: given up");
    }

    @Test
    void a_body_that_is_too_large_is_told_with_the_plugin_that_bounds_it_and_the_consumer() {
        plugins.with("knows", 2, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        request.consumer("anna");
                        return Decision.proceed();
                    }
                })
                .with("bounds", 1, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        request.limitBody(3);
                        return Decision.proceed();
                    }
                });
        Client client = Client.post(plugins.around(ScriptedUpstream.reading("shop", 200, "")), "12", "34");
        assertThat(client.status).isEqualTo(413);
        assertThat(client.noted)
                .extracting(GatewayException::logNote)
                .containsExactly("consumer anna; the plugin bounds, bound to all requests");
        assertThat(client.text()).doesNotContain("bounds", "anna");
    }

    @Test
    void a_filter_that_comes_back_late_says_nothing_to_an_answer_that_took_its_place() throws Exception {
        Gate gate = new Gate();
        ScriptedUpstream shop = new ScriptedUpstream("shop", call -> {
            call.isFree = false;
            call.receiver.bodyWanted();
        });
        List<Integer> statuses = new ArrayList<>();
        StreamedUpstream upstream = plugins.with("limit", 1, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        request.limitBody(5);
                        return Decision.proceed();
                    }
                })
                .withBlocking("slow", Phase.HEADER_FILTER, new PluginHandler() {
                    @Override
                    public void headerFilter(PluginRequest request, ResponseHead head) throws Exception {
                        statuses.add(head.status());
                        if (head.status() == 200) {
                            gate.pass();
                        }
                    }
                })
                .around(shop);
        Client client = Client.post(upstream, "1234", "5678");
        shop.only().receiver.head(200, List.of());
        gate.awaitReached();
        shop.only().receiver.bodyWanted();
        assertThat(client.await().status).isEqualTo(413);
        gate.open.countDown();
        assertThat(statuses).containsExactly(200, 413);
        assertThat(client.fields).filteredOn(field -> field.is("Content-Type")).hasSize(1);
    }

    @Test
    void a_client_that_goes_while_a_filter_works_hears_nothing_more() throws Exception {
        Gate gate = new Gate();
        CountDownLatch logged = new CountDownLatch(1);
        StreamedUpstream upstream = plugins.withBlocking("slow", new PluginHandler() {
                    @Override
                    public void headerFilter(PluginRequest request, ResponseHead head) throws Exception {
                        gate.pass();
                    }

                    @Override
                    public void log(PluginRequest request, CallSummary summary) {
                        logged.countDown();
                    }
                })
                .around(ScriptedUpstream.answering("shop", 200, "hello"));
        Client client = Client.get(upstream, "/a");
        gate.awaitReached();
        Objects.requireNonNull(client.call).cancel();
        gate.open.countDown();
        assertThat(logged.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(client.status).isZero();
        assertThat(client.isWhole).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_filter_that_cannot_even_say_what_it_does_to_the_length_costs_one_500(boolean blocking) throws Exception {
        PluginHandler handler = new PluginHandler() {
            @Override
            public BodyFilter bodyFilter(PluginRequest request, ResponseHead head) {
                return new BodyFilter() {
                    @Override
                    public byte[] piece(byte[] bytes) {
                        return bytes;
                    }

                    @Override
                    public boolean keepsLength() {
                        throw new IllegalStateException("oops");
                    }
                };
            }
        };
        plugins.install("odd", 1, !blocking, (configuration, context) -> handler);
        Client client = Client.get(plugins.around(ScriptedUpstream.answering("shop", 200, "hello")), "/a")
                .await();
        assertThat(client.status).isEqualTo(500);
        assertThat(client.noted).hasSize(1);
    }

    @Test
    void a_plugin_that_has_not_returned_is_interrupted_and_answers_others_again() throws Exception {
        StreamedUpstream upstream = plugins.timeout(Duration.ofMillis(50))
                .withBlocking("sometimes", new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) throws InterruptedException {
                        if (request.path().equals("/stuck")) {
                            new CountDownLatch(1).await();
                        }
                        return Decision.proceed();
                    }
                })
                .around(ScriptedUpstream.answering("shop", 200, ""));
        List<Client> stuck = new ArrayList<>();
        for (int i = 0; i < PluginThreads.MOST_THREADS; i++) {
            stuck.add(Client.get(upstream, "/stuck"));
        }
        for (Client client : stuck) {
            assertThat(client.await().status).isEqualTo(504);
        }
        plugins.timeout(Duration.ofSeconds(20));
        assertThat(Client.get(upstream, "/a").await().status).isEqualTo(200);
    }

    @Test
    void a_burst_waits_for_a_plugin_that_is_quick_enough() throws Exception {
        StreamedUpstream upstream = plugins.withBlocking("quick", new PluginHandler() {})
                .around(ScriptedUpstream.answering("shop", 200, ""));
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            clients.add(Client.get(upstream, "/a"));
        }
        for (Client client : clients) {
            assertThat(client.await().status).isEqualTo(200);
        }
    }

    @Test
    void a_stage_that_many_wait_for_outlives_the_wait_of_one() throws Exception {
        CompletableFuture<Decision> shared = new CompletableFuture<>();
        StreamedUpstream upstream = plugins.timeout(Duration.ofMillis(20))
                .with("shares", 1, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        return Decision.later(shared);
                    }
                })
                .around(ScriptedUpstream.answering("shop", 200, ""));
        assertThat(Client.get(upstream, "/a").await().status).isEqualTo(504);
        assertThat(shared).isNotDone();
        shared.complete(Decision.proceed());
        assertThat(Client.get(upstream, "/a").await().status).isEqualTo(200);
    }

    @Test
    void head_has_the_length_of_get() {
        StreamedUpstream upstream = plugins.with("twice", 1, new PluginHandler() {
                    @Override
                    public BodyFilter bodyFilter(PluginRequest request, ResponseHead head) {
                        return bytes -> bytes;
                    }
                })
                .around(new ScriptedUpstream("shop", call -> {
                    call.receiver.head(200, List.of(new HeaderField("Content-Length", "5")));
                    call.receiver.end();
                }));
        assertThat(Client.send(upstream, "HEAD", "/a", List.of()).field("Content-Length"))
                .isNull();
    }

    @Test
    void what_a_plugin_answers_is_an_answer_of_http_or_a_500() {
        byte[] none = {};
        StreamedUpstream upstream = plugins.with("answers", 1, new PluginHandler() {
                    @Override
                    public Decision access(PluginRequest request) {
                        return Decision.answer(
                                new Response(302, null, Map.of("Location", "/a\r\nSet-Cookie: x=1"), none, 0));
                    }

                    @Override
                    public void headerFilter(PluginRequest request, ResponseHead head) {
                        head.setHeader("Content-Length", "abc");
                    }
                })
                .around(ScriptedUpstream.answering("shop", 200, ""));
        Client client = Client.get(upstream, "/a");
        assertThat(client.status).isEqualTo(500);
        assertThat(client.noted.get(0).logNote())
                .contains("the plugin answers, bound to all requests, access", "Location");
    }
}
