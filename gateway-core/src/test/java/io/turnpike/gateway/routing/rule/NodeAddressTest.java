package io.turnpike.gateway.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two small texts of a target: where a node listens, and which statuses are healthy. */
class NodeAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.5:8080,10.0.0.5,8080,10.0.0.5:8080",
        "Catalogue.internal:80,catalogue.internal,80,catalogue.internal:80",
        "[2001:db8::1]:65535,2001:db8:0:0:0:0:0:1,65535,[2001:db8:0:0:0:0:0:1]:65535"
    })
    void parse_address_isReadAndWritten(String text, String host, int port, String plain) {
        assertThat(NodeAddress.parse(text))
                .isEqualTo(new NodeAddress(host, port))
                .hasToString(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                ":80",
                "host:",
                "host:0",
                "host:65536",
                "host:x",
                "2001:db8::1:80",
                "[]:80",
                "host:-1"
            })
    void parse_noAddress_isRefused(String text) {
        assertThatThrownBy(() -> NodeAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: ");
    }

    @Test
    void statuses_areRangesAndSingleOnes() {
        StatusRange several = StatusRange.parse("200-204");
        StatusRange one = StatusRange.parse("401");

        assertThat(List.of(200, 204)).allMatch(several::contains);
        assertThat(List.of(199, 205)).noneMatch(several::contains);
        assertThat(List.of(400, 402)).noneMatch(one::contains);
        assertThat(one.contains(401)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "2000", "2xx", "200-", "200-30", "-200", "099", "204-200"})
    void statuses_thatAreNone_areRefused(String text) {
        assertThatThrownBy(() -> StatusRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
