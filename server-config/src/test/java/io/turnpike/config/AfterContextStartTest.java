package io.turnpike.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AfterContextStartTest {

    private static final String CONTEXT = Context.class.getName();

    /** What a server has on the stack while it starts an application. */
    private static final class Context {
        private final CountDownLatch listenersTold = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);
        private final AtomicReference<Thread> worker = new AtomicReference<>();
        private final CountDownLatch worked = new CountDownLatch(1);
        private final AtomicReference<AfterContextStart> begun = new AtomicReference<>();

        void start() throws InterruptedException {
            begun.set(AfterContextStart.begin(CONTEXT, "after-start", this::work));
            listenersTold.countDown();
            end.await();
        }

        private void work() {
            worker.set(Thread.currentThread());
            worked.countDown();
        }
    }

    private final Context context = new Context();

    private Thread starter() {
        FutureTask<Void> start = new FutureTask<>(() -> {
            context.start();
            return null;
        });
        Thread thread = new Thread(start, "starter");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void begin_duringTheStart_waitsForItsEnd() throws Exception {
        Thread starter = starter();
        assertThat(context.listenersTold.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(context.worker.get()).isNull();
        context.end.countDown();
        starter.join();
        assertThat(context.worked.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(context.worker.get().getName()).isEqualTo("after-start");
        context.begun.get().close();
        assertThat(context.worker.get().isAlive()).isFalse();
    }

    @Test
    void begin_noContext_worksHereAndNow() {
        AtomicReference<Thread> worker = new AtomicReference<>();
        try (AfterContextStart unused =
                AfterContextStart.begin(CONTEXT, "after-start", () -> worker.set(Thread.currentThread()))) {
            assertThat(worker.get()).isSameAs(Thread.currentThread());
        }
    }

    @Test
    void close_duringTheStart_neverBegins() throws Exception {
        Thread starter = starter();
        assertThat(context.listenersTold.await(10, TimeUnit.SECONDS)).isTrue();
        context.begun.get().close();
        context.end.countDown();
        starter.join();
        assertThat(context.worker.get()).isNull();
    }
}
