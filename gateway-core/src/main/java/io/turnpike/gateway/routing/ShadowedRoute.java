package io.turnpike.gateway.routing;

/**
 * A route that is never reached at one of its places, because another one takes each of its requests.
 *
 * @param id the route that is never reached, or the path of a service
 * @param ofService whether it is a service's path
 * @param host the host of the place; {@code *} is any
 * @param path the path of the place
 * @param shadowedBy the id of the route, or the path of the service, that comes first
 * @param everywhere whether it is so at every place of the route, so that the route does nothing at all
 */
public record ShadowedRoute(
        String id, boolean ofService, String host, String path, String shadowedBy, boolean everywhere) {

    /** What is the matter, in a sentence. */
    public String message() {
        String place = path + (host.equals("*") ? "" : " on " + host);
        String what = ofService ? "The path " + id + " of a service" : "The route " + id;
        return what + " is never reached at " + place + (everywhere || ofService ? "" : ", one of its places") + ": "
                + shadowedBy + " comes first and takes every request that it would take";
    }
}
