package io.turnpike.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.pull.PullReport;
import io.turnpike.gateway.pull.PulledModule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class PullCheckTest {

    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    private static PullReport report(String fault, boolean inForce) {
        return new PullReport(
                Optional.of(SINCE),
                Optional.empty(),
                Optional.empty(),
                false,
                fault,
                fault.isEmpty() ? Optional.empty() : Optional.of(SINCE),
                inForce ? List.of(new PulledModule("access", "access", "1")) : List.of(),
                inForce);
    }

    @Test
    void of_fault_saysSinceWhenAndNotWhat() {
        HealthCheckResponse response = PullCheck.of(report("a rule with hunter2", false));
        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(response.getData())
                .contains(Map.of(
                        "degraded",
                        true,
                        "modules",
                        0L,
                        "detail",
                        "Nothing good has been pulled since 2026-01-01T00:00:00Z; GET /status with the master key says"
                                + " why"));
    }

    @Test
    void of_inForce_isUpAlsoIfTheSourceIsAway() {
        HealthCheckResponse good = PullCheck.of(report("", true));
        assertThat(good.getStatus()).isEqualTo(Status.UP);
        assertThat(good.getData()).contains(Map.of("degraded", false, "modules", 1L));
        HealthCheckResponse away = PullCheck.of(report("away", true));
        assertThat(away.getStatus()).isEqualTo(Status.UP);
        assertThat(away.getData().orElseThrow()).containsEntry("degraded", true);
    }
}
