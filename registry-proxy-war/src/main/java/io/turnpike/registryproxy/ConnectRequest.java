package io.turnpike.registryproxy;

/**
 * {@code ConnectRequest} of the IDL.
 *
 * @param token field {@code ApiKey}
 * @param serviceName field {@code ServiceName}
 * @param serverAddress field {@code ServerAddress}
 * @param serverPort field {@code ServerPort}
 * @param ttlSeconds field {@code TTL}; 0: as configured
 * @param ttdSeconds field {@code TTD}; 0: as configured
 */
record ConnectRequest(
        String token, String serviceName, String serverAddress, String serverPort, long ttlSeconds, long ttdSeconds) {}
