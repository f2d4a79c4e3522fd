package peers.ceiling;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** What stands behind the filter, so that the container has JAX-RS to deploy, as it has for Turnpike. */
@Path("/ping")
public class EmptyResource {

    @GET
    public String ping() {
        return "pong";
    }
}
