package io.turnpike.gateway.upstream.http;

import static io.turnpike.gateway.upstream.http.Gateway.await;
import static io.turnpike.gateway.upstream.http.Gateway.begin;
import static io.turnpike.gateway.upstream.http.Gateway.get;
import static io.turnpike.gateway.upstream.http.Gateway.request;
import static io.turnpike.gateway.upstream.http.Gateway.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.upstream.StreamedCall;
import io.turnpike.gateway.upstream.StreamedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Bodies on their way: who holds whom back, who waits for whom, and what ends it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodyStreamTest {

    private static final int PIECE = 16 << 10;
    private static final long LONG_BODY = 64L << 20;

    /** What a call and the kernel's buffers may hold, and much less than the body. */
    private static final long HELD = 16L << 20;

    private final Gateway gateway = new Gateway();

    @AfterAll
    void close() {
        gateway.close();
    }

    @Test
    void answer_receiverHasEnough_holdsTheNodeBack() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (Node node = new Node((head, socket) -> {
            Node.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + LONG_BODY + "\r\n\r\n");
            byte[] piece = new byte[PIECE];
            while (sent.get() < LONG_BODY) {
                socket.getOutputStream().write(piece);
                sent.addAndGet(piece.length);
            }
        })) {
            Received received = new Received().counting();
            received.onBody = bytes -> false;
            StreamedCall call = begin(gateway.open(node), get(), received);

            await(() -> received.bodyBytes.get() > 0);
            awaitStandstill(sent);
            assertThat(received.bodyBytes).hasValueLessThan(128 << 10);
            assertThat(sent).hasValueLessThan(HELD);
            assertThat(gateway.loops.directBytesInUse()).isLessThan(1 << 20);

            received.onBody = bytes -> true;
            call.resume();
            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.bodyBytes).hasValue(LONG_BODY);
        }
    }

    @Test
    void answer_receiverStopsAtEachPiece_getsAllInOrder() throws Exception {
        StringBuilder body = new StringBuilder();
        for (int i = 0; body.length() < 1 << 20; i++) {
            body.append(i).append(' ');
        }
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (Node node = Node.answering(answer)) {
            Received received = new Received();
            CallReference call = new CallReference();
            received.onBody = bytes -> {
                call.run(StreamedCall::resume);
                return false;
            };
            call.complete(begin(gateway.open(node), get(), received));

            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(received.text()).isEqualTo(body.toString());
        }
    }

    @Test
    void request_nodeTakesNothing_holdsTheClientBack() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        AtomicLong taken = new AtomicLong();
        try (Node node = new Node((head, socket) -> {
            awaitLatch(read);
            byte[] buffer = new byte[PIECE];
            while (taken.get() < LONG_BODY) {
                taken.addAndGet(socket.getInputStream().read(buffer));
            }
            Node.send(socket, Node.OK);
        })) {
            Received received = new Received();
            Source source = new Source(LONG_BODY);
            received.onBodyWanted = source::more;
            source.call.complete(begin(gateway.open(node), request("PUT", LONG_BODY), received));

            await(() -> source.given.get() > 0);
            awaitStandstill(source.given);
            assertThat(source.given).hasValueLessThan(HELD);
            assertThat(gateway.loops.directBytesInUse()).isLessThan(1 << 20);

            read.countDown();
            assertThat(received.awaitStatus()).isEqualTo(200);
            assertThat(taken).hasValue(LONG_BODY);
            assertThat(received.wanted.get()).isGreaterThan(1);
        }
    }

    /** Gives so many bytes, whenever they are wanted. */
    private static final class Source {
        private final CallReference call = new CallReference();
        private final AtomicLong given = new AtomicLong();
        private final byte[] piece = new byte[PIECE];
        private final long length;
        private boolean finished;

        Source(long length) {
            this.length = length;
        }

        void more() {
            call.run(each -> {
                boolean more = true;
                while (more && given.get() < length) {
                    given.addAndGet(piece.length);
                    more = each.write(piece, 0, piece.length);
                }
                if (given.get() == length && !finished) {
                    finished = true;
                    each.finish();
                }
            });
        }
    }

    @Test
    void expect_nodeWantsTheBody_getsItAfterThe100() throws Exception {
        try (Node node = new Node((head, socket) -> {
            Node.send(socket, "HTTP/1.1 100 Continue\r\n\r\n");
            Node.read(socket, 4);
            Node.send(socket, Node.OK);
        })) {
            HttpClient client = gateway.open(node);
            StreamedRequest expecting = request("PUT", 4, "Expect: 100-continue");

            assertThat(send(client, expecting, "body").awaitStatus()).isEqualTo(200);
            assertThat(send(client, expecting, "body").awaitStatus()).isEqualTo(200);
            assertThat(node.heads.get(0)).containsOnlyOnce("Expect: 100-continue\r\n");
            assertThat(node.connections()).isEqualTo(1);
        }
    }

    @Test
    void expect_nodeKnowsNothingOfIt_getsTheBodyAfterAWhile() throws Exception {
        try (Gateway impatient = new Gateway(Duration.ofMillis(20));
                Node node = new Node((head, socket) -> {
                    Node.read(socket, 4);
                    Node.send(socket, Node.OK);
                })) {
            Received received = send(impatient.open(node), request("PUT", 4, "Expect: 100-continue"), "body");

            assertThat(received.awaitStatus()).isEqualTo(200);
        }
    }

    @Test
    void expect_nodeRefuses_neverAsksForTheBody() throws Exception {
        try (Node node = Node.answering("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n")) {
            HttpClient client = gateway.open(node);
            Received received = send(client, request("PUT", 4, "Expect: 100-continue"), "body");

            assertThat(received.awaitStatus()).isEqualTo(417);
            assertThat(received.wanted).hasValue(0);
            // Whether the node waits for the body nobody knows, so the connection cannot be used again.
            assertThat(send(client, get()).awaitStatus()).isEqualTo(417);
            assertThat(node.connections()).isEqualTo(2);
        }
    }

    @Test
    void expect_requestWithoutBody_isNotPassedOn() throws Exception {
        try (Node node = Node.answering(Node.OK)) {
            assertThat(send(gateway.open(node), get("Expect: 100-continue")).awaitStatus())
                    .isEqualTo(200);
            assertThat(node.heads.get(0)).doesNotContain("Expect");
        }
    }

    @Test
    void answer_beforeTheBodyIsSent_isPassedOnAndEndsTheConnection() throws Exception {
        try (Node node = new Node((head, socket) -> {
            if (head.startsWith("PUT")) {
                Node.read(socket, 2);
                Node.send(socket, "HTTP/1.1 413 Too Much\r\nContent-Length: 3\r\n\r\nbig");
            } else {
                Node.send(socket, Node.OK);
            }
        })) {
            HttpClient client = gateway.open(node);
            Received received = new Received();
            CallReference call = new CallReference();
            received.onBodyWanted = () -> call.run(each -> each.write(new byte[2], 0, 2));
            call.complete(begin(client, request("PUT", 1000), received));

            assertThat(received.awaitStatus()).isEqualTo(413);
            assertThat(received.text()).isEqualTo("big");
            assertThat(send(client, get()).awaitStatus()).isEqualTo(200);
            assertThat(node.connections()).isEqualTo(2);
        }
    }

    @Test
    void cancel_closesTheConnectionAndTellsNothing() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (Node node = new Node((head, socket) -> {
            Node.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
            if (socket.getInputStream().read() < 0) {
                gone.countDown();
                socket.close();
            }
        })) {
            Received received = new Received();
            StreamedCall call = begin(gateway.open(node), get(), received);
            await(() -> received.bodyBytes.get() == 4);
            call.cancel();

            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(received.ended).isNotDone();
            assertThat(call.write(new byte[1], 0, 1)).isTrue();
        }
    }

    @Test
    void answer_noneForTooLong_timesOut() throws Exception {
        try (Node node = new Node((head, socket) -> socket.getInputStream().read())) {
            Received received = send(gateway.open(node), get());
            await(() -> !node.heads.isEmpty());
            gateway.elapse(Duration.ofSeconds(59));
            assertThat(received.ended).isNotDone();
            gateway.elapse(Duration.ofSeconds(2));

            assertThat(received.awaitProblem().error()).isEqualTo(GatewayError.UPSTREAM_TIMEOUT);
        }
    }

    @Test
    void answer_stopsInTheMiddle_timesOut() throws Exception {
        try (Node node = new Node((head, socket) -> {
            Node.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
            socket.getInputStream().read();
        })) {
            Received received = send(gateway.open(node), get());
            await(() -> received.bodyBytes.get() == 4);
            gateway.elapse(Duration.ofSeconds(61));

            assertThat(received.awaitProblem().error()).isEqualTo(GatewayError.UPSTREAM_TIMEOUT);
            assertThat(received.status).isCompletedWithValue(200);
        }
    }

    @Test
    void answer_receiverIsSlow_doesNotTimeOut() throws Exception {
        try (Node node = Node.answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsome")) {
            Received received = new Received();
            received.onBody = bytes -> false;
            StreamedCall call = begin(gateway.open(node), get(), received);
            await(() -> received.bodyBytes.get() == 4);
            gateway.elapseAndTick(Duration.ofMinutes(10));
            call.resume();

            assertThat(received.awaitStatus()).isEqualTo(200);
        }
    }

    @Test
    void request_clientIsSlowWithItsBody_doesNotTimeOut() throws Exception {
        try (Node node = new Node((head, socket) -> {
            Node.read(socket, 2);
            Node.send(socket, Node.OK);
        })) {
            Received received = new Received();
            CallReference call = new CallReference();
            received.onBodyWanted = () -> call.run(each -> each.write(new byte[1], 0, 1));
            StreamedCall begun = begin(gateway.open(node), request("PUT", 2), received);
            call.complete(begun);
            await(() -> received.wanted.get() == 1);
            gateway.elapseAndTick(Duration.ofMinutes(10));
            assertThat(received.ended).isNotDone();
            begun.write(new byte[1], 0, 1);
            begun.finish();

            assertThat(received.awaitStatus()).isEqualTo(200);
        }
    }

    @Test
    void request_nodeTakesNothingForTooLong_timesOut() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (Node node = new Node((head, socket) -> awaitLatch(done))) {
            Received received = new Received();
            Source source = new Source(LONG_BODY);
            received.onBodyWanted = source::more;
            source.call.complete(begin(gateway.open(node), request("PUT", LONG_BODY), received));
            await(() -> source.given.get() > 0);
            awaitStandstill(source.given);
            gateway.elapse(Duration.ofSeconds(61));

            assertThat(received.awaitProblem().error()).isEqualTo(GatewayError.UPSTREAM_TIMEOUT);
            assertThat(received.awaitProblem().detail()).contains("took nothing");
            done.countDown();
        }
    }

    @Test
    void close_callsUnderWay_areAnswered() throws Exception {
        try (Gateway stopping = new Gateway();
                Node node = new Node((head, socket) -> socket.getInputStream().read())) {
            Received received = send(stopping.open(node), get());
            await(() -> !node.heads.isEmpty());
            stopping.transport.close();

            assertThat(received.awaitProblem().detail()).contains("was stopped");
        }
    }

    /** Until nothing has moved for a while: that the one who is held back could go on cannot be seen otherwise. */
    private static void awaitStandstill(AtomicLong counter) throws InterruptedException {
        long before = -1;
        while (before != counter.get()) {
            before = counter.get();
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static void awaitLatch(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
