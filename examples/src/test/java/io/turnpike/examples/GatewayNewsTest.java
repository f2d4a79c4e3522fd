package io.turnpike.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.connector.ConnectionState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayNewsTest {

    private final List<String> lines = new ArrayList<>();
    private final GatewayNews news = new GatewayNews("S", lines::add);

    @Test
    void stateChanged_refusedBeforeItWasConnected_endsWithTheReasonAndPrintsNothing() {
        news.stateChanged(ConnectionState.UNREACHABLE, "g cannot be reached");
        news.stateChanged(ConnectionState.REFUSED, "g answered 401: wrong key");
        news.stateChanged(ConnectionState.CLOSED, "1:1 has left");

        assertThat(news.refusal()).isCompletedWithValue("g answered 401: wrong key");
        assertThat(lines).containsExactly("S keeps trying: g cannot be reached");
    }

    @Test
    void stateChanged_refusedLater_goesOn() {
        news.stateChanged(ConnectionState.CONNECTED, "");
        news.stateChanged(ConnectionState.CONNECTING, "g answered 404: unknown");
        news.stateChanged(ConnectionState.REFUSED, "g answered 401: wrong key");
        news.stateChanged(ConnectionState.CONNECTED, "");
        news.stateChanged(ConnectionState.CLOSED, "1:1 has left");

        assertThat(news.refusal()).isNotDone();
        assertThat(lines)
                .containsExactly(
                        "S is connected to the gateway",
                        "S connects again: g answered 404: unknown",
                        "S is refused and tries again later: g answered 401: wrong key",
                        "S is connected to the gateway again",
                        "S ends: 1:1 has left");
    }
}
