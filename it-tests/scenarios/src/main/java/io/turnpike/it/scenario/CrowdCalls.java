package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Answer;
import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.Gateway;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls of all services of the first two owners of a {@link Crowd}, but for the very first one, by turns and one at a time at each gateway, until closed; with
 * all that was not answered as it should be.
 */
final class CrowdCalls implements AutoCloseable {

    private static final Duration ROUND = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = 5_000_000;

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<AtomicLong> rounds;
    private final LoadThreads threads = new LoadThreads();
    private volatile boolean closed;

    CrowdCalls(List<Gateway> gateways) {
        rounds = gateways.stream().map(gateway -> new AtomicLong()).toList();
        for (int i = 0; i < gateways.size(); i++) {
            Gateway gateway = gateways.get(i);
            AtomicLong done = rounds.get(i);
            threads.start("calls by " + gateway, () -> {
                while (!closed) {
                    round(gateway);
                    done.incrementAndGet();
                }
            });
        }
    }

    private void round(Gateway gateway) {
        for (int i = 1; i < 2 * Crowd.SERVICES && !closed; i++) {
            String path = Crowd.path(i / Crowd.SERVICES, i % Crowd.SERVICES);
            try {
                Answer answer = gateway.get(path);
                if (answer.status() != 200) {
                    failures.add(path + ": " + answer);
                }
            } catch (RuntimeException e) {
                failures.add(path + ": " + e);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Waits until every service has been called at every gateway once more. */
    void awaitRound() {
        for (AtomicLong each : rounds) {
            // One of them is on its way.
            long next = each.get() + 2;
            Await.until("another round", ROUND, () -> assertThat(each.get()).isGreaterThanOrEqualTo(next));
        }
    }

    /** What failed so far. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        closed = true;
        threads.join();
    }
}
