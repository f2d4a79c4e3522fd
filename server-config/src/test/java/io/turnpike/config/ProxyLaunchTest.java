package io.turnpike.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyLaunchTest {

    private static final String SETTINGS =
            "{\"consulAddress\": \"127.0.0.1:8500\", \"clusterSecret\": \"0123456789abcdef\", \"serverPort\": \"%d\"}";

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Map<String, String> environment, String... arguments) {
        return new ProxyLaunch(
                        new Surroundings(Map.of(), environment, directory),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void run_gatewaysFileAndItsPortTaken_startsOnPortsOfItsOwn() throws IOException {
        try (ServerSocket gateway = new ServerSocket(0)) {
            Path file = Files.writeString(directory.resolve("c.json"), SETTINGS.formatted(gateway.getLocalPort()));
            int http = freePort();
            int thrift = freePort();

            assertThat(run(Map.of(), "--config", file.toString(), "--port", "" + http, "--thrift-port", "" + thrift))
                    .as("%s", err)
                    .isEqualTo(Launch.READY);
            assertThat(out.toString(StandardCharsets.UTF_8).lines())
                    .containsExactly(
                            "port=" + http,
                            "thriftPort=" + thrift,
                            "data=" + directory.resolve("data"),
                            "config=" + file);
        }
    }

    @Test
    void run_secretAndConsulMissing_saysBothAndRefuses() {
        assertThat(run(Map.of("clusterSecret", "short"), "--port", "0")).isEqualTo(Launch.REFUSED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(
                        "ERROR consulAddress: not set",
                        "ERROR clusterSecret: a text, not shown (expected: a text of at least 16 characters)",
                        "ERROR --port: \"0\"")
                .doesNotContain("short\"");
        assertThat(out.size()).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void run_faultsInTheFileAndBesideIt_saysAllOfThem() throws IOException {
        Files.writeString(directory.resolve("serverconfig.json"), "{\"clusterSecret\": \"tiny\", \"timeToDie\": 5}");
        assertThat(run(Map.of(), "--port", "x")).isEqualTo(Launch.REFUSED);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .endsWith(
                                        "serverconfig.json:1: clusterSecret: a text, not shown (expected: a text of at least 16 characters)"),
                        line -> assertThat(line)
                                .startsWith("ERROR ")
                                .contains("serverconfig.json:1: timeToDie: 5 (expected: not below timeToLift"),
                        line -> assertThat(line).startsWith("ERROR --port: \"x\""),
                        line -> assertThat(line)
                                .startsWith(
                                        "ERROR consulAddress: not set in " + directory.resolve("serverconfig.json")));
    }

    @Test
    void run_portsTakenOrTheSame_saysSo() throws IOException {
        Files.writeString(directory.resolve("serverconfig.json"), SETTINGS.formatted(4200));
        int free = freePort();
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(run(Map.of(), "--port", "" + free, "--thrift-port", "" + taken.getLocalPort()))
                    .isEqualTo(Launch.REFUSED);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .contains("port " + taken.getLocalPort() + " cannot be used", "--thrift-port N");
        }
        assertThat(run(Map.of("REGISTRYPROXYPORT", "" + free), "--port", "" + free))
                .isEqualTo(Launch.REFUSED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("expected: two ports");
    }

    @Test
    void run_badOptions_refuses() {
        assertThat(run(Map.of(), "--bogus", "1")).isEqualTo(Launch.REFUSED);
        assertThat(run(Map.of(), "--thrift-port")).isEqualTo(Launch.REFUSED);
        assertThat(run(Map.of(), "--thrift-port", "x")).isEqualTo(Launch.REFUSED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("registryProxyPort: \"x\" (expected: a whole number");
    }
}
