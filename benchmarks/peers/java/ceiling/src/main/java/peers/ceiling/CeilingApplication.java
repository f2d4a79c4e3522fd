package peers.ceiling;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Owns every path, as the gateway's does. */
@ApplicationPath("/")
public class CeilingApplication extends Application {}
