package io.turnpike.gateway.upstream.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IoLoopsTest {

    private final IoLoops loops = new IoLoops(2);
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        loops.close(TimeUnit.SECONDS.toNanos(10));
    }

    @Test
    void afterTurn_onAnIoThread_comesAfterWhatIsRunning() throws Exception {
        CompletableFuture<Thread> later = new CompletableFuture<>();
        CompletableFuture<Thread> now = new CompletableFuture<>();
        loops.next().execute(() -> {
            IoLoops.afterTurn(() -> {
                seen.add("later");
                later.complete(Thread.currentThread());
            });
            seen.add("now " + IoLoops.isCurrent());
            now.complete(Thread.currentThread());
        });

        assertThat(later.get(30, TimeUnit.SECONDS)).isSameAs(now.get(30, TimeUnit.SECONDS));
        assertThat(seen).containsExactly("now true", "later");
    }

    @Test
    void afterTurn_onAnotherThread_comesAtOnce() {
        IoLoops.afterTurn(() -> seen.add("at once " + IoLoops.isCurrent()));
        assertThat(seen).containsExactly("at once false");
    }
}
