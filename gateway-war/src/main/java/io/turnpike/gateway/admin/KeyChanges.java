package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.Owner;
import io.turnpike.gateway.exchange.GatewayException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Gives owners other keys, and takes keys away. Safe for use by several threads at once. */
final class KeyChanges {

    private final Registrations registrations;
    private final Clock clock;
    private final SecureRandom random;

    KeyChanges(Registrations registrations, Clock clock, SecureRandom random) {
        this.registrations = registrations;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A new key.
     *
     * @param key the key, which is nowhere else; empty if it was only to be tried
     * @param formerUntil until when the one before is good; the time of the change if it stopped at once
     */
    record NewKey(String key, Instant formerUntil, Outcome outcome) {}

    /**
     * Gives an owner a new key.
     *
     * @param grace how long the key that is replaced stays good; zero: no other key is good any more
     * @throws GatewayException {@code OWNER_NOT_FOUND}, {@code PRECONDITION_FAILED}, {@code NOT_READY}, {@code STORE_UNAVAILABLE}
     */
    NewKey rotate(String ownerId, Duration grace, Terms terms) throws GatewayException {
        String key = terms.dryRun() ? "" : ApiKeys.generate(random);
        String hash = ApiKeys.hash(key);
        Instant now = clock.instant();
        // What the store keeps is no finer than this.
        Instant until = now.plus(grace).truncatedTo(ChronoUnit.MILLIS);
        Outcome outcome = change(
                ownerId,
                terms,
                "rotate-key",
                owner -> grace.isZero() ? owner.withOnlyKey(hash) : owner.withNewKey(hash, now, until));
        AdminLog.changed(
                "POST /owners/" + ownerId + "/keys",
                terms,
                "owner " + ownerId + " has a new API key, "
                        + (grace.isZero() ? "no other is good any more" : "the former one is good until " + until)
                        + Registrations.revision(outcome));
        return new NewKey(key, until, outcome);
    }

    /**
     * Takes all keys of an owner away: until a new one is made only the master key is good for it. Does nothing where there is none.
     *
     * @throws GatewayException as {@link #rotate}
     */
    Outcome revoke(String ownerId, Terms terms) throws GatewayException {
        Outcome outcome = change(ownerId, terms, "revoke-keys", owner -> owner.withOnlyKey(""));
        AdminLog.changed(
                "DELETE /owners/" + ownerId + "/keys",
                terms,
                "owner " + ownerId + " has no API key any more" + Registrations.revision(outcome));
        return outcome;
    }

    private Outcome change(String ownerId, Terms terms, String action, UnaryOperator<Owner> keys)
            throws GatewayException {
        return registrations.change(
                terms,
                action,
                now -> new Change(
                        List.of(keys.apply(now.owner(ownerId).orElseThrow(() -> Registrations.ownerNotFound(ownerId)))),
                        Map.of()));
    }
}
