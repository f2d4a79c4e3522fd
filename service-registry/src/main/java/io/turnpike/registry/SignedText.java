package io.turnpike.registry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs bytes and writes them as URL-safe text, for one purpose. Immutable, safe for use by several threads at once.
 *
 * <p>A text is base64url (RFC 4648 section 5, no padding) of: version (1 byte, {@value #VERSION}), the 32 bytes of HMAC-SHA-256,
 * payload. Signed are the purpose, the payload and a context that is not part of the text. The purpose keeps signatures apart
 * that are made for other ends with the same secret. Only one text stands for a payload: what base64 would let vary, such as
 * unused bits at the end, is refused.
 */
final class SignedText {

    /** Longest text, in characters. */
    static final int MAX_LENGTH = 4096;

    private static final byte VERSION = 1;
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 32;
    private static final int HEADER_BYTES = 1 + MAC_BYTES;

    /** Longest payload. */
    static final int MAX_PAYLOAD_BYTES = MAX_LENGTH / 4 * 3 - HEADER_BYTES;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final SecretKeySpec key;
    private final byte[] purpose;

    /**
     * @param secret the cluster's secret, 1 byte or more
     * @param purpose ASCII; none may be the beginning of another
     * @throws IllegalArgumentException if the secret is empty
     */
    SignedText(byte[] secret, String purpose) {
        if (secret.length == 0) {
            throw new IllegalArgumentException("secret: 0 bytes (expected: 1 or more)");
        }
        this.key = new SecretKeySpec(secret, ALGORITHM);
        this.purpose = purpose.getBytes(StandardCharsets.US_ASCII);
    }

    /** @param payload self-delimiting, so that it and the context cannot be taken for another pair */
    String write(byte[] payload, byte[] context) {
        ByteBuffer text = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        text.put(VERSION).put(sign(payload, context)).put(payload);
        return ENCODER.encodeToString(text.array());
    }

    /** The payload of a text that was written with the same secret, purpose and context. Takes any text, however hostile. */
    Optional<ByteBuffer> read(String text, byte[] context) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = DECODER.decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length < HEADER_BYTES || bytes[0] != VERSION) {
            return Optional.empty();
        }
        byte[] payload = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
        boolean ours = MessageDigest.isEqual(sign(payload, context), Arrays.copyOfRange(bytes, 1, HEADER_BYTES))
                && ENCODER.encodeToString(bytes).equals(text);
        return ours ? Optional.of(ByteBuffer.wrap(payload)) : Optional.empty();
    }

    /** Puts a text as UTF-8 after its length in 2 bytes. */
    static void putText(ByteBuffer out, byte[] utf8) {
        out.putShort((short) utf8.length).put(utf8);
    }

    /** @throws java.nio.BufferUnderflowException if it ends early */
    static String getText(ByteBuffer in) {
        byte[] text = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException if the text has a lone surrogate, so that it would come back as another */
    static byte[] utf8(String what, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!new String(bytes, StandardCharsets.UTF_8).equals(text)) {
            throw new IllegalArgumentException(what + ": a text with a lone surrogate (expected: valid Unicode)");
        }
        return bytes;
    }

    private byte[] sign(byte[] payload, byte[] context) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(purpose);
            mac.update(payload);
            return mac.doFinal(context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
