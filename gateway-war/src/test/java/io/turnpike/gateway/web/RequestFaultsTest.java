package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestFaultsTest {

    @ParameterizedTest
    @CsvSource({
        "connect,/connect",
        "/connect,/connect",
        "connect/AbCdEfGh,/connect/AbCdEfGh",
        "connect/AbCdEfGhI,/connect/AbCdEfGh…",
        "/connect/AbCdEfGhIjKlMnOp,/connect/AbCdEfGh…",
        "owners/AnOwnerWithALongName,/owners/AnOwnerWithALongName"
    })
    void shown_serverId_isCut(String path, String shown) {
        assertThat(RequestFaults.shown(path)).isEqualTo(shown);
    }
}
