package io.turnpike.gateway.admin;

import java.util.Optional;

/**
 * Whose key a request carries.
 *
 * @param ownerId the owner; empty: the master key
 */
record Caller(Optional<String> ownerId) {

    static final Caller MASTER = new Caller(Optional.empty());

    static Caller owner(String ownerId) {
        return new Caller(Optional.of(ownerId));
    }

    boolean isMaster() {
        return ownerId.isEmpty();
    }

    /** Whether this key is good for what belongs to an owner. */
    boolean mayActFor(String owner) {
        return ownerId.isEmpty() || ownerId.get().equals(owner);
    }

    /** The author to note in a revision. */
    String author() {
        return ownerId.map(id -> "owner:" + id).orElse("master");
    }
}
