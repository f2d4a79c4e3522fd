package io.turnpike.gateway.plugin.keyauth;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.MalformedTextException;
import io.turnpike.gateway.exchange.RequestText;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets requests of known consumers pass. */
final class KeyAuthHandler implements PluginHandler {

    private final String header;
    private final String parameter;
    private final boolean keepsKey;
    private final Set<String> allowed;

    /**
     * @param header the field that has the key
     * @param parameter the argument of the query that has it where the field is not there; the empty text for none
     * @param keepsKey whether the upstream sees the key
     * @param allowed names of consumers; empty for all
     */
    KeyAuthHandler(String header, String parameter, boolean keepsKey, Set<String> allowed) {
        this.header = header;
        this.parameter = parameter;
        this.keepsKey = keepsKey;
        this.allowed = Set.copyOf(allowed);
    }

    @Override
    public Decision access(PluginRequest request) {
        String key = key(request);
        if (key == null) {
            return unauthorized("The API key is missing");
        }
        Optional<String> consumer = request.consumers().ofKey(key);
        if (consumer.isEmpty()) {
            return unauthorized("The API key is unknown");
        }
        if (!allowed.isEmpty() && !allowed.contains(consumer.get())) {
            return Decision.refuse(new GatewayException(GatewayError.FORBIDDEN, "The API key is not for this")
                    .withLogNote("the key of consumer " + consumer.get()));
        }
        request.consumer(consumer.get());
        if (!keepsKey) {
            request.removeHeader(header);
            removeParameter(request);
        }
        return Decision.proceed();
    }

    private @Nullable String key(PluginRequest request) {
        String field = request.header(header);
        if (field != null || parameter.isEmpty()) {
            return field;
        }
        List<String> values = request.parameters(parameter);
        return values.isEmpty() ? null : values.get(0);
    }

    private void removeParameter(PluginRequest request) {
        String query = request.query();
        if (query == null
                || parameter.isEmpty()
                || request.parameters(parameter).isEmpty()) {
            return;
        }
        String rest = Arrays.stream(query.split("&", -1))
                .filter(argument -> !isKey(argument))
                .collect(Collectors.joining("&"));
        request.query(rest.isEmpty() ? null : rest);
    }

    private boolean isKey(String argument) {
        int equals = argument.indexOf('=');
        try {
            return RequestText.form(equals < 0 ? argument : argument.substring(0, equals))
                    .equals(parameter);
        } catch (MalformedTextException e) {
            return false;
        }
    }

    private static Decision unauthorized(String detail) {
        return Decision.refuse(
                new GatewayException(GatewayError.UNAUTHORIZED, detail, List.of(), Map.of("WWW-Authenticate", "Key")));
    }
}
