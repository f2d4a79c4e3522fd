package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.Consumers;
import io.turnpike.gateway.upstream.StreamedUpstream;
import io.turnpike.gateway.upstream.Upstream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plugins of all requests, at one revision: a chain for each route and each service that has bindings of its own, one for all others.
 * Immutable; a snapshot holds it as long as it answers requests.
 */
public final class PluginChains {

    /** No plugin is bound anywhere. */
    public static final PluginChains NONE =
            new PluginChains(null, Consumers.NONE, null, Map.of(), Map.of(), List.of(), Map.of());

    private final @Nullable PluginRuntime runtime;
    private final Consumers consumers;
    private final @Nullable PluginChain global;
    private final Map<String, PluginChain> services;
    private final Map<String, PluginChain> routes;
    private final List<BoundPlugin> held;
    private final Map<BoundPlugin.Key, GatewayException> unusable;

    /**
     * @param runtime null only where there are no chains
     * @param consumers whose keys there are
     * @param global for all requests that the other two have nothing for
     * @param services by name
     * @param routes by id
     * @param held all that is in them
     * @param unusable what is bound and cannot be asked, and what its requests are answered with
     */
    PluginChains(
            @Nullable PluginRuntime runtime,
            Consumers consumers,
            @Nullable PluginChain global,
            Map<String, PluginChain> services,
            Map<String, PluginChain> routes,
            List<BoundPlugin> held,
            Map<BoundPlugin.Key, GatewayException> unusable) {
        this.runtime = runtime;
        this.consumers = consumers;
        this.global = global;
        this.services = services;
        this.routes = routes;
        this.held = List.copyOf(held);
        this.unusable = Map.copyOf(unusable);
    }

    /** Whether no request has plugins. */
    public boolean isEmpty() {
        return global == null && services.isEmpty() && routes.isEmpty();
    }

    /**
     * An upstream behind the plugins of its requests; itself if there are none.
     *
     * @param routeId the operator's route; may be empty
     * @param serviceName the service that answers; may be empty
     */
    public Upstream around(Upstream upstream, String routeId, String serviceName) {
        PluginChain chain = routeId.isEmpty() ? null : routes.get(routeId);
        if (chain == null && !serviceName.isEmpty()) {
            chain = services.get(serviceName);
        }
        if (chain == null) {
            chain = global;
        }
        return chain == null || chain.isEmpty() || runtime == null
                ? upstream
                : new PluginUpstream(runtime, chain, upstream, new RequestPlace(routeId, serviceName, consumers));
    }

    /** What answers in the place of an upstream, behind the same plugins; itself if the upstream has none. */
    public static Upstream inPlaceOf(Upstream upstream, Upstream other) {
        return upstream instanceof PluginUpstream plugins ? plugins.with(other) : other;
    }

    /** Whether what answers in the end takes and gives bodies as they come. */
    public static boolean streams(Upstream upstream) {
        return upstream instanceof PluginUpstream plugins
                ? plugins.upstream() instanceof StreamedUpstream
                : upstream instanceof StreamedUpstream;
    }

    /** Lets go of the plugins. */
    public void release() {
        held.forEach(BoundPlugin::release);
    }

    List<BoundPlugin> held() {
        return held;
    }

    Map<BoundPlugin.Key, GatewayException> unusable() {
        return unusable;
    }
}
