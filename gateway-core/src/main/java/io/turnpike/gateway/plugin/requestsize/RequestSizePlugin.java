package io.turnpike.gateway.plugin.requestsize;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;

/** {@code request-size}: bounds the bodies of requests, see {@code docs/plugins-builtin.md}. */
public final class RequestSizePlugin extends BuiltInPlugin {

    public RequestSizePlugin() {
        super("request-size", 8000, Phase.ACCESS);
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context) {
        return new Handler(configuration.number("MaxBytes", 0));
    }

    /** Refuses what is announced to be too large, and has the rest counted. */
    private static final class Handler implements PluginHandler {
        private final long mostBytes;

        private Handler(long mostBytes) {
            this.mostBytes = mostBytes;
        }

        @Override
        public Decision access(PluginRequest request) {
            if (request.contentLength() > mostBytes) {
                return Decision.refuse(new GatewayException(
                        GatewayError.PAYLOAD_TOO_LARGE,
                        "The body has " + request.contentLength() + " bytes (expected: at most " + mostBytes + ")"));
            }
            request.limitBody(mostBytes);
            return Decision.proceed();
        }
    }
}
