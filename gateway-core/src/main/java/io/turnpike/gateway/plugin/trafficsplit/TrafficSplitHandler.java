package io.turnpike.gateway.plugin.trafficsplit;

import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.common.HeaderText;
import io.turnpike.gateway.routing.rule.RequestValues;
import java.util.List;

/** Sends a request where the first rule says that is for it. One that a plugin before has sent elsewhere stays there. */
final class TrafficSplitHandler implements PluginHandler {

    private final List<SplitRule> rules;

    TrafficSplitHandler(List<SplitRule> rules) {
        this.rules = rules;
    }

    @Override
    public Decision access(PluginRequest request) {
        if (request.endpoint() != null) {
            return Decision.proceed();
        }
        RequestValues values = valuesOf(request);
        for (int i = 0; i < rules.size(); i++) {
            SplitRule rule = rules.get(i);
            if (rule.isFor(values)) {
                Choice choice = rule.choose(request);
                Endpoint endpoint = choice == null ? null : choice.endpoint();
                if (endpoint != null) {
                    request.sendTo(endpoint);
                }
                break;
            }
        }
        return Decision.proceed();
    }

    private static RequestValues valuesOf(PluginRequest request) {
        return (source, name) -> switch (source) {
            case HEADER -> HeaderText.values(request.headers(), name);
            case COOKIE -> request.cookies(name);
            case QUERY -> request.parameters(name);
        };
    }
}
