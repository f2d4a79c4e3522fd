package io.turnpike.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {

    /** Self-signed, by the name ca. */
    private static final String CERTIFICATE =
            "-----BEGIN CERTIFICATE-----\n" + "MIIBcjCCARegAwIBAgIUWKMzTba4dT9K136RtEGXcO0fAaIwCgYIKoZIzj0EAwIw\n"
                    + "DTELMAkGA1UEAwwCY2EwIBcNMjYxMTIyMjI1NjI2WhgPMjEyNjEwMjkyMjU2MjZa\n"
                    + "MA0xCzAJBgNVBAMMAmNhMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEWBdI6e0N\n"
                    + "kOIZSf4CNmCs8x8Enm29JYwGLKnZuHWepNbCZlekUpF2zSELTX8Ww8qLvUKJVGkN\n"
                    + "0ZjzbAeaRLznBqNTMFEwHQYDVR0OBBYEFOAN0UzG837XSlUGIS/QFMqzxdeLMB8G\n"
                    + "A1UdIwQYMBaAFOAN0UzG837XSlUGIS/QFMqzxdeLMA8GA1UdEwEB/wQFMAMBAf8w\n"
                    + "CgYIKoZIzj0EAwIDSQAwRgIhALBEh3ZT/u4s/xalrap3ruXKNZzfuK86dk4tMU7T\n"
                    + "3sKxAiEA/N8R+/TN9gvUXMyfXCkkZRu9b/d25KG0M+qRSZ+ZS5A=\n" + "-----END CERTIFICATE-----\n";

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
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void run_adminPort_isToldAndMustBeFreeAndAnother() throws IOException {
        String port = Integer.toString(freePort());
        String admin = Integer.toString(freePort());
        assertThat(run(Map.of("SERVERPORT", port))).isEqualTo(Launch.READY);
        assertThat(text(out)).doesNotContain("adminPort");
        assertThat(run(Map.of("SERVERPORT", port, "ADMINPORT", admin))).isEqualTo(Launch.READY);
        assertThat(text(out)).contains("port=" + port, "adminPort=" + admin);

        Files.writeString(directory.resolve("serverconfig.json"), "{\"adminPort\": " + port + "}");
        assertThat(run(Map.of(), "--port", port)).isEqualTo(Launch.REFUSED);
        assertThat(text(err))
                .contains("adminPort: " + port + " (expected: another port than the one for calls, which is " + port);
        try (ServerSocket taken = new ServerSocket(0)) {
            String busy = Integer.toString(taken.getLocalPort());
            assertThat(run(Map.of("ADMINPORT", busy), "--port", port)).isEqualTo(Launch.REFUSED);
            assertThat(text(err)).contains("port " + busy + " cannot be used", "the setting adminPort");
        }
    }

    @Test
    void run_dataDirectoryOfARunningGateway_saysSoUnlessTheStoreIsElsewhere() throws Exception {
        Path data = Files.createDirectory(directory.resolve("d"));
        Path store = Files.createFile(data.resolve("turnpike.mv.db"));
        String[] options = {"--data", data.toString(), "--port", Integer.toString(freePort())};
        assertThat(run(Map.of(), options)).isEqualTo(Launch.READY);

        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        store.toString())
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("locked");
            assertThat(run(Map.of(), options)).isEqualTo(Launch.REFUSED);
            assertThat(text(err))
                    .contains("the data directory " + data + " is in use by another gateway", "--data DIR");
            assertThat(text(out)).isEmpty();
            assertThat(run(Map.of("DBURL", "mongodb://h"), options)).isEqualTo(Launch.READY);
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(run(Map.of(), options)).isEqualTo(Launch.READY);
    }

    /** Another process, because a JVM does not see its own locks as others see them. */
    static final class LockHolder {
        public static void main(String[] arguments) throws IOException {
            try (FileChannel file = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                System.out.println(lock.isValid() ? "locked" : "not locked");
                System.in.read();
            }
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
    void run_certificatesThatAreNotThere_areNamedWithTheirPlace() throws IOException {
        Path there = Files.writeString(directory.resolve("ca.pem"), CERTIFICATE);
        Path key = Files.writeString(
                directory.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nMAMCAQA=\n-----END PRIVATE KEY-----\n");
        Path file = Files.writeString(
                directory.resolve("c.json"),
                "{\"consulCaFile\": \"ca.pem\",\n\"consulCertFile\": \"none.pem\",\n\"consulKeyFile\": \"other.pem\",\n\"pullCaFile\": \"key.pem\"}");

        assertThat(run(Map.of("CONSULKEYFILE", "nor.pem"), "--config", file.toString()))
                .isEqualTo(Launch.REFUSED);
        assertThat(text(err).lines())
                .containsExactly(
                        "ERROR " + file + ":2: consulCertFile: \"none.pem\" (expected: a file that this user can read)",
                        "ERROR consulKeyFile: \"nor.pem\" (expected: a file that this user can read), in environment variable CONSULKEYFILE",
                        "ERROR " + file + ":4: pullCaFile: \"key.pem\" (expected: a PEM file of certificates)");
        assertThat(there).exists();
        assertThat(key).exists();
    }

    @Test
    void run_badOptions_refuses() {
        assertThat(run(Map.of(), "--port", "99999")).isEqualTo(Launch.REFUSED);
        assertThat(text(err)).contains("serverPort: \"99999\" (expected: a whole number, 1 to 65535 (port))");
        assertThat(run(Map.of(), "--bogus", "1")).isEqualTo(Launch.REFUSED);
        assertThat(run(Map.of(), "--port")).isEqualTo(Launch.REFUSED);
    }

    @Test
    void run_badEnvironment_printsEveryProblemAndRefuses() throws IOException {
        Path file = Files.writeString(directory.resolve("c.json"), "{\"timeToLift\": 60, \"timeToDie\": 50}");

        assertThat(run(Map.of("timeToLift", "abc", "REGISTRATION", "closed", "DBURL", "secret")))
                .isEqualTo(Launch.REFUSED);
        assertThat(text(err))
                .contains(
                        "ERROR timeToLift: \"abc\" (expected: a whole number, 1 to 31536000 (seconds))",
                        "ERROR registration: \"closed\" (expected: \"open\" or \"master\")",
                        "ERROR dbUrl: a text, not shown (expected: ")
                .doesNotContain("secret");
        assertThat(run(Map.of(), "--config", file.toString())).isEqualTo(Launch.REFUSED);
        assertThat(text(err)).contains("c.json:1: timeToDie: 50 (expected: not below timeToLift, which is 60)");
        assertThat(run(Map.of("TIMETODIE", "60"), "--config", file.toString(), "--port", Integer.toString(freePort())))
                .isEqualTo(Launch.READY);
    }

    @Test
    void run_pullSettingsThatCannotBe_areRefusedBeforeTheStart() throws IOException {
        Path file = Files.writeString(directory.resolve("c.json"), "{\"pullSource\": \"/rules\"}");
        assertThat(run(Map.of(), "--config", file.toString())).isEqualTo(Launch.REFUSED);
        assertThat(text(err)).contains("c.json:1: pullSource: set without pullClusterId (expected: both, ");
        for (String source : List.of("ftp://h/x", "s3://", "http://example.com/a", "https://user:secret@h/a")) {
            assertThat(run(Map.of("pullSource", source, "pullClusterId", "c"))).isEqualTo(Launch.REFUSED);
        }
        assertThat(run(Map.of("pullSource", "/rules", "pullClusterId", "../x"))).isEqualTo(Launch.REFUSED);
        assertThat(text(err))
                .contains("pullClusterId: \"../x\" (expected: 1 to 128 letters, ")
                .doesNotContain("secret");
        Path ca = Files.writeString(directory.resolve("ca.pem"), CERTIFICATE);
        for (String source :
                List.of("/rules", "file:///rules", "https://h/a/", "s3://rules/a/", "http://127.0.0.1:80/a")) {
            assertThat(run(
                            Map.of("pullSource", source, "pullClusterId", "c", "pullCaFile", ca.toString()),
                            "--port",
                            Integer.toString(freePort())))
                    .as("%s: %s", source, text(err))
                    .isEqualTo(Launch.READY);
        }
    }

    @Test
    void run_dataDirectoryIsAFile_saysSo() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "");

        assertThat(run(Map.of(), "--port", Integer.toString(freePort()), "--data", file.toString()))
                .isEqualTo(Launch.REFUSED);
        assertThat(text(err))
                .contains("the data directory " + file + " cannot be made: " + file + " is a file\n", "--data DIR");
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
