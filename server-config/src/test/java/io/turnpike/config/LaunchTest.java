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

class LaunchTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void run_portOfOptionEnvironmentAndFile_takesThemInThisOrder() throws IOException {
        String file = Integer.toString(freePort());
        String environment = Integer.toString(freePort());
        String option = Integer.toString(freePort());
        Files.writeString(directory.resolve("serverconfig.json"), "{\"serverPort\": \"" + file + "\"}");

        assertThat(run(Map.of())).isEqualTo(Launch.READY);
        assertThat(text(out)).contains("port=" + file, "data=" + directory.resolve("data"), "config=" + directory);
        assertThat(run(Map.of("SERVERPORT", environment))).isEqualTo(Launch.READY);
        assertThat(text(out)).contains("port=" + environment);
        assertThat(run(Map.of("SERVERPORT", environment), "--port", option, "--data", "d"))
                .isEqualTo(Launch.READY);
        assertThat(text(out)).contains("port=" + option, "data=" + directory.resolve("d"));
    }

    @Test
    void run_portTaken_namesThePort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(run(Map.of(), "--port", Integer.toString(taken.getLocalPort())))
                    .isEqualTo(Launch.REFUSED);

            assertThat(text(err)).contains("port " + taken.getLocalPort() + " cannot be used", "--port N");
        }
    }

    @Test
    void run_faultyFile_printsEveryProblemAndRefuses() throws IOException {
        Path file = Files.writeString(directory.resolve("c.json"), "{\"timeToLift\": -1, \"dbNam\": \"x\"}");

        assertThat(run(Map.of(), "--config", file.toString())).isEqualTo(Launch.REFUSED);
        assertThat(text(err)).contains("ERROR ", "timeToLift: -1", "WARNING ", "did you mean dbName?");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void run_badOptions_refuses() {
        assertThat(run(Map.of(), "--port", "99999")).isEqualTo(Launch.REFUSED);
        assertThat(text(err)).contains("serverPort: \"99999\" (expected: a whole number, 1 to 65535 (port))");
        assertThat(run(Map.of(), "--bogus", "1")).isEqualTo(Launch.REFUSED);
        assertThat(run(Map.of(), "--port")).isEqualTo(Launch.REFUSED);
    }

    @Test
    void run_dataDirectoryIsAFile_saysSo() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "");

        assertThat(run(Map.of(), "--data", file.toString())).isEqualTo(Launch.REFUSED);
        assertThat(text(err)).contains("the data directory " + file + " cannot be made", "--data DIR");
    }

    private int run(Map<String, String> environment, String... args) {
        out.reset();
        err.reset();
        Surroundings surroundings = new Surroundings(Map.of(), environment, directory);
        return new Launch(surroundings, printer(out), printer(err)).run(List.of(args));
    }

    private static PrintStream printer(ByteArrayOutputStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
