package io.turnpike.registry;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Makes and checks the tokens that the gateway passes to a RegistryProxy in place of an API key. A token says that the gateway
 * has authorised one request of a server, just now; it is of no use for any other request. Made again within {@link #LIFETIME}
 * that one request does the same again, so there is no list of used tokens. Immutable, safe for use by several threads at once.
 *
 * <p>A token is base64url of: version (1 byte), the 32 bytes of HMAC-SHA-256 over {@value #PURPOSE}, all that follows and the
 * text of {@link HandOver#request}, which itself is not in the token, then the time of expiry (8 bytes, big-endian milliseconds
 * since 1970), service and owner as UTF-8, each after its length in 2 bytes. See {@link SignedText}.
 */
public final class HandOverTokenCodec {

    /** How long a token is good; long enough for clocks that differ by some seconds. */
    public static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final String PURPOSE = "turnpike.hand-over.1";
    private static final int OVERHEAD_BYTES = Long.BYTES + 2 * Short.BYTES;

    private final SignedText signed;
    private final InstantSource clock;

    /**
     * @param secret the cluster's secret, 1 byte or more
     * @throws IllegalArgumentException if the secret is empty
     */
    public HandOverTokenCodec(byte[] secret, InstantSource clock) {
        this.signed = new SignedText(secret, PURPOSE);
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * A token for a request that has been authorised.
     *
     * @throws IllegalArgumentException if the names are no valid Unicode or too long for a token
     */
    public String issue(HandOver handOver) {
        byte[] service = SignedText.utf8("serviceName", handOver.serviceName());
        byte[] owner = SignedText.utf8("ownerId", handOver.ownerId());
        int length = OVERHEAD_BYTES + service.length + owner.length;
        if (length > SignedText.MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("service and owner: " + (service.length + owner.length)
                    + " bytes together (expected: " + (SignedText.MAX_PAYLOAD_BYTES - OVERHEAD_BYTES) + " at most)");
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        payload.putLong(clock.instant().plus(LIFETIME).toEpochMilli());
        SignedText.putText(payload, service);
        SignedText.putText(payload, owner);
        return signed.write(payload.array(), context(handOver.request()));
    }

    /**
     * What a token says.
     *
     * @param handOver the request that the gateway has authorised
     * @param at when, by the gateway's clock, in milliseconds
     */
    public record Authorised(HandOver handOver, Instant at) {}

    /**
     * What the gateway has authorised. Takes any text, however hostile.
     *
     * @param request as in {@link HandOver#request}: what is asked for with this token
     * @throws HandOverRefusedException if the token is not ours, is for another request, or has expired
     */
    public Authorised verify(String token, String request) throws HandOverRefusedException {
        ByteBuffer payload = signed.read(token, context(request))
                .orElseThrow(() -> new HandOverRefusedException(
                        "the token was not made for this request by a node with the same clusterSecret"));
        Instant now = clock.instant();
        Instant expiry;
        HandOver handOver;
        try {
            expiry = Instant.ofEpochMilli(payload.getLong());
            handOver = new HandOver(SignedText.getText(payload), SignedText.getText(payload), request);
        } catch (BufferUnderflowException e) {
            throw new HandOverRefusedException("the token ends early");
        }
        if (payload.hasRemaining()) {
            throw new HandOverRefusedException("the token has bytes after its end");
        }
        if (!now.isBefore(expiry)) {
            throw new HandOverRefusedException("the token expired at " + expiry + " and it is " + now
                    + " here (expected: clocks that differ by less than " + LIFETIME.toSeconds() + " s)");
        }
        return new Authorised(handOver, expiry.minus(LIFETIME));
    }

    private static byte[] context(String request) {
        return request.getBytes(StandardCharsets.UTF_8);
    }
}
