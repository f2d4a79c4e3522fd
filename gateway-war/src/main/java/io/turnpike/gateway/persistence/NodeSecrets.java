package io.turnpike.gateway.persistence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells in the database whether two gateways have the same secrets: one byte of a hash of each. That finds 255 of 256
 * differences, and is next to no help to who would like to guess a secret that a person chose.
 *
 * @param master mark of the master key
 * @param cluster mark of the secret that signs {@code ServerID}s
 */
public record NodeSecrets(String master, String cluster) {

    /** The marks of two secrets. */
    public static NodeSecrets of(byte[] masterKey, byte[] clusterSecret) {
        return new NodeSecrets(mark("master", masterKey), mark("cluster", clusterSecret));
    }

    private static String mark(String purpose, byte[] secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(("turnpike-" + purpose + "-mark ").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().toHexDigits(digest.digest(secret)[0]);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
