package io.turnpike.gateway.admin.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * API keys: made of (a little less than) 192 random bits, kept as their SHA-256. A slow hash would add nothing, for such keys cannot be guessed.
 */
public final class ApiKeys {

    private static final int BYTES = 24;

    private ApiKeys() {}

    /** A new key: 32 characters that need no escaping in URLs, headers and JSON, the first of which is none that begins an option on a command line. */
    public static String generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        String key;
        do {
            random.nextBytes(bytes);
            key = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        } while (key.startsWith("-"));
        return key;
    }

    /** SHA-256 of a key's UTF-8 bytes, in lower-case hex. */
    public static String hash(String key) {
        return Sha256.hex(key);
    }

    /** Compares two hashes in a time that does not depend on where they differ. */
    public static boolean sameHash(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
