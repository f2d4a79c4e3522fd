package io.turnpike.gateway.plugin.common;

import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.HttpTarget;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * HTTP nodes that a plugin's configuration names: one by {@code Address}, and {@code Tls} if it is called by HTTPS, or as many as wanted by
 * {@code Http}, as a route has them.
 *
 * @param target the nodes
 * @param key which key has named them
 */
public record NodeTarget(HttpTarget target, String key) {

    private static final String ADDRESS = "Address";
    private static final String HTTP = "Http";
    private static final HttpTarget.Tls VERIFIED = new HttpTarget.Tls(Optional.empty(), Optional.empty(), true);

    /**
     * The nodes of a configuration. The certificate of an {@code Address} has to be one that the JVM trusts, and for its host.
     *
     * @param at pointer to the configuration
     * @return null if it names none, or after a fault
     */
    public static @Nullable NodeTarget of(String at, PluginConfiguration configuration, FaultList faults) {
        if (configuration.has(HTTP)) {
            for (String key : new String[] {ADDRESS, "Tls"}) {
                if (configuration.has(key)) {
                    faults.add(at + '/' + key, key + ": Http says it (expected: Http without " + key + ')');
                }
            }
            return new NodeTarget(TargetReader.read(configuration.at(HTTP)), HTTP);
        }
        return configuration.has(ADDRESS) ? new NodeTarget(single(configuration), ADDRESS) : null;
    }

    private static HttpTarget single(PluginConfiguration configuration) {
        HttpTarget plain = HttpTarget.of(configuration.text(ADDRESS).orElse(""));
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

    /** Opens them; null after a fault. */
    public @Nullable Endpoint open(String at, FaultList faults, PluginContext context) {
        String pointer = at + '/' + key;
        return key.equals(HTTP) ? faults.openObject(pointer, target, context) : faults.open(pointer, target, context);
    }

    /** What stays the same while they are called in the same way: {@code https://a:443,b:443}. */
    public String id() {
        return target.nodes().stream()
                .map(HttpTarget.Node::address)
                .collect(Collectors.joining(",", target.tls().isPresent() ? "https://" : "http://", ""));
    }
}
