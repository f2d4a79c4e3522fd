package io.turnpike.gateway.plugin.router;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.common.ApiPath;
import io.turnpike.gateway.plugin.common.RuleSubject;
import io.turnpike.gateway.plugin.common.RuleTable;
import io.turnpike.gateway.routing.rule.LinearRegex;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request where its values say: the first rule whose {@code value} it has, then the first one whose expression fits, then the first
 * one for {@code *}. "First" is the order of the configuration.
 */
final class RouterHandler implements PluginHandler {

    private final RuleTable<Way> values;
    private final Map<String, List<Expression>> expressions;

    RouterHandler(RuleTable<Way> values, Map<String, List<Expression>> expressions) {
        this.values = values;
        this.expressions = expressions;
    }

    @Override
    public Decision access(PluginRequest request) throws GatewayException {
        String path = ApiPath.of(request.path());
        Endpoint endpoint = endpoint(path, request);
        if (endpoint != null) {
            request.sendTo(endpoint);
        }
        return Decision.proceed();
    }

    private @Nullable Endpoint endpoint(String path, PluginRequest request) {
        Way exact = null;
        Way any = null;
        List<RuleTable.Values<Way>> ofPath = values.at(path);
        for (int i = 0; i < ofPath.size(); i++) {
            RuleTable.Values<Way> ways = ofPath.get(i);
            for (String value : ways.subject().values(request)) {
                exact = first(exact, ways.exactly(value));
                any = first(any, ways.any());
            }
        }
        if (exact != null) {
            return exact.endpoint();
        }
        Endpoint fitting = fitting(expressions.getOrDefault(path, List.of()), request);
        return fitting != null || any == null ? fitting : any.endpoint();
    }

    private static @Nullable Way first(@Nullable Way one, @Nullable Way other) {
        return one == null || (other != null && other.index() < one.index()) ? other : one;
    }

    private static @Nullable Endpoint fitting(List<Expression> expressions, PluginRequest request) {
        for (int i = 0; i < expressions.size(); i++) {
            Expression expression = expressions.get(i);
            for (String value : expression.subject().values(request)) {
                if (expression.regex().matches(value)) {
                    return expression.endpoint();
                }
            }
        }
        return null;
    }

    /**
     * Where a rule with {@code value} leads.
     *
     * @param index its place in the configuration, from 0
     */
    record Way(int index, Endpoint endpoint) {}

    /** A rule with {@code value_matches}. */
    record Expression(RuleSubject subject, LinearRegex regex, Endpoint endpoint) {}
}
