package io.turnpike.gateway.health;

import io.turnpike.registry.OpenRegistry;
import io.turnpike.registry.RegistryStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Up as soon as the instances have been read once. While the registry is away calls go on, so it stays up and says {@code degraded}
 * in its data.
 */
@Readiness
@Startup
@ApplicationScoped
public class RegistryCheck implements HealthCheck {

    @Inject
    OpenRegistry registry;

    @Override
    public HealthCheckResponse call() {
        RegistryStatus status = registry.status();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("registry")
                .status(status.loaded())
                .withData("degraded", status.degraded())
                .withData("registry", status.kind())
                .withData("services", status.services())
                .withData("instances", status.instances());
        if (!status.detail().isEmpty()) {
            answer.withData("detail", status.detail());
        }
        return answer.build();
    }
}
