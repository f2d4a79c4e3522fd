package io.turnpike.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.chain.PluginChains;
import io.turnpike.gateway.upstream.BufferedUpstream;
import io.turnpike.gateway.upstream.StreamReceiver;
import io.turnpike.gateway.upstream.StreamedCall;
import io.turnpike.gateway.upstream.StreamedRequest;
import io.turnpike.gateway.upstream.StreamedUpstream;
import io.turnpike.gateway.upstream.Upstream;
import io.turnpike.gateway.upstream.http.LogLines;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log says of requests that end in an error. */
class PassageTest {

    private LogLines log;

    @BeforeEach
    void open() {
        log = new LogLines(Dispatcher.class);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void stream_failsBeforeTheHead_isLoggedWithRouteAndCaller() {
        stream(receiver -> receiver.failed(lost()));

        assertThat(log.lines())
                .containsExactly("WARNING GET /a: 502 connection-lost: cut [route orders, from 192.0.2.7]");
    }

    @Test
    void stream_failsAfterTheHead_isLoggedAsBrokenOffWithTheStatusThatWasSeen() {
        stream(receiver -> {
            receiver.head(200, List.of());
            receiver.failed(lost());
        });

        assertThat(log.lines())
                .containsExactly("WARNING GET /a: 200, broken off after the head, connection-lost: cut"
                        + " [route orders, from 192.0.2.7]");
    }

    @Test
    void answer_fails_isLoggedWithTheCaller() {
        BufferedUpstream failing = (exchange, parameters) -> CompletableFuture.failedFuture(lost());
        passage(failing, "").answer(exchange());

        assertThat(log.lines()).containsExactly("WARNING GET /a: 502 connection-lost: cut [from 192.0.2.7]");
    }

    private static GatewayException lost() {
        return new GatewayException(GatewayError.CONNECTION_LOST, "cut");
    }

    private static void stream(Consumer<StreamReceiver> behaviour) {
        StreamedUpstream upstream = (request, parameters, receiver) -> {
            behaviour.accept(receiver);
            return new Idle();
        };
        StreamedRequest request = new StreamedRequest(
                "GET", "/a", null, List.of(), 0, new StreamedRequest.Sender("192.0.2.7", false, "http", "h", 80));
        passage(upstream, "orders").stream(request, new Deaf(), 0);
    }

    private static Passage passage(Upstream upstream, String routeId) {
        SnapshotHolder holder = new SnapshotHolder();
        GatewaySnapshot snapshot = new GatewaySnapshot(
                1,
                Map.of(),
                Map.of(),
                RouteTable.EMPTY,
                Duration.ofSeconds(1),
                DispatcherTest.NO_CLIENTS,
                DispatcherTest.NO_HTTP_CLIENTS,
                PluginChains.NONE);
        return Passage.to(new Dispatcher(holder), snapshot, exchange(), new RouteMatch(upstream, List.of(), routeId));
    }

    private static Exchange exchange() {
        return new Exchange("GET", "/a", null, name -> null, () -> "192.0.2.7", new byte[0], 0);
    }

    private static final class Idle implements StreamedCall {

        @Override
        public boolean write(byte[] bytes, int offset, int length) {
            return true;
        }

        @Override
        public void finish() {}

        @Override
        public void resume() {}

        @Override
        public void cancel() {}
    }

    private static final class Deaf implements StreamReceiver {

        @Override
        public void bodyWanted() {}

        @Override
        public void head(int status, List<HeaderField> fields) {}

        @Override
        public boolean body(ByteBuffer bytes) {
            return true;
        }

        @Override
        public void end() {}

        @Override
        public void failed(GatewayException problem) {}
    }
}
