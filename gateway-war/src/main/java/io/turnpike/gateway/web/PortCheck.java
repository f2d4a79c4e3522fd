package io.turnpike.gateway.web;

import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Warns once if the server listens elsewhere than {@code serverPort} says. A WAR cannot ask its server for its port in a
 * portable way before the first request comes in, so that one tells.
 */
@ApplicationScoped
public class PortCheck {

    private static final System.Logger LOGGER = System.getLogger(PortCheck.class.getName());

    private final AtomicBoolean checked = new AtomicBoolean();

    @Inject
    GatewaySettings settings;

    void seen(int port) {
        if (!checked.get() && checked.compareAndSet(false, true) && port != settings.serverPort()) {
            LOGGER.log(
                    Level.WARNING,
                    "serverPort: " + settings.serverPort() + ", but the server listens on " + port
                            + " (only Turnpike's own launcher can move the server's port)");
        }
    }
}
