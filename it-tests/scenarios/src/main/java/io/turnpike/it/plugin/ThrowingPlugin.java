package io.turnpike.it.plugin;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginRequest;

/** {@code it-throws}: fails for every request. */
public final class ThrowingPlugin extends AccessPlugin {

    public ThrowingPlugin() {
        super("it-throws");
    }

    @Override
    Decision access(PluginRequest request) {
        throw new IllegalStateException("as it was built to");
    }
}
