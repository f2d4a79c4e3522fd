package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.Exchange;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallsInFlightTest {

    private final CallsInFlight calls = inFlight();
    private final AtomicLong unsent = new AtomicLong();
    private final AtomicLong cuts = new AtomicLong();

    private final ClientConnection.Outgoing outgoing = new ClientConnection.Outgoing() {
        @Override
        public long unsent() {
            return unsent.get();
        }

        @Override
        public void cut() {
            cuts.incrementAndGet();
        }
    };

    @Test
    void awaitNone_noCallOrAllEnded_returnsAtOnce() {
        assertThat(inFlight().awaitNone(Duration.ofDays(1))).isEmpty();
        began("/a").answered(200);
        assertThat(calls.awaitNone(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void awaitNone_lastCallEnds_returnsThenAndNotBefore() throws Exception {
        CallsInFlight.Call first = began("/a");
        CallsInFlight.Call second = began("/a");
        CompletableFuture<List<String>> left = CompletableFuture.supplyAsync(() -> calls.awaitNone(Duration.ofDays(1)));
        first.answered(200);
        assertThat(left).isNotDone();
        second.answered(200);
        assertThat(left.get(30, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void awaitNone_callThatNeverEnds_isNamed() {
        began("/connect/0123456789");
        assertThat(calls.awaitNone(Duration.ofMillis(1))).containsExactly("GET /connect/01234567… from 192.0.2.1");
    }

    @Test
    void awaitNone_answerNotSent_isWaitedForAndNamed() throws Exception {
        unsent.set(7);
        began("/a").answered(200);
        assertThat(calls.awaitNone(Duration.ofMillis(1)))
                .containsExactly("GET /a from 192.0.2.1 (answered, and not all taken)");

        CompletableFuture<List<String>> left = CompletableFuture.supplyAsync(() -> calls.awaitNone(Duration.ofDays(1)));
        assertThat(left).isNotDone();
        unsent.set(0);
        assertThat(left.get(30, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void answered_moreOnTheSameConnection_onlyTheLastIsWaitedFor() {
        unsent.set(7);
        began("/a").answered(200);
        began("/b").answered(200);
        assertThat(calls.awaitNone(Duration.ofMillis(1)))
                .containsExactly("GET /b from 192.0.2.1 (answered, and not all taken)");
    }

    @Test
    void look_answerSentMeanwhile_ends() {
        unsent.set(7);
        began("/a").answered(200);
        unsent.set(0);
        calls.slowClients.lookAtAll();
        unsent.set(7);
        assertThat(calls.awaitNone(Duration.ofMillis(1))).isEmpty();
        assertThat(cuts).hasValue(0);
    }

    @Test
    void look_clientTakesALittleNowAndThen_isWaitedForAndElseCut() {
        unsent.set(7);
        began("/a").answered(200);
        for (int i = 0; i <= SlowClients.MOST_LOOKS_IN_VAIN; i++) {
            calls.slowClients.lookAtAll();
        }
        unsent.set(6);
        for (int i = 0; i <= SlowClients.MOST_LOOKS_IN_VAIN; i++) {
            calls.slowClients.lookAtAll();
        }
        assertThat(cuts).hasValue(0);

        calls.slowClients.lookAtAll();

        assertThat(cuts).hasValue(1);
        assertThat(calls.awaitNone(Duration.ofMillis(1))).isEmpty();
    }

    private CallsInFlight.Call began(String path) {
        Exchange exchange = new Exchange("GET", path, null, name -> null, () -> "192.0.2.1", new byte[0], 0);
        return calls.began(exchange, outgoing);
    }

    private static CallsInFlight inFlight() {
        CallsInFlight calls = new CallsInFlight();
        calls.slowClients = AnswerWriterTest.slowClients();
        return calls;
    }
}
