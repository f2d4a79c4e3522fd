package io.turnpike.registryproxy.bootstrap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Up while the Thrift server takes requests; says why when it does not. */
@Readiness
@ApplicationScoped
public class ServingCheck implements HealthCheck {

    @Inject
    RegistryProxyLifecycle lifecycle;

    @Override
    public HealthCheckResponse call() {
        ProxyStatus status = lifecycle.status();
        return HealthCheckResponse.named("registry-proxy")
                .status(status.serving())
                .withData("detail", status.detail())
                .build();
    }
}
