package io.turnpike.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerIdCodecTest {

    private final ServerIdCodec codec = new ServerIdCodec("secret".getBytes(UTF_8));
    private final ServiceInstance asset = new ServiceInstance(
            "", "AssetManagement", "UserName", "10.0.0.7", 65535, 3, Instant.parse("2026-11-21T03:04:05.678912345Z"));

    @Test
    void verify_issuedToken_givesTheSameInstance() {
        ServiceInstance issued = codec.issue(asset);

        assertThat(codec.verify(issued.serverId())).contains(issued);
        assertThat(issued.serverId()).matches("[A-Za-z0-9_-]+");
        assertThat(issued).usingRecursiveComparison().ignoringFields("serverId").isEqualTo(asset);
    }

    @Test
    void verify_tokenOfAnotherNodeWithTheSameSecret_isAccepted() {
        ServiceInstance issued = new ServerIdCodec("secret".getBytes(UTF_8)).issue(asset);

        assertThat(codec.verify(issued.serverId())).contains(issued);
    }

    @Test
    void verify_namesBeyondAscii_roundTrip() {
        ServiceInstance issued = codec.issue(
                new ServiceInstance("", "Größe", "所有者", "höst.example", 1, 1, Instant.ofEpochSecond(-5, 7)));

        assertThat(codec.verify(issued.serverId())).contains(issued);
    }

    @Test
    void restore_nonceOfAToken_makesTheSameTokenAgainWhereTheSecretIs() {
        ServiceInstance issued = codec.issue(asset);
        String nonce = codec.nonce(issued.serverId()).orElseThrow();

        assertThat(nonce).hasSize(16);
        assertThat(codec.restore(asset, nonce)).isEqualTo(issued);
        assertThat(new ServerIdCodec("other".getBytes(UTF_8))
                        .restore(asset, nonce)
                        .serverId())
                .isNotEqualTo(issued.serverId());
        assertThat(codec.nonce(codec.issue(asset).serverId())).isPresent().isNotEqualTo(Optional.of(nonce));
        assertThat(codec.nonce("id-1")).isEmpty();
        assertThatThrownBy(() -> codec.restore(asset, "AAAA")).hasMessage("nonce: 3 bytes (expected: 12)");
    }

    @Test
    void issue_twice_givesDifferentTokens() {
        assertThat(codec.issue(asset).serverId())
                .isNotEqualTo(codec.issue(asset).serverId());
    }

    @Test
    void verify_anotherSecret_isRefused() {
        assertThat(new ServerIdCodec("other".getBytes(UTF_8))
                        .verify(codec.issue(asset).serverId()))
                .isEmpty();
    }

    @Test
    void verify_anyFlippedBit_isRefused() {
        byte[] token = Base64.getUrlDecoder().decode(codec.issue(asset).serverId());
        for (int bit = 0; bit < token.length * 8; bit++) {
            byte[] forged = token.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(codec.verify(Base64.getUrlEncoder().withoutPadding().encodeToString(forged)))
                    .as("bit %d", bit)
                    .isEmpty();
        }
    }

    @Test
    void verify_anyOtherTextOfTheSameBytes_isRefused() {
        for (String address : new String[] {"a", "ab", "abc"}) {
            String token = codec.issue(new ServiceInstance("", "s", "o", address, 1, 1, Instant.EPOCH))
                    .serverId();
            String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            for (char last : alphabet.toCharArray()) {
                String other = token.substring(0, token.length() - 1) + last;
                assertThat(codec.verify(other).isPresent()).as(other).isEqualTo(other.equals(token));
            }
            assertThat(codec.verify(token + "=")).isEmpty();
            assertThat(codec.verify(token + "==")).isEmpty();
        }
    }

    @Test
    void verify_anyPrefix_isRefused() {
        String token = codec.issue(asset).serverId();
        for (int length = 0; length < token.length(); length++) {
            assertThat(codec.verify(token.substring(0, length))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "=", "%", "../../etc/passwd", "\u0000", "\uD800", "AQ", "AQ==", "null", "ä"})
    void verify_hostileText_isRefused(String text) {
        assertThat(codec.verify(text)).isEmpty();
    }

    @Test
    void verify_randomBytes_areRefused() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = 1;
            }
            assertThat(codec.verify(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                    .isEmpty();
        }
    }

    @Test
    void verify_overlongText_isRefused() {
        assertThat(codec.verify("A".repeat(10_000_000))).isEmpty();
    }

    @Test
    void issue_longestTexts_fitAndOneMoreIsRefused() {
        int length = 1;
        while (fits(length + 1)) {
            length++;
        }
        ServiceInstance longest = codec.issue(named("x".repeat(length)));
        assertThat(codec.verify(longest.serverId())).contains(longest);
        assertThat(longest.serverId()).hasSizeLessThanOrEqualTo(ServerIdCodec.MAX_LENGTH);

        int tooLong = length + 1;
        assertThatThrownBy(() -> codec.issue(named("x".repeat(tooLong))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining((tooLong + 2) + " bytes together (expected: " + (length + 2) + " at most)");
    }

    private boolean fits(int length) {
        try {
            codec.issue(named("x".repeat(length)));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static ServiceInstance named(String service) {
        return new ServiceInstance("", service, "o", "a", 1, 1, Instant.EPOCH);
    }

    @Test
    void issue_loneSurrogate_isRefused() {
        assertThatThrownBy(() -> codec.issue(named("\uD800")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("serviceName");
    }

    @Test
    void construct_emptySecret_isRefused() {
        assertThatThrownBy(() -> new ServerIdCodec(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
