package io.turnpike.gateway.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The JAX-RS application; it owns every path of the WAR. Resources and mappers are found by scanning. */
@ApplicationPath("/")
public class GatewayApplication extends Application {

    /** Jersey only: OPTIONS is ours. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
