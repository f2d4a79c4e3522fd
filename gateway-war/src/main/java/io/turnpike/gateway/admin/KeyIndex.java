package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.ApiKeys;
import io.turnpike.gateway.admin.model.FormerKey;
import io.turnpike.gateway.admin.model.Owner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Finds owners by the hash of their key, in a time that tells nothing of what it is compared with: hashes are looked up by
 * their HMAC under a random secret of this process ("double HMAC"), so nobody can choose what a comparison ends at, and what is
 * found is compared once more, as a whole. Immutable.
 */
final class KeyIndex {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES = 32;

    private final SecretKeySpec secret;
    private final Map<String, Entry> entries = new HashMap<>();

    /** Whose key it is, and until when; {@code Instant.MAX}: without end. */
    private record Entry(String keyHash, String ownerId, Instant until) {}

    /** Of two owners with one key, as old databases may have them, the first counts; a current key counts before a former one. */
    KeyIndex(Collection<Owner> owners, SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        this.secret = new SecretKeySpec(bytes, ALGORITHM);
        for (Owner owner : owners) {
            if (!owner.apiKeyHash().isEmpty()) {
                add(new Entry(owner.apiKeyHash(), owner.ownerId(), Instant.MAX));
            }
        }
        for (Owner owner : owners) {
            for (FormerKey former : owner.formerKeys()) {
                add(new Entry(former.apiKeyHash(), owner.ownerId(), former.until()));
            }
        }
    }

    private void add(Entry entry) {
        entries.putIfAbsent(tag(entry.keyHash()), entry);
    }

    /** The {@code OwnerId} of whose key has this hash and is good at that time. */
    Optional<String> ownerId(String keyHash, Instant now) {
        return found(keyHash).filter(entry -> now.isBefore(entry.until())).map(Entry::ownerId);
    }

    /** Until when the key of this hash was good, if it was replaced and its end has come. */
    Optional<Instant> lapsed(String keyHash, Instant now) {
        return found(keyHash).map(Entry::until).filter(until -> !now.isBefore(until));
    }

    private Optional<Entry> found(String keyHash) {
        return Optional.ofNullable(entries.get(tag(keyHash)))
                .filter(entry -> ApiKeys.sameHash(entry.keyHash(), keyHash));
    }

    /** What a hash is looked up by. */
    String tag(String keyHash) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(keyHash.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
