package io.turnpike.gateway.upstream.http;

import static io.turnpike.gateway.routing.rule.HttpTargets.with;
import static io.turnpike.gateway.upstream.http.Gateway.await;
import static io.turnpike.gateway.upstream.http.Gateway.begin;
import static io.turnpike.gateway.upstream.http.Gateway.get;
import static io.turnpike.gateway.upstream.http.Gateway.on;
import static io.turnpike.gateway.upstream.http.Gateway.send;
import static io.turnpike.gateway.upstream.http.Gateway.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.upstream.StreamedCall;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that a node sends after a whole answer, in the same write, while the receiver holds it back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExcessBytesTest {

    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private final Gateway gateway = new Gateway();

    @AfterAll
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 503 X\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 100 Continue\r\n\r\n" + Node.OK,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nevil\r\n",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "no HTTP\r\n\r\n"
            })
    void answer_moreComesWhileTheReceiverHasEnough_isWholeAndTheLast(String more) throws Exception {
        try (Node node = Node.answering(HELLO + more);
                Node other = Node.answering(Node.OK)) {
            HttpClient client = gateway.open(with(target(node, other), on("http_503", "error", "invalid_header")));
            HttpNode known = client.nodes().get(0);
            Received received = new Received();
            received.onBody = bytes -> false;
            StreamedCall call = begin(client, get(), received);
            await(() -> received.bodyBytes.get() > 0);
            awaitLoop();
            assertThat(received.ended).isNotDone();
            received.onBody = bytes -> true;
            call.resume();

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.text()).isEqualTo("hello");
            await(() -> known.connections() == 0);
            assertThat(other.heads).isEmpty();
            assertThat(gateway.loops.directBytesInUse()).isLessThan(1 << 20);
        }
    }

    @Test
    void answer_nothingMoreComes_keepsTheConnection() throws Exception {
        try (Node node = Node.answering("HTTP/1.1 103 Early Hints\r\n\r\n" + HELLO)) {
            HttpClient client = gateway.open(node);
            Received received = new Received();
            received.onBody = bytes -> false;
            StreamedCall call = begin(client, get(), received);
            await(() -> received.bodyBytes.get() > 0);
            call.resume();
            assertThat(received.awaitStatus()).isEqualTo(200);

            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    /** Waits until what was read has been dealt with. */
    private void awaitLoop() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        gateway.loops.all().get(0).execute(reached::countDown);
        assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
