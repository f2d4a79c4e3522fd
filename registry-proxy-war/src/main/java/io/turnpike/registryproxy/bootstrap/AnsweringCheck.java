package io.turnpike.registryproxy.bootstrap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down when the Thrift server no longer answers, which a new start of the server mends. */
@Liveness
@ApplicationScoped
public class AnsweringCheck implements HealthCheck {

    @Inject
    RegistryProxyLifecycle lifecycle;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("registry-proxy-answers")
                .status(lifecycle.status().live())
                .build();
    }
}
