package io.turnpike.gateway.health;

import io.turnpike.gateway.admin.Registrations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Up as long as the gateway answers, unless only a restart helps: a class of it that is needed to load the configuration cannot be used any more. */
@Liveness
@ApplicationScoped
public class ProcessCheck implements HealthCheck {

    @Inject
    Registrations registrations;

    @Override
    public HealthCheckResponse call() {
        String lost = registrations.lost();
        return lost.isEmpty()
                ? HealthCheckResponse.up("gateway")
                : HealthCheckResponse.named("gateway")
                        .down()
                        .withData("detail", lost + "; the gateway must be started again")
                        .build();
    }
}
