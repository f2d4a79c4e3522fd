package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.util.List;
import java.util.Map;

/** What a request is answered by that needs the configuration store while it is away: to come back in some seconds. */
final class StoreProblems {

    private static final Map<String, String> RETRY = Map.of("Retry-After", "5");

    private StoreProblems() {}

    /** That the state is not known yet. */
    static GatewayException notLoaded() {
        return new GatewayException(
                GatewayError.NOT_READY, "The registrations are still being loaded", List.of(), RETRY);
    }

    static GatewayException unavailable(String detail) {
        return new GatewayException(GatewayError.STORE_UNAVAILABLE, detail, List.of(), RETRY);
    }
}
