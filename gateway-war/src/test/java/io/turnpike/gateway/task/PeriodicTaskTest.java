package io.turnpike.gateway.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {

    private static final Duration NEVER = Duration.ofDays(1);
    private static final long DEADLINE_NANOS = Duration.ofSeconds(20).toNanos();

    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicReference<Thread> last = new AtomicReference<>();

    private Duration step() {
        steps.incrementAndGet();
        return NEVER;
    }

    private void end() {
        last.set(Thread.currentThread());
    }

    private static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(DEADLINE_NANOS);
            Thread.onSpinWait();
        }
    }

    @Test
    void stop_afterStart_endsTheThreadAndDoesWhatComesLastInIt() {
        PeriodicTask task = new PeriodicTask("task", this::step, this::end);
        task.start();
        task.start();
        await(() -> steps.get() == 1);
        task.stop();
        assertThat(last.get().getName()).isEqualTo("task");
        assertThat(last.get().isAlive()).isFalse();
        assertThat(steps).hasValue(1);
    }

    @Test
    void wake_duringAPause_beginsTheNextStep() {
        PeriodicTask task = new PeriodicTask("task", this::step, this::end);
        task.start();
        for (int expected = 1; expected <= 3; expected++) {
            int count = expected;
            await(() -> steps.get() == count);
            task.wake();
        }
        await(() -> steps.get() == 4);
        task.stop();
    }

    @Test
    void step_throws_isDoneAgain() {
        AtomicInteger tries = new AtomicInteger();
        PeriodicTask task = new PeriodicTask(
                "task",
                () -> {
                    switch (tries.incrementAndGet()) {
                        case 1 -> throw new AssertionError("meant");
                        case 2 -> throw new IllegalStateException("meant");
                        default -> {
                            return NEVER;
                        }
                    }
                },
                this::end);
        task.start();
        await(() -> tries.get() == 3);
        task.stop();
        assertThat(last.get()).isNotNull();
    }

    @Test
    void stop_neverStarted_doesNothingAndItCannotBeStartedAnyMore() {
        PeriodicTask task = new PeriodicTask("task", this::step, this::end);
        task.stop();
        task.start();
        assertThat(last.get()).isNull();
        assertThat(steps).hasValue(0);
    }

    @Test
    void stop_endThatTakesLongerThanAStepMay_isNotInterrupted() {
        AtomicInteger slept = new AtomicInteger();
        PeriodicTask task = new PeriodicTask(
                "task",
                this::step,
                () -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(100);
                        slept.incrementAndGet();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                Duration.ofMillis(1));
        task.start();
        await(() -> steps.get() == 1);
        task.stop();
        assertThat(slept).hasValue(1);
    }

    @Test
    void stop_stepThatHangs_isInterruptedAndTheEndIsNot() throws Exception {
        CountDownLatch inStep = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        PeriodicTask task = new PeriodicTask(
                "task",
                () -> {
                    inStep.countDown();
                    try {
                        TimeUnit.DAYS.sleep(1);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        interrupted.incrementAndGet();
                    }
                    return NEVER;
                },
                () -> {
                    if (!Thread.currentThread().isInterrupted()) {
                        end();
                    }
                });
        task.start();
        assertThat(inStep.await(10, TimeUnit.SECONDS)).isTrue();
        task.stop();
        assertThat(interrupted).hasValue(1);
        assertThat(last.get().isAlive()).isFalse();
    }
}
