package io.turnpike.gateway.plugin.responseheaders;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.ResponseHead;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.common.HeaderEdits;
import io.turnpike.gateway.plugin.common.HeaderText;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;

/** {@code response-headers}: changes the header section of every answer, see {@code docs/plugins-builtin.md}. */
public final class ResponseHeadersPlugin extends BuiltInPlugin {

    public ResponseHeadersPlugin() {
        super("response-headers", 2000, Phase.HEADER_FILTER);
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        FaultList faults = new FaultList();
        HeaderEdits edits = HeaderEdits.read(configuration, HeaderText::name, faults);
        faults.throwIfAny();
        return new PluginHandler() {
            @Override
            public void headerFilter(PluginRequest request, ResponseHead head) {
                edits.apply(head);
            }
        };
    }
}
