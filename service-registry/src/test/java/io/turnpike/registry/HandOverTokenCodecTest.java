package io.turnpike.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandOverTokenCodecTest {

    private static final Instant START = Instant.parse("2026-11-21T03:04:05.678Z");
    private static final HandOver CONNECT = HandOver.connect("AssetManagement", "Größe", "10.0.0.7", 9090);

    private Instant now = START;
    private final HandOverTokenCodec codec = codec("secret");

    private HandOverTokenCodec codec(String secret) {
        return new HandOverTokenCodec(secret.getBytes(UTF_8), new InstantSource() {
            @Override
            public Instant instant() {
                return now;
            }
        });
    }

    @Test
    void verify_issuedTokenAndItsRequest_givesTheHandOver() throws Exception {
        String token = codec.issue(CONNECT);

        assertThat(token).matches("[A-Za-z0-9_-]+");
        assertThat(codec("secret").verify(token, CONNECT.request()).handOver()).isEqualTo(CONNECT);
    }

    @Test
    void verify_heartbeatOfAServer_isGoodForThatServerIdOnly() throws Exception {
        ServerIdCodec serverIds = new ServerIdCodec("secret".getBytes(UTF_8));
        ServiceInstance one =
                serverIds.issue(new ServiceInstance("", "AssetManagement", "o", "10.0.0.7", 9090, 1, START));
        ServiceInstance other = serverIds.issue(one);
        String token = codec.issue(HandOver.heartbeat(one));

        assertThat(codec.verify(token, HandOver.heartbeatRequest(one.serverId())))
                .isEqualTo(new HandOverTokenCodec.Authorised(HandOver.heartbeat(one), START));
        assertRefused(token, HandOver.heartbeatRequest(other.serverId()), "clusterSecret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect 9091 10.0.0.7", "connect 9090 10.0.0.8", "heartbeat 9090 10.0.0.7", ""})
    void verify_anotherRequest_isRefused(String request) {
        assertRefused(codec.issue(CONNECT), request, "clusterSecret");
    }

    @Test
    void verify_expiry_isRefusedFromThatMillisecondOn() throws Exception {
        String token = codec.issue(CONNECT);

        now = START.plus(HandOverTokenCodec.LIFETIME).minusMillis(1);
        assertThat(codec.verify(token, CONNECT.request()).handOver()).isEqualTo(CONNECT);

        now = START.plus(HandOverTokenCodec.LIFETIME);
        assertRefused(token, CONNECT.request(), "2026-11-21T03:04:35.678Z");
    }

    @Test
    void verify_anotherSecret_isRefused() {
        assertThatThrownBy(() -> codec("other").verify(codec.issue(CONNECT), CONNECT.request()))
                .isInstanceOf(HandOverRefusedException.class);
    }

    @Test
    void verify_anyFlippedBit_isRefused() {
        byte[] token = Base64.getUrlDecoder().decode(codec.issue(CONNECT));
        for (int bit = 0; bit < token.length * 8; bit++) {
            byte[] forged = token.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(
                    Base64.getUrlEncoder().withoutPadding().encodeToString(forged), CONNECT.request(), "clusterSecret");
        }
    }

    @Test
    void verify_serverIdAsToken_isRefusedThoughTheSecretIsTheSame() {
        String serverId = new ServerIdCodec("secret".getBytes(UTF_8))
                .issue(new ServiceInstance("", "s", "o", "a", 1, 1, START))
                .serverId();

        assertRefused(serverId, "", "clusterSecret");
        assertThat(new ServerIdCodec("secret".getBytes(UTF_8)).verify(codec.issue(new HandOver("s", "o", ""))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "=", "%", "\u0000", "\uD800", "AQ", "null"})
    void verify_hostileText_isRefused(String text) {
        assertRefused(text, CONNECT.request(), "clusterSecret");
        assertRefused(text.repeat(100_000), CONNECT.request(), "clusterSecret");
    }

    @Test
    void issue_namesTooLong_saysHowLongTheyMayBe() {
        int most = SignedText.MAX_PAYLOAD_BYTES - 12;
        assertThat(codec.issue(new HandOver("x".repeat(most), "", ""))).hasSizeLessThanOrEqualTo(4096);
        assertThatThrownBy(() -> codec.issue(new HandOver("x".repeat(most), "o", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining((most + 1) + " bytes together (expected: " + most + " at most)");
    }

    private void assertRefused(String token, String request, String why) {
        assertThatThrownBy(() -> codec.verify(token, request))
                .isInstanceOf(HandOverRefusedException.class)
                .hasMessageContaining(why);
    }
}
