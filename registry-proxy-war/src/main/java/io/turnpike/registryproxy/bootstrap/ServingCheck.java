package io.turnpike.registryproxy.bootstrap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Up while the Thrift server takes requests, once the registry has been told of it; says why when it is not. While Consul is away
 * it stays up and says {@code degraded} in its data.
 */
@Readiness
@ApplicationScoped
public class ServingCheck implements HealthCheck {

    @Inject
    RegistryProxyLifecycle lifecycle;

    @Override
    public HealthCheckResponse call() {
        ProxyStatus status = lifecycle.status();
        return HealthCheckResponse.named("registry-proxy")
                .status(status.ready())
                .withData("degraded", status.degraded())
                .withData("detail", status.detail())
                .withData("connects", status.counts().connects())
                .withData("heartbeats", status.counts().heartbeats())
                .withData("refused", status.counts().refused())
                .build();
    }
}
