package io.turnpike.gateway.plugin.ratelimit;

import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.common.CounterKey;
import io.turnpike.gateway.plugin.common.RuleSubject;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.List;

/**
 * What of a request says with which others it is counted.
 *
 * @param by {@code all}, {@code address}, {@code consumer}, {@code route}, {@code header} or {@code parameter}
 * @param name of the header or parameter; the empty text of others
 */
record RequestKey(String by, String name) {

    private static final RuleSubject ADDRESS = RuleSubject.of("header", RuleSubject.ADDRESS_KEY);

    static RequestKey read(PluginConfiguration configuration) {
        return new RequestKey(
                configuration.text("By").orElse("address"),
                configuration.text("Name").orElse(""));
    }

    /** Whether a name belongs to it. */
    boolean isNamed() {
        return by.equals("header") || by.equals("parameter");
    }

    /**
     * The key of a request. One without the header, the parameter or a consumer is counted by its client's address, so nobody gets around a limit by
     * leaving something off.
     */
    String of(PluginRequest request) {
        return switch (by) {
            case "all" -> "";
            case "route" -> 'r' + request.routeId() + '/' + request.serviceName();
            case "consumer" -> request.consumer().isEmpty() ? address(request) : 'c' + request.consumer();
            case "header" -> of(RuleSubject.of("header", name), request);
            case "parameter" -> of(RuleSubject.of("param", name), request);
            default -> address(request);
        };
    }

    private static String of(RuleSubject subject, PluginRequest request) {
        List<String> values = subject.values(request);
        return values.isEmpty() ? address(request) : CounterKey.of('v' + String.join("\n", values));
    }

    private static String address(PluginRequest request) {
        return 'a' + ADDRESS.values(request).get(0);
    }
}
