package io.turnpike.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GatewayAdminTest {

    @Test
    void get_answerWithoutEnd_isCutOff() throws IOException {
        try (StubGateway gateway = new StubGateway()) {
            gateway.answers(1, "{\"Owners\":[]" + " ".repeat(5_000) + "}");
            GatewayAdmin admin = new GatewayAdmin(URI.create(gateway.url()), "k", Duration.ofSeconds(30), 4_000);
            assertThatThrownBy(admin::get)
                    .isInstanceOf(CommandProblem.class)
                    .hasMessageContaining("the answer is longer than 4000 bytes");
        }
    }

    @Test
    void put_noAnswer_saysThatItIsNotKnownWhatWasDone() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            GatewayAdmin admin = new GatewayAdmin(url, "k", Duration.ofMillis(300), 4_000);
            assertThatThrownBy(() -> admin.put(JsonValue.EMPTY_JSON_OBJECT, false, OptionalLong.empty()))
                    .isInstanceOfSatisfying(
                            CommandProblem.class,
                            problem -> assertThat(problem.lines())
                                    .containsExactly(
                                            url + " has not answered in 0 s.",
                                            "It is not known whether the configuration was applied: diff tells."));
        }
    }
}
