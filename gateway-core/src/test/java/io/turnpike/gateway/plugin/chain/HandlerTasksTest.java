package io.turnpike.gateway.plugin.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HandlerTasksTest {

    /** A task and when it is due. */
    private record Due(Runnable task, Duration delay) {}

    private final List<Due> timers = new ArrayList<>();
    private final HandlerTasks tasks = new HandlerTasks((task, delay) -> timers.add(new Due(task, delay)));
    private final List<String> done = new ArrayList<>();

    /** Lets the time of all that is scheduled come. */
    private void passTime() {
        List<Due> all = List.copyOf(timers);
        timers.clear();
        all.forEach(due -> due.task().run());
    }

    @Test
    void what_is_scheduled_runs_when_it_is_due_and_once() {
        tasks.schedule(() -> done.add("a"), Duration.ofSeconds(3));
        assertThat(timers).extracting(Due::delay).containsExactly(Duration.ofSeconds(3));
        assertThat(done).isEmpty();
        passTime();
        tasks.close();
        passTime();
        assertThat(done).containsExactly("a");
    }

    @Test
    void what_is_scheduled_does_not_run_after_the_end_whenever_it_was_scheduled() {
        tasks.schedule(() -> done.add("before"), Duration.ofSeconds(3));
        tasks.close();
        tasks.schedule(() -> done.add("after"), Duration.ZERO);
        passTime();
        assertThat(done).isEmpty();
    }

    @Test
    void a_task_may_schedule_itself_again_until_the_end() {
        class Again implements Runnable {
            @Override
            public void run() {
                done.add("again");
                tasks.schedule(this, Duration.ofSeconds(1));
            }
        }
        new Again().run();
        passTime();
        tasks.close();
        passTime();
        passTime();
        assertThat(done).containsExactly("again", "again");
        assertThat(timers).isEmpty();
    }

    @Test
    void where_there_are_no_timers_any_more_whoever_schedules_is_told() {
        HandlerTasks ended = new HandlerTasks((task, delay) -> {
            throw new RejectedExecutionException("ended");
        });
        assertThatThrownBy(() -> ended.schedule(() -> done.add("never"), Duration.ZERO))
                .isInstanceOf(RejectedExecutionException.class);
        ended.close();
        assertThat(done).isEmpty();
    }

    @Test
    void what_blocks_is_interrupted_at_the_end_and_what_waits_for_a_thread_does_not_begin() throws Exception {
        try (PluginThreads threads = new PluginThreads("ends", HandlerTasksTest.class.getClassLoader())) {
            CountDownLatch running = new CountDownLatch(PluginThreads.MOST_THREADS);
            CountDownLatch interrupted = new CountDownLatch(PluginThreads.MOST_THREADS);
            AtomicBoolean begun = new AtomicBoolean();
            List<CompletableFuture<?>> stages = new ArrayList<>();
            for (int i = 0; i < PluginThreads.MOST_THREADS; i++) {
                stages.add(tasks.block(
                                () -> {
                                    running.countDown();
                                    try {
                                        new CountDownLatch(1).await();
                                    } catch (InterruptedException e) {
                                        interrupted.countDown();
                                    }
                                    return "ended";
                                },
                                threads)
                        .toCompletableFuture());
            }
            stages.add(tasks.block(() -> begun.getAndSet(true), threads).toCompletableFuture());
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
            tasks.close();
            assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(stages)
                    .allSatisfy(stage -> assertThatThrownBy(stage::join).isInstanceOf(CancellationException.class));
            assertThat(threads.submit(() -> "still there").get(30, TimeUnit.SECONDS))
                    .isEqualTo("still there");
            assertThat(begun).isFalse();
        }
    }
}
