package io.turnpike.gateway.plugin.redirect;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.Optional;

/** {@code redirect}: answers with a place to go to, see {@code docs/plugins-builtin.md}. */
public final class RedirectPlugin extends BuiltInPlugin {

    private static final int FOUND = 302;
    private static final int MOVED_PERMANENTLY = 301;
    private static final int HTTPS_PORT = 443;

    public RedirectPlugin() {
        super("redirect", 4800, Phase.ACCESS);
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        FaultList faults = new FaultList();
        Optional<String> location = configuration.text("Location");
        boolean https = configuration.flag("Https", false);
        if (location.isPresent() == https) {
            faults.add(
                    "",
                    "The configuration has " + (https ? "both Location and Https" : "neither Location nor Https")
                            + " (expected: one of them)");
        }
        LocationTemplate template = faults.read("/Location", location.orElse(""), LocationTemplate::parse);
        faults.throwIfAny();
        int status = (int) configuration.number("Status", https ? MOVED_PERMANENTLY : FOUND);
        if (https || template == null) {
            int port = (int) configuration.number("HttpsPort", HTTPS_PORT);
            String suffix = port == HTTPS_PORT ? "" : ":" + port;
            return new RedirectHandler(status, LocationTemplate.parse("https://{host}" + suffix + "{uri}"), true);
        }
        return new RedirectHandler(status, template, false);
    }
}
