package io.turnpike.registry;

/**
 * A request of a server that the gateway has authorised and leaves to a RegistryProxy.
 *
 * @param serviceName the service whose server asks
 * @param ownerId the owner of the service
 * @param request exactly what is asked for; made by {@link #connect} and {@link #heartbeat}
 */
public record HandOver(String serviceName, String ownerId, String request) {

    /** The service that RegistryProxies are instances of. Nobody can own it or call it through the gateway. */
    public static final String PROXY_SERVICE = "RegistryProxy";

    /** The owner that the registry shows for a RegistryProxy. */
    public static final String PROXY_OWNER = "turnpike";

    /** A server of this address and port may connect. */
    public static HandOver connect(String serviceName, String ownerId, String address, int port) {
        return new HandOver(serviceName, ownerId, connectRequest(address, Integer.toString(port)));
    }

    /** This server may send a heartbeat. */
    public static HandOver heartbeat(ServiceInstance instance) {
        return new HandOver(instance.serviceName(), instance.ownerId(), heartbeatRequest(instance.serverId()));
    }

    /** The {@link #request} of a connect. */
    public static String connectRequest(String address, String port) {
        return "connect " + port + " " + address;
    }

    /** The {@link #request} of a heartbeat. */
    public static String heartbeatRequest(String serverId) {
        return "heartbeat " + serverId;
    }
}
