package io.turnpike.gateway.plugin.fallback;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.Failure;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.Retry;
import io.turnpike.gateway.plugin.common.ApiPath;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request that has failed to one place after the other. The first failure says by which rule; afterwards every failure leads to the
 * rule's next place, whatever its status. A place whose parameters the request has brought along already, all of them and one at least, is
 * left out, as BloomGateway does: such a request comes from a gateway with the same rule, and would go round.
 */
final class FallbackHandler implements PluginHandler {

    private static final String PLACES_LEFT = "fallback.places-left";

    private final Map<String, Map<Integer, List<Retry>>> rules;

    /** @param rules places by path and status */
    FallbackHandler(Map<String, Map<Integer, List<Retry>>> rules) {
        this.rules = rules;
    }

    @Override
    public @Nullable Retry error(PluginRequest request, Failure failure) throws GatewayException {
        List<Retry> places = placesLeft(request, failure);
        for (int i = 0; i < places.size(); i++) {
            Retry place = places.get(i);
            if (!comesFrom(place, request)) {
                request.attribute(PLACES_LEFT, new PlacesLeft(places.subList(i + 1, places.size())));
                return place;
            }
        }
        request.attribute(PLACES_LEFT, new PlacesLeft(List.of()));
        return null;
    }

    private List<Retry> placesLeft(PluginRequest request, Failure failure) throws GatewayException {
        if (request.attribute(PLACES_LEFT) instanceof PlacesLeft left) {
            return left.places();
        }
        return rules.getOrDefault(ApiPath.of(request.path()), Map.of()).getOrDefault(failure.status(), List.of());
    }

    private static boolean comesFrom(Retry place, PluginRequest request) {
        for (Map.Entry<String, String> parameter : place.parameters().entrySet()) {
            if (!request.parameters(parameter.getKey()).contains(parameter.getValue())) {
                return false;
            }
        }
        return !place.parameters().isEmpty();
    }

    /** What the request's rule has left. */
    private record PlacesLeft(List<Retry> places) {}
}
