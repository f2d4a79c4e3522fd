package io.turnpike.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import org.junit.jupiter.api.Test;

class CollectedBodyTest {

    private final CollectedBody.Total total = new CollectedBody.Total(10);
    private final CollectedBody body = new CollectedBody(6, total);

    private static GatewayError refusal(CollectedBody body, int bytes) {
        GatewayException[] refusal = new GatewayException[1];
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> body.add(new byte[bytes], 0, bytes))
                .satisfies(e -> refusal[0] = e);
        return refusal[0].error();
    }

    @Test
    void take_givesWhatCameAndItsMemoryBack() throws Exception {
        body.add(new byte[] {0, 1, 2, 3}, 1, 2);
        body.add(new byte[] {3}, 0, 1);
        assertThat(total.held()).isEqualTo(3);
        assertThat(body.take()).containsExactly(1, 2, 3);
        assertThat(total.held()).isZero();
        body.add(new byte[] {4}, 0, 1);
        body.drop();
        assertThat(body.take()).isEmpty();
        assertThat(total.held()).isZero();
    }

    @Test
    void add_moreThanOneMayHave_isTooLargeAndGivesItsMemoryBack() throws Exception {
        body.add(new byte[6], 0, 6);
        assertThat(refusal(body, 1)).isEqualTo(GatewayError.PAYLOAD_TOO_LARGE);
        assertThat(total.held()).isZero();
    }

    @Test
    void add_moreThanAllMayHave_isRefusedUntilOthersHaveEnded() throws Exception {
        body.add(new byte[6], 0, 6);
        CollectedBody second = new CollectedBody(6, total);
        second.add(new byte[4], 0, 4);
        assertThat(refusal(second, 1)).isEqualTo(GatewayError.TOO_MANY_BODIES);
        assertThat(total.held()).isEqualTo(6);
        body.drop();
        CollectedBody third = new CollectedBody(6, total);
        third.add(new byte[6], 0, 6);
        assertThat(third.take()).hasSize(6);
    }
}
