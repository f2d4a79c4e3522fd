package io.turnpike.gateway.plugin.common;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What stands for a value in memory: the value, or where that is long, its SHA-256, so that nobody fills the memory with long ones. */
public final class CounterKey {

    /** Stands for all values that have no counter of their own; longer than any other, so that no value is it. */
    public static final String OTHERS = "*".repeat(65);

    private static final int LONGEST = 64;

    private CounterKey() {}

    /** The same for the same value, and for no other. */
    public static String of(String value) {
        if (value.length() <= LONGEST) {
            return value;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            // 43 characters and a mark that no Base64 has: a short value that looks like it is rather one in 2^256.
            return '#' + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
