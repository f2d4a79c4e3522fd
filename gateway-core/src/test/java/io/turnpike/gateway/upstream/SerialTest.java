package io.turnpike.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerialTest {

    private final List<String> seen = new ArrayList<>();
    private final Serial serial = new Serial(failure -> seen.add("failed: " + failure.getMessage()));

    @Test
    void execute_fromInsideATask_runsAfterIt() {
        serial.execute(() -> {
            serial.execute(() -> seen.add("second"));
            seen.add("first");
        });

        assertThat(seen).containsExactly("first", "second");
    }

    @Test
    void execute_taskThatFails_tellsAndGoesOn() {
        serial.execute(() -> {
            serial.execute(() -> seen.add("next"));
            throw new IllegalStateException("x");
        });

        assertThat(seen).containsExactly("failed: x", "next");
    }

    @Test
    void execute_listenerThatFailsToo_goesOn() {
        Serial unlucky = new Serial(failure -> {
            throw new IllegalStateException("y");
        });
        unlucky.execute(() -> {
            unlucky.execute(() -> seen.add("next"));
            throw new IllegalStateException("x");
        });
        unlucky.execute(() -> seen.add("later"));

        assertThat(seen).containsExactly("next", "later");
    }

    @Test
    void execute_byManyThreads_runsOneAtATime() throws InterruptedException {
        int[] count = new int[1];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 10_000; n++) {
                    serial.execute(() -> count[0]++);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        serial.execute(() -> seen.add(String.valueOf(count[0])));
        assertThat(seen).containsExactly("40000");
    }
}
