package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.plugin.Consumers;

/**
 * What of the configuration a request has to do with.
 *
 * @param routeId the operator's route that takes it; the empty text if none does
 * @param serviceName the service that answers; the empty text if none does
 * @param consumers whose keys there are
 */
public record RequestPlace(String routeId, String serviceName, Consumers consumers) {}
