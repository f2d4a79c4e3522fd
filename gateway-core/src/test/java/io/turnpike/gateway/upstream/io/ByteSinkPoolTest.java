package io.turnpike.gateway.upstream.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.thrift.protocol.ByteSink;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ByteSinkPoolTest {

    private final ByteSinkPool pool = new ByteSinkPool();

    @Test
    void acquire_afterRelease_sameBufferEmpty() {
        ByteSink sink = pool.acquire();
        sink.writeInt(1);
        pool.release(sink);
        assertThat(pool.acquire()).isSameAs(sink);
        assertThat(sink.size()).isZero();
    }

    @Test
    void acquire_manyAtOnce_noBufferTwice() {
        for (int round = 0; round < 3; round++) {
            Set<ByteSink> held = Collections.newSetFromMap(new IdentityHashMap<>());
            for (int i = 0; i < 100; i++) {
                assertThat(held.add(pool.acquire())).isTrue();
            }
            held.forEach(pool::release);
        }
    }

    @Test
    void acquire_onManyThreads_findsWhatAnotherGaveBack() throws Exception {
        ByteSink sink = pool.acquire();
        pool.release(sink);
        for (int i = 0; i < 64; i++) {
            // Each on a thread of its own, for which slot comes first depends on the thread.
            FutureTask<ByteSink> acquisition = new FutureTask<>(pool::acquire);
            new Thread(acquisition).start();
            assertThat(acquisition.get(10, TimeUnit.SECONDS)).isSameAs(sink);
            pool.release(sink);
        }
    }

    @Test
    void release_largeBuffer_notKept() {
        ByteSink sink = pool.acquire();
        sink.reserve(65 << 10);
        pool.release(sink);
        assertThat(pool.acquire()).isNotSameAs(sink);
    }
}
