package io.turnpike.gateway.plugin.requestid;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.common.HeaderText;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.UUID;
import java.util.function.Supplier;

/** {@code request-id}: gives each request an id, see {@code docs/plugins-builtin.md}. */
public final class RequestIdPlugin extends BuiltInPlugin {

    private final Supplier<String> ids;

    public RequestIdPlugin() {
        this(() -> UUID.randomUUID().toString());
    }

    RequestIdPlugin(Supplier<String> ids) {
        super("request-id", 10_000, Phase.REWRITE, Phase.HEADER_FILTER);
        this.ids = ids;
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        FaultList faults = new FaultList();
        String header = configuration.text("Header").orElse("X-Request-ID");
        faults.read("/Header", header, HeaderText::requestName);
        faults.throwIfAny();
        return new RequestIdHandler(header, configuration.flag("TakeClients", true), ids);
    }
}
