package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.Gateway;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Waits for gateways under test; for one that was not ready in time not again, or each of its tests would wait as long. */
final class Readiness {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Set<String> LATE = ConcurrentHashMap.newKeySet();

    private Readiness() {}

    /** Returns when it is ready. */
    static void await(Gateway gateway) {
        boolean late = !LATE.add(gateway.address());
        Await.until(
                "gateway ready",
                late ? Duration.ZERO : START,
                () -> assertThat(gateway.get("/health/ready").status()).isEqualTo(200));
        LATE.remove(gateway.address());
    }
}
