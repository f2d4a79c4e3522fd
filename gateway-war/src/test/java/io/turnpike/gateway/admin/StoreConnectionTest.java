package io.turnpike.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreConnectionTest {

    private static final Logger LOGGER = Logger.getLogger(StoreConnection.class.getName());

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> levels = new ArrayList<>();
    private final StoreConnection connection = new StoreConnection(Duration.ofMinutes(3), nanos::get);
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            levels.add(line.getLevel().getName());
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
    }

    @Test
    void failed_forLongerThanTheLimit_saysErrorOnce() {
        connection.answered("MongoDB", "MongoDB at secret-host");
        for (int second = 0; second <= 400; second += 5) {
            nanos.set(TimeUnit.SECONDS.toNanos(second));
            connection.failed("secret-host does not answer");
        }
        assertThat(levels).containsExactly("INFO", "WARNING", "SEVERE");
        connection.answered("MongoDB", "MongoDB at secret-host");
        connection.failed("secret-host does not answer");
        assertThat(levels).containsExactly("INFO", "WARNING", "SEVERE", "INFO", "WARNING");
    }

    @Test
    void failed_beforeEverReached_saysErrorAtOnceAndOnce() {
        connection.failed("no");
        connection.failed("no");
        assertThat(levels).containsExactly("SEVERE");
    }

    @Test
    void unusable_isNotReachableAndLeavesTheLogToItsFinder() {
        connection.answered("MongoDB", "MongoDB at secret-host");
        connection.unusable();
        nanos.set(TimeUnit.HOURS.toNanos(1));
        connection.unusable();
        assertThat(connection.status().reachable()).isFalse();
        assertThat(connection.status().detail()).contains("cannot be taken over");
        assertThat(levels).containsExactly("INFO");
        connection.answered("MongoDB", "MongoDB at secret-host");
        assertThat(connection.status().reachable()).isTrue();
        assertThat(levels).containsExactly("INFO", "INFO");
    }

    @Test
    void status_beforeTheStoreIsRead_refersToTheLogOnlyWhereItHasALine() {
        assertThat(connection.status().detail()).isEqualTo("The store has not been read yet");
        assertThat(levels).isEmpty();
        connection.failed("no");
        assertThat(connection.status().detail())
                .isEqualTo("The store has not been read yet; the gateway's log says why");
        assertThat(levels).containsExactly("SEVERE");
    }

    @Test
    void status_whateverHappened_namesNoHostAndNoPath() {
        assertThat(connection.status().reachable()).isFalse();
        connection.failed("/secret/path is damaged");
        assertThat(connection.status().detail()).isNotEmpty().doesNotContain("secret");
        connection.answered("embedded store", "the embedded store /secret/path");
        assertThat(connection.status()).isEqualTo(new StoreStatus(true, "embedded store", ""));
        connection.failed("/secret/path is damaged");
        assertThat(connection.status().detail()).isNotEmpty().doesNotContain("secret");
    }
}
