package io.turnpike.gateway.admin;

import io.turnpike.gateway.routing.ShadowedRoute;
import java.util.List;

/** Finds what is never reached; may be asked at any time, by any thread, and takes its time. */
public interface Shadows {

    /** Nothing is shadowed. */
    Shadows NONE = new Shadows() {
        @Override
        public List<ShadowedRoute> all() {
            return List.of();
        }

        @Override
        public List<ShadowedRoute> of(String routeId) {
            return List.of();
        }
    };

    /** Every place at which something is never reached, unless there are very many. */
    List<ShadowedRoute> all();

    /** Those that have to do with one route. */
    List<ShadowedRoute> of(String routeId);
}
