package io.turnpike.gateway.plugin.common;

import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.HttpTarget;
import java.util.Optional;

/** One HTTP node that a plugin's configuration names by {@code Address}, and {@code Tls} if it is called by HTTPS. */
public final class NodeTarget {

    private static final HttpTarget.Tls VERIFIED = new HttpTarget.Tls(Optional.empty(), Optional.empty(), true);

    private NodeTarget() {}

    /** The target; its certificate has to be one that the JVM trusts, and for its host. */
    public static HttpTarget of(PluginConfiguration configuration) {
        HttpTarget plain = HttpTarget.of(configuration.text("Address").orElse(""));
        if (!configuration.flag("Tls", false)) {
            return plain;
        }
        return new HttpTarget(
                plain.nodes(),
                plain.service(),
                Optional.of(VERIFIED),
                plain.path(),
                plain.host(),
                plain.connectTimeout(),
                plain.idleTimeout(),
                plain.failover(),
                plain.probe());
    }
}
