package io.turnpike.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultLineTest {

    private static GatewayException problem(Fault... faults) {
        return new GatewayException(GatewayError.INVALID_REQUEST, "the detail", List.of(faults), Map.of());
    }

    @Test
    void of_noOrOneFault_saysTheDetailAndTheNote() {
        assertThat(FaultLine.of("GET", "/a", problem())).isEqualTo("GET /a: 400 invalid-request: the detail");
        assertThat(FaultLine.of("GET", "/a", problem(Fault.at("/x", "is wrong")).withLogNote("at h:1")))
                .isEqualTo("GET /a: 400 invalid-request: the detail (at h:1)");
    }

    @Test
    void of_severalFaults_saysTheFirstThreeAndCountsThem() {
        Fault one = Fault.at("/x", "is one");
        Fault two = new Fault("/IdlContent", "is two", null, 4, 7);
        Fault three = Fault.at("", "is three");
        assertThat(FaultLine.of("POST", "/a", problem(one, two)))
                .isEqualTo("POST /a: 400 invalid-request: 2 faults: /x is one; /IdlContent 4:7 is two");
        assertThat(FaultLine.of("POST", "/a", problem(one, two, three, one, two)))
                .isEqualTo(
                        "POST /a: 400 invalid-request: 5 faults: /x is one; /IdlContent 4:7 is two; is three; and 2 more");
    }

    @Test
    void of_hostileTexts_isOneLineOfBoundedLength() {
        String hostile = "\r\n2026-01-01 SEVERE forged\u2028".repeat(10_000);
        Fault[] faults = Collections.nCopies(5, Fault.at(hostile, hostile)).toArray(new Fault[0]);
        for (GatewayException problem :
                List.of(problem(faults), new GatewayException(GatewayError.FORBIDDEN, hostile).withLogNote(hostile))) {
            String line = FaultLine.of(hostile, hostile, problem);
            assertThat(line).hasSizeLessThan(1_700).doesNotContain("\r", "\n", "\u2028");
        }
        assertThat(FaultLine.of("POST", "/a", problem(faults))).endsWith("and 2 more");
    }
}
