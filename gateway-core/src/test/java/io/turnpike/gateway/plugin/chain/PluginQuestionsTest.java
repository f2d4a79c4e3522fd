package io.turnpike.gateway.plugin.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.fallback.FallbackPlugin;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PluginQuestionsTest {

    private static final Plugin PLUGIN =
            Plugins.plugin("asked", 1, true, (configuration, context) -> new PluginHandler() {});

    private final PluginQuestions patient = new PluginQuestions();
    private final PluginQuestions hasty = new PluginQuestions(Duration.ofMillis(20));
    private final Semaphore held = new Semaphore(0);

    @AfterEach
    void close() {
        held.release(100);
        patient.close();
        hasty.close();
    }

    /** Listens to no interrupt. */
    private String hang() {
        held.acquireUninterruptibly();
        return "late";
    }

    @Test
    void one_that_answers_does_so_on_a_thread_of_its_own_with_its_own_class_loader() throws Exception {
        Thread thread = patient.ask(PLUGIN, Thread::currentThread);
        assertThat(thread.getName()).startsWith("turnpike-plugin-").contains("-asked-");
        assertThat(thread.getContextClassLoader()).isSameAs(PLUGIN.getClass().getClassLoader());
        assertThat(patient.ask(new FallbackPlugin(), Thread::currentThread))
                .as("a built-in one needs none")
                .isSameAs(Thread.currentThread());
    }

    @Test
    void what_a_plugin_throws_is_thrown_as_it_is() {
        for (Exception thrown : new Exception[] {
            new InvalidConfigurationException("/a", "bad"), new IOException("io"), new IllegalStateException("state")
        }) {
            assertThatThrownBy(() -> patient.ask(PLUGIN, () -> {
                        throw thrown;
                    }))
                    .isSameAs(thrown);
        }
        Error error = new NoClassDefFoundError("gone");
        assertThatThrownBy(() -> patient.ask(PLUGIN, () -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void one_that_does_not_answer_is_waited_for_no_longer_and_interrupted() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        assertThatThrownBy(() -> hasty.ask(PLUGIN, () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.complete(true);
                    }
                    return "";
                }))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("has not answered within 20 ms");
        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void an_answer_that_comes_too_late_is_handed_over() throws Exception {
        CompletableFuture<String> late = new CompletableFuture<>();
        assertThatThrownBy(() -> hasty.ask(PLUGIN, this::hang, late::complete)).isInstanceOf(TimeoutException.class);
        held.release();
        assertThat(late.get(30, TimeUnit.SECONDS)).isEqualTo("late");
    }

    @Test
    void one_that_keeps_its_threads_is_not_asked_any_more_until_it_gives_one_back() throws Exception {
        for (int i = 0; i < PluginQuestions.MOST_STUCK; i++) {
            assertThatThrownBy(() -> hasty.ask(PLUGIN, this::hang)).hasMessageContaining("has not answered");
        }
        assertThatThrownBy(() -> hasty.ask(PLUGIN, () -> {
                    throw new AssertionError("asked");
                }))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("is not asked, for it has not returned from 8 earlier calls");
        CompletableFuture<String> returned = new CompletableFuture<>();
        held.release(PluginQuestions.MOST_STUCK);
        // The threads that come back take the questions of others, one after the other.
        while (!returned.isDone()) {
            try {
                returned.complete(hasty.ask(PLUGIN, () -> "here again"));
            } catch (TimeoutException e) {
                Thread.onSpinWait();
            }
        }
        assertThat(returned.join()).isEqualTo("here again");
    }
}
