package io.turnpike.gateway.health;

import io.turnpike.gateway.pull.ConfigurationPull;
import io.turnpike.gateway.pull.PullReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Where plugins are pulled, up as soon as something was pulled once, or was there from a former time; until then nothing is served. While the
 * source is away what runs stays, so it stays up and says {@code degraded} in its data. Why it is away only {@code GET /status} says: a fault
 * may quote rules, and health is for everybody. Always up where nothing is pulled.
 */
@Readiness
@Startup
@ApplicationScoped
public class PullCheck implements HealthCheck {

    private static final String NAME = "pull";

    @Inject
    Optional<ConfigurationPull> pull;

    @Override
    public HealthCheckResponse call() {
        return pull.map(ConfigurationPull::report)
                .map(PullCheck::of)
                .orElseGet(() -> new HealthCheckResponse(NAME, Status.UP, Optional.empty()));
    }

    static HealthCheckResponse of(PullReport report) {
        Map<String, Object> data = new TreeMap<>();
        data.put("degraded", !report.fault().isEmpty());
        data.put("modules", (long) report.modules().size());
        report.faultSince()
                .ifPresent(since -> data.put(
                        "detail",
                        "Nothing good has been pulled since " + since + "; GET /status with the master key says why"));
        return new HealthCheckResponse(NAME, report.inForce() ? Status.UP : Status.DOWN, Optional.of(data));
    }
}
