package io.turnpike.gateway.health;

import io.turnpike.gateway.pull.ConfigurationPull;
import io.turnpike.gateway.pull.PullReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Where plugins are pulled, up as soon as something was pulled once, or was there from a former time; until then nothing is served. While the
 * source is away what runs stays, so it stays up and says {@code degraded} in its data. Always up where nothing is pulled.
 */
@Readiness
@Startup
@ApplicationScoped
public class PullCheck implements HealthCheck {

    @Inject
    Optional<ConfigurationPull> pull;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("pull");
        if (pull.isEmpty()) {
            return answer.up().build();
        }
        PullReport report = pull.get().report();
        answer.status(report.inForce())
                .withData("degraded", !report.fault().isEmpty())
                .withData("modules", report.modules().size());
        if (!report.fault().isEmpty()) {
            answer.withData("detail", report.fault());
        }
        return answer.build();
    }
}
