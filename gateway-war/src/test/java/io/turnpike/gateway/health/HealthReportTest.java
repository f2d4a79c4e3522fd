package io.turnpike.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class HealthReportTest {

    @Test
    void of_noChecks_isUp() {
        assertThat(HealthReport.of(List.of()).json()).hasToString("{\"status\":\"UP\",\"checks\":[]}");
    }

    @Test
    void of_oneDown_isDownAndShowsData() {
        HealthCheck up = () -> new HealthCheckResponse("a", Status.UP, Optional.of(Map.of("degraded", true)));
        HealthCheck down = () -> new HealthCheckResponse("b", Status.DOWN, Optional.of(Map.of("n", 3L)));
        HealthReport report = HealthReport.of(List.of(up, down));

        assertThat(report.up()).isFalse();
        assertThat(report.json())
                .hasToString("{\"status\":\"DOWN\",\"checks\":["
                        + "{\"name\":\"a\",\"status\":\"UP\",\"data\":{\"degraded\":true}},"
                        + "{\"name\":\"b\",\"status\":\"DOWN\",\"data\":{\"n\":3}}]}");
    }

    @Test
    void of_checkThatThrows_isDown() {
        HealthCheck broken = () -> {
            throw new IllegalStateException("expected by the test");
        };

        assertThat(HealthReport.of(List.of(broken)).up()).isFalse();
    }
}
