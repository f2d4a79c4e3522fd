package io.turnpike.gateway.health;

import io.turnpike.gateway.handover.ProxyReport;
import io.turnpike.gateway.handover.RegistryProxies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells how handing over to RegistryProxies goes. Always up: without any the gateway does the work itself. */
@Readiness
@ApplicationScoped
public class RegistryProxyCheck implements HealthCheck {

    @Inject
    Optional<RegistryProxies> proxies;

    @Override
    public HealthCheckResponse call() {
        ProxyReport report = proxies.map(RegistryProxies::report).orElse(new ProxyReport(0, 0, 0, 0));
        return HealthCheckResponse.named("registry-proxies")
                .up()
                .withData("known", report.known())
                .withData("usable", report.usable())
                .withData("handedOver", report.handedOver())
                .withData("failed", report.failed())
                .build();
    }
}
