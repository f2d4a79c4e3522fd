package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells whose key a request carries. Immutable, safe for use by several threads at once. */
final class Access {

    private final MasterKey masterKey;
    private final Registrations registrations;

    Access(MasterKey masterKey, Registrations registrations) {
        this.masterKey = masterKey;
        this.registrations = registrations;
    }

    /**
     * Whose key this is.
     *
     * @param key as the request carries it; null if it carries none
     * @throws GatewayException {@code UNAUTHORIZED} if there is no key, or nobody's
     */
    Caller caller(@Nullable String key, RequestOrigin origin) throws GatewayException {
        if (key == null || key.isBlank()) {
            throw new GatewayException(GatewayError.UNAUTHORIZED, "The request carries no API key");
        }
        String hash = ApiKeys.hash(key);
        if (masterKey.admits(hash, origin)) {
            return Caller.MASTER;
        }
        Optional<Owner> owner = registrations.ownerOfKey(hash);
        if (owner.isEmpty() || MasterKey.isWellKnown(hash)) {
            throw new GatewayException(
                    GatewayError.UNAUTHORIZED,
                    masterKey.refusesWellKnown(hash, origin)
                            ? "The well-known default master key is taken from programs on the gateway's own machine only"
                                    + " (settings: maskerKey, allowDefaultMasterKey)"
                            : nobodys(hash));
        }
        if (owner.get().plainKeyStored()) {
            registrations.hashKey(owner.get().ownerId());
        }
        return Caller.owner(owner.get().ownerId());
    }

    private String nobodys(String hash) throws GatewayException {
        return registrations
                .lapsedKey(hash)
                .map(until -> "This API key was replaced, and was good until " + until
                        + " (expected: the one that replaced it)")
                .orElse(
                        "Nobody has this API key (expected: the one that /register or the last rotation answered, or the master key)");
    }

    /**
     * Whose key the request of a server carries.
     *
     * @param server who asks, for the log
     * @throws GatewayException as {@link #caller(String, RequestOrigin)}
     */
    Caller caller(@Nullable String key, RequestOrigin origin, Supplier<String> server) throws GatewayException {
        try {
            return caller(key, origin);
        } catch (GatewayException refused) {
            throw refused.withLogNote(server.get());
        }
    }

    /**
     * Whose key this is, where it has to be good for an owner.
     *
     * @param key as the request carries it; null if it carries none
     * @throws GatewayException as {@link #caller}; {@code OWNER_NOT_FOUND}, {@code FORBIDDEN}
     */
    Caller callerFor(String ownerId, @Nullable String key, RequestOrigin origin) throws GatewayException {
        Caller caller = caller(key, origin);
        if (registrations.loadedState().owner(ownerId).isEmpty()) {
            throw Registrations.ownerNotFound(ownerId);
        }
        require(caller, ownerId);
        return caller;
    }

    /**
     * Requires the master key.
     *
     * @param key as the request carries it; null if it carries none
     * @throws GatewayException as {@link #caller}; {@code FORBIDDEN} if it is an owner's
     */
    Caller master(@Nullable String key, RequestOrigin origin) throws GatewayException {
        Caller caller = caller(key, origin);
        if (!caller.isMaster()) {
            throw new GatewayException(GatewayError.FORBIDDEN, "This takes the master key");
        }
        return caller;
    }

    /**
     * Requires that a caller may act for an owner.
     *
     * @throws GatewayException {@code FORBIDDEN}
     */
    static void require(Caller caller, String ownerId) throws GatewayException {
        if (!caller.mayActFor(ownerId)) {
            throw new GatewayException(GatewayError.FORBIDDEN, "This API key is another owner's");
        }
    }
}
