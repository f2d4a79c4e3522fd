package io.turnpike.gateway.plugin.requestheaders;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.common.HeaderEdits;
import io.turnpike.gateway.plugin.common.HeaderText;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;

/**
 * {@code request-headers}: changes the header section that the upstream gets, see {@code docs/plugins-builtin.md}. It does so in the phase {@code
 * access}, after those that judge the request by what the client has sent.
 */
public final class RequestHeadersPlugin extends BuiltInPlugin {

    public RequestHeadersPlugin() {
        super("request-headers", 5000, Phase.ACCESS);
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        FaultList faults = new FaultList();
        HeaderEdits edits = HeaderEdits.read(configuration, HeaderText::requestName, faults);
        faults.throwIfAny();
        return new PluginHandler() {
            @Override
            public Decision access(PluginRequest request) {
                edits.apply(request);
                return Decision.proceed();
            }
        };
    }
}
