package io.turnpike.gateway.health;

import io.turnpike.gateway.admin.Registrations;
import io.turnpike.gateway.admin.StoreStatus;
import io.turnpike.gateway.routing.GatewaySnapshot;
import io.turnpike.gateway.routing.SnapshotHolder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Up as soon as the configuration has been loaded once. While the store is away calls go on, so it stays up and says
 * {@code degraded} in its data.
 */
@Readiness
@Startup
@ApplicationScoped
public class SnapshotCheck implements HealthCheck {

    @Inject
    SnapshotHolder snapshots;

    @Inject
    Registrations registrations;

    @Override
    public HealthCheckResponse call() {
        Optional<GatewaySnapshot> snapshot = snapshots.current();
        StoreStatus store = registrations.storeStatus();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("configuration")
                .status(snapshot.isPresent())
                .withData("degraded", !store.reachable())
                .withData("store", store.store());
        snapshot.ifPresent(s -> answer.withData("revision", s.revision())
                .withData("services", s.services().size()));
        if (!store.reachable()) {
            answer.withData("detail", store.detail());
        }
        return answer.build();
    }
}
