package io.turnpike.gateway.handover;

import io.turnpike.registry.ServiceInstance;
import java.util.Optional;

/**
 * What came of a request that was handed over. Only {@link Kind#DONE} spares the gateway the work.
 *
 * @param kind what the proxy made of it
 * @param instance the server, with its {@code ServerID}; empty unless it is done
 * @param message what the proxy said, or what was wrong with it; for people
 * @param proxy who was asked
 */
public record ProxyAnswer(Kind kind, Optional<ServiceInstance> instance, String message, ProxyPeer proxy) {

    /** What a proxy made of a request. */
    public enum Kind {
        /** It has done what was asked for. */
        DONE,
        /** It answered that it has not. */
        REFUSED,
        /** It gave no answer that can be used. It may have done it all the same. */
        FAILED
    }

    static ProxyAnswer done(ServiceInstance instance, String message, ProxyPeer proxy) {
        return new ProxyAnswer(Kind.DONE, Optional.of(instance), message, proxy);
    }

    static ProxyAnswer refused(String message, ProxyPeer proxy) {
        return new ProxyAnswer(Kind.REFUSED, Optional.empty(), message, proxy);
    }

    static ProxyAnswer failed(String message, ProxyPeer proxy) {
        return new ProxyAnswer(Kind.FAILED, Optional.empty(), message, proxy);
    }

    /**
     * To be called when the gateway itself has then done what was asked for: a proxy that refuses what can be done (another
     * secret, other periods, a Consul agent that is away) is put aside.
     */
    public void gatewayDidIt() {
        if (kind == Kind.REFUSED) {
            proxy.putAside("it refuses what the gateway itself can do: " + message);
        }
    }
}
