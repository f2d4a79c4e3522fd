package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.plugin.PluginBindings;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import java.util.Collection;

/** Where snapshot building gets the plugins from. */
@FunctionalInterface
public interface PluginSource {

    /** There are no plugins, whatever is bound. */
    PluginSource NONE = (previous, bindings, routes) -> PluginChains.NONE;

    /**
     * The plugins of all requests. What cannot be asked refuses the requests that are to pass it.
     *
     * @param previous of the snapshot before: what is bound in the same way is asked on, with what it remembers
     * @param bindings of services and of all requests
     * @param routes have bindings of their own
     */
    PluginChains chains(PluginChains previous, PluginBindings bindings, Collection<CheckedRoute> routes);
}
