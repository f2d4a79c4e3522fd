package io.turnpike.gateway.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** MicroProfile Health on the gateway's own port, over every check that CDI knows: 200 if all are up, otherwise 503. */
@Path("health")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class HealthProbeResource {

    @Inject
    @Any
    Instance<HealthCheck> checks;

    @GET
    public Response all() {
        Set<HealthCheck> all = new LinkedHashSet<>();
        checks.select(Liveness.Literal.INSTANCE).forEach(all::add);
        checks.select(Readiness.Literal.INSTANCE).forEach(all::add);
        checks.select(Startup.Literal.INSTANCE).forEach(all::add);
        return answer(all);
    }

    @GET
    @Path("live")
    public Response live() {
        return answer(checks.select(Liveness.Literal.INSTANCE));
    }

    @GET
    @Path("ready")
    public Response ready() {
        return answer(checks.select(Readiness.Literal.INSTANCE));
    }

    @GET
    @Path("started")
    public Response started() {
        return answer(checks.select(Startup.Literal.INSTANCE));
    }

    private static Response answer(Iterable<? extends HealthCheck> asked) {
        HealthReport report = HealthReport.of(asked);
        return Response.status(report.up() ? 200 : 503)
                .entity(report.json().toString())
                .build();
    }
}
