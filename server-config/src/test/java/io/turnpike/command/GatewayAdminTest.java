package io.turnpike.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GatewayAdminTest {

    private static final String[] LOST = {
        "The change may have been made or not.",
        "It was to be made on revision 7: GET /admin/revisions shows whether there is a later one, and who made it."
                + " ./turnpike config diff shows what is still different."
    };

    @Test
    void get_answerWithoutEnd_isCutOff() throws IOException {
        try (StubGateway gateway = new StubGateway()) {
            gateway.answers(1, "{\"Owners\":[]" + " ".repeat(5_000) + "}");
            GatewayAdmin admin = new GatewayAdmin(URI.create(gateway.url()), "k", patience(30_000), 4_000);
            assertThatThrownBy(admin::get)
                    .isInstanceOf(CommandProblem.class)
                    .hasMessageContaining("the answer is longer than 4000 bytes");
        }
    }

    private static Patience patience(int millis) {
        return new Patience(Duration.ofMillis(millis), Duration.ofMillis(millis + 100));
    }

    @Test
    void get_connectionButNoAnswer_saysSoAndThatNothingWasChanged() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            GatewayAdmin admin = new GatewayAdmin(url, "k", patience(300), 4_000);
            assertThatThrownBy(admin::get)
                    .isInstanceOfSatisfying(
                            CommandProblem.class,
                            problem -> assertThat(problem.lines())
                                    .containsExactly(
                                            url + " takes connections, but has not answered in 300 ms.",
                                            "GET " + url + "/health/ready says how it is.",
                                            "Nothing was changed."));
            assertThatThrownBy(() -> admin.tryOut(JsonValue.EMPTY_JSON_OBJECT, OptionalLong.of(7)))
                    .hasMessageContaining("has not answered in 300 ms");
        }
    }

    @Test
    void put_noAnswer_saysThatItMayHaveBeenMadeAndHowToSee() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            GatewayAdmin admin = new GatewayAdmin(url, "k", patience(300), 4_000);
            assertThatThrownBy(() -> admin.put(JsonValue.EMPTY_JSON_OBJECT, OptionalLong.of(7)))
                    .isInstanceOfSatisfying(
                            CommandProblem.class,
                            problem -> assertThat(problem.lines())
                                    .startsWith(url + " has not answered in 400 ms.")
                                    .endsWith(LOST));
        }
    }

    @Test
    void put_connectionLostInTheMiddle_saysThatItMayHaveBeenMadeAndHowToSee() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("http://127.0.0.1:" + server.getLocalPort());
            Thread closing = new Thread(() -> {
                try (Socket connection = server.accept()) {
                    assertThat(connection.getInputStream().read()).isPositive();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            closing.start();
            GatewayAdmin admin = new GatewayAdmin(url, "k", patience(30_000), 4_000);
            assertThatThrownBy(() -> admin.put(JsonValue.EMPTY_JSON_OBJECT, OptionalLong.of(7)))
                    .hasMessageStartingWith(url + ": the connection was lost: ")
                    .isInstanceOfSatisfying(
                            CommandProblem.class,
                            problem -> assertThat(problem.lines()).endsWith(LOST));
            closing.join();
        }
    }

    @Test
    void beginning_ofALargeRequest_isLongerButNeverMoreThanAll() {
        Patience patience = new Patience(Duration.ofSeconds(10), Duration.ofMinutes(3));
        assertThat(patience.beginning(0)).isEqualTo(Duration.ofSeconds(10));
        assertThat(patience.beginning(2_560_000)).isEqualTo(Duration.ofSeconds(20));
        assertThat(patience.beginning(1L << 32)).isEqualTo(Duration.ofMinutes(3));
    }
}
