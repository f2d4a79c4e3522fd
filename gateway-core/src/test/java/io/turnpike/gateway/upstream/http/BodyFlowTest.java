package io.turnpike.gateway.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BodyFlowTest {

    private final BodyFlow flow = new BodyFlow();

    @Test
    void add_upToTheHighMark_wantsMore() {
        assertThat(flow.add(BodyFlow.HIGH_BYTES)).isTrue();
        assertThat(flow.add(1)).isFalse();
    }

    @Test
    void sent_downToTheLowMark_wantsMoreOnce() {
        flow.add(BodyFlow.HIGH_BYTES);
        flow.add(1);

        assertThat(flow.sent(BodyFlow.HIGH_BYTES - BodyFlow.LOW_BYTES)).isFalse();
        assertThat(flow.sent(1)).isTrue();
        assertThat(flow.sent(BodyFlow.LOW_BYTES)).isFalse();
        assertThat(flow.waiting()).isZero();
    }

    @Test
    void sent_nobodyWasHeldBack_tellsNobody() {
        flow.add(BodyFlow.HIGH_BYTES);

        assertThat(flow.sent(BodyFlow.HIGH_BYTES)).isFalse();
    }

    /** Whoever is told to stop is told to go on, however the two sides meet. */
    @Test
    void twoThreads_neverWaitForEachOther() throws Exception {
        int pieces = 20_000;
        int piece = 40 << 10;
        LinkedBlockingQueue<Integer> written = new LinkedBlockingQueue<>();
        Semaphore wanted = new Semaphore(0);
        CountDownLatch done = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            for (int i = 0; i < pieces; i++) {
                boolean more = flow.add(piece);
                written.add(piece);
                if (!more && !acquire(wanted)) {
                    return;
                }
            }
            done.countDown();
        });
        writer.start();
        for (int i = 0; i < pieces; i++) {
            Integer next = written.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("piece %d", i).isNotNull();
            if (flow.sent(next)) {
                wanted.release();
            }
        }

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(flow.waiting()).isZero();
    }

    private static boolean acquire(Semaphore semaphore) {
        try {
            return semaphore.tryAcquire(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
