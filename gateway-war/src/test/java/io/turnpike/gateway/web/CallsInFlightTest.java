package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallsInFlightTest {

    private final CallsInFlight calls = new CallsInFlight();

    @Test
    void awaitNone_noCallOrAllEnded_returnsAtOnce() {
        assertThat(new CallsInFlight().awaitNone(Duration.ofDays(1))).isZero();
        calls.began();
        calls.ended();
        assertThat(calls.awaitNone(Duration.ofDays(1))).isZero();
    }

    @Test
    void awaitNone_lastCallEnds_returnsThenAndNotBefore() throws Exception {
        calls.began();
        calls.began();
        CompletableFuture<Integer> left = CompletableFuture.supplyAsync(() -> calls.awaitNone(Duration.ofDays(1)));
        calls.ended();
        assertThat(left).isNotDone();
        calls.ended();
        assertThat(left.get(30, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void awaitNone_callThatNeverEnds_isTold() {
        calls.began();
        assertThat(calls.awaitNone(Duration.ofMillis(1))).isEqualTo(1);
    }
}
