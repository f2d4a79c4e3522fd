package io.turnpike.registry;

import java.time.Instant;

/**
 * One server of a service, as it connected. What identifies it within its service is {@link #address} and {@link #port};
 * {@link #serverId} says which connect of that server it stems from.
 *
 * @param serverId the token that the server got when it connected, see {@link ServerIdCodec}
 * @param serviceName the service it serves
 * @param ownerId the owner of the service
 * @param address IP address or host name
 * @param port 1 to 65535
 * @param weight its share of the calls relative to its siblings, 1 or more
 * @param connectedAt when it connected
 */
public record ServiceInstance(
        String serverId,
        String serviceName,
        String ownerId,
        String address,
        int port,
        int weight,
        Instant connectedAt) {

    public ServiceInstance {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
        if (weight < 1) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: >= 1)");
        }
    }

    /** Whether both are the same server of the same service, whichever connect they stem from. */
    public boolean isSameServer(ServiceInstance other) {
        return port == other.port && address.equals(other.address) && serviceName.equals(other.serviceName);
    }

    /** Whether the server has connected again since it got {@code former}, which is the same server. */
    public boolean isSuccessorOf(ServiceInstance former) {
        return !serverId.equals(former.serverId) && !former.connectedAt.isAfter(connectedAt);
    }

    /**
     * Whether it may be called for a service of this owner: one that connected while the service was another owner's is not, one that does
     * not say whose it is, is.
     *
     * @param owner empty: whoever's
     */
    public boolean mayServe(String owner) {
        return owner.isEmpty() || ownerId.isEmpty() || ownerId.equals(owner);
    }
}
