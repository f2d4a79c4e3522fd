package io.turnpike.gateway.plugin.access;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.common.RuleTable;
import java.util.List;

/** Refuses a request if any of its values is denied. */
final class AccessHandler implements PluginHandler {

    private static final Decision DENIED =
            Decision.refuse(new GatewayException(GatewayError.ACCESS_DENIED, "Access denied"));

    private final RuleTable<Access> rules;

    AccessHandler(RuleTable<Access> rules) {
        this.rules = rules;
    }

    @Override
    public Decision access(PluginRequest request) throws GatewayException {
        List<RuleTable.Values<Access>> ofPath = rules.at(request);
        for (int i = 0; i < ofPath.size(); i++) {
            RuleTable.Values<Access> values = ofPath.get(i);
            for (String value : values.subject().values(request)) {
                if (values.of(value) == Access.DENY) {
                    return DENIED;
                }
            }
        }
        return Decision.proceed();
    }
}
