package io.turnpike.registry;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Makes and checks {@code ServerID}s: URL-safe tokens that carry a server's service, owner, address, port and time of
 * connecting, with a nonce, signed by HMAC-SHA-256. Any node that has the secret can thus put a server back from its next heartbeat.
 * Immutable, safe for use by several threads at once.
 *
 * <p>A token is base64url of: version (1 byte), the 32 bytes of HMAC-SHA-256 over {@value #PURPOSE} and all that follows,
 * nonce (12 bytes), port (2 bytes), weight (4 bytes), second (8 bytes) and nanosecond (4 bytes) of connecting, then service,
 * owner and address as UTF-8, each after its length in 2 bytes. Numbers are big-endian. See {@link SignedText}.
 */
public final class ServerIdCodec {

    /** Longest token, in characters. */
    public static final int MAX_LENGTH = SignedText.MAX_LENGTH;

    private static final String PURPOSE = "turnpike.server-id.1";
    private static final int NONCE_BYTES = 12;
    private static final int NUMBER_BYTES = Short.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES;
    private static final int OVERHEAD_BYTES = NONCE_BYTES + NUMBER_BYTES + 3 * Short.BYTES;
    private static final byte[] NO_CONTEXT = {};

    private final SignedText signed;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param secret the cluster's secret, 1 byte or more
     * @throws IllegalArgumentException if the secret is empty
     */
    public ServerIdCodec(byte[] secret) {
        this.signed = new SignedText(secret, PURPOSE);
    }

    /**
     * The same instance with a fresh token as its {@link ServiceInstance#serverId}.
     *
     * @throws IllegalArgumentException if its texts are no valid Unicode or too long for a token of {@value #MAX_LENGTH}
     *     characters
     */
    public ServiceInstance issue(ServiceInstance instance) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return sign(instance, nonce);
    }

    /**
     * What, together with the instance, makes up a token: enough to tell two connects of a server apart and, for those who have
     * the secret, to make the same token again; of no use to anybody else. Empty if we never gave the token.
     */
    public Optional<String> nonce(String serverId) {
        return verified(serverId).map(payload -> {
            byte[] nonce = new byte[NONCE_BYTES];
            payload.get(nonce);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
        });
    }

    /**
     * The same instance with the very token that {@link #nonce} was taken from, if the instance is the same in everything else.
     *
     * @throws IllegalArgumentException if this is no nonce, or as with {@link #issue}
     */
    public ServiceInstance restore(ServiceInstance instance, String nonce) {
        byte[] bytes = Base64.getUrlDecoder().decode(nonce);
        if (bytes.length != NONCE_BYTES) {
            throw new IllegalArgumentException("nonce: " + bytes.length + " bytes (expected: " + NONCE_BYTES + ")");
        }
        return sign(instance, bytes);
    }

    private ServiceInstance sign(ServiceInstance instance, byte[] nonce) {
        byte[] service = SignedText.utf8("serviceName", instance.serviceName());
        byte[] owner = SignedText.utf8("ownerId", instance.ownerId());
        byte[] address = SignedText.utf8("address", instance.address());
        int textBytes = service.length + owner.length + address.length;
        int mostTextBytes = SignedText.MAX_PAYLOAD_BYTES - OVERHEAD_BYTES;
        if (textBytes > mostTextBytes) {
            throw new IllegalArgumentException("service, owner and address: " + textBytes
                    + " bytes together (expected: " + mostTextBytes + " at most)");
        }
        ByteBuffer payload = ByteBuffer.allocate(OVERHEAD_BYTES + textBytes);
        payload.put(nonce)
                .putShort((short) instance.port())
                .putInt(instance.weight())
                .putLong(instance.connectedAt().getEpochSecond())
                .putInt(instance.connectedAt().getNano());
        SignedText.putText(payload, service);
        SignedText.putText(payload, owner);
        SignedText.putText(payload, address);
        return new ServiceInstance(
                signed.write(payload.array(), NO_CONTEXT),
                instance.serviceName(),
                instance.ownerId(),
                instance.address(),
                instance.port(),
                instance.weight(),
                instance.connectedAt());
    }

    /** The instance that a token stands for, or empty if we never gave it. Takes any text, however hostile. */
    public Optional<ServiceInstance> verify(String serverId) {
        try {
            return verified(serverId).map(payload -> read(serverId, payload));
        } catch (IllegalArgumentException | BufferUnderflowException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<ByteBuffer> verified(String serverId) {
        return signed.read(serverId, NO_CONTEXT).filter(payload -> payload.remaining() >= OVERHEAD_BYTES);
    }

    private static ServiceInstance read(String serverId, ByteBuffer in) {
        in.position(NONCE_BYTES);
        int port = Short.toUnsignedInt(in.getShort());
        int weight = in.getInt();
        Instant connectedAt = Instant.ofEpochSecond(in.getLong(), in.getInt());
        String service = SignedText.getText(in);
        String owner = SignedText.getText(in);
        String address = SignedText.getText(in);
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("token: " + in.remaining() + " bytes after its end");
        }
        return new ServiceInstance(serverId, service, owner, address, port, weight, connectedAt);
    }
}
