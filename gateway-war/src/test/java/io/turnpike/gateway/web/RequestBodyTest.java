package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

    @Test
    void read_lengthUnknown_readsAllUpToTheLimit() throws Exception {
        for (int size : new int[] {0, 1, 8191, 8192, 8193, 20_000}) {
            byte[] bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            RequestBody body = RequestBody.read(new ByteArrayInputStream(bytes), -1, 20_000);
            assertThat(Arrays.copyOf(body.bytes(), body.length())).isEqualTo(bytes);
        }
    }

    @Test
    void read_lengthKnown_readsExactlyThat() throws Exception {
        RequestBody body = RequestBody.read(new ByteArrayInputStream(new byte[] {1, 2, 3}), 3, 3);
        assertThat(body.bytes()).containsExactly(1, 2, 3);
    }

    @Test
    void read_overTheLimit_isRefused() {
        assertError(GatewayError.PAYLOAD_TOO_LARGE, () -> RequestBody.read(new Unread(), 11, 10));
        assertError(
                GatewayError.PAYLOAD_TOO_LARGE, () -> RequestBody.read(new ByteArrayInputStream(new byte[11]), -1, 10));
    }

    @Test
    void read_bodyEndsEarlyOrBreaks_isMalformed() {
        assertError(
                GatewayError.MALFORMED_REQUEST, () -> RequestBody.read(new ByteArrayInputStream(new byte[3]), 4, 10));
        assertError(GatewayError.MALFORMED_REQUEST, () -> RequestBody.read(new Unread(), -1, 10));
    }

    private static void assertError(GatewayError expected, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.error()).isEqualTo(expected));
    }

    /** Fails when it is read. */
    private static final class Unread extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("reset by peer");
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            throw new IOException("reset by peer");
        }
    }
}
