package io.turnpike.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command line, in processes of its own where that matters. */
@Timeout(120)
class MainTest {

    private static final Pattern LISTENS = Pattern.compile("(\\w+) listens on 127\\.0\\.0\\.1:(\\d+)");
    private static final String CONNECTED = "{\"Status\":\"ok\",\"ServerID\":\"id-1\"}";

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    private Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(new File(folder.toFile(), "errors-" + processes.size()))
                .start();
        processes.add(process);
        return process;
    }

    /** The port of a server that has just been started. */
    private static int port(Process server) throws IOException {
        BufferedReader out = server.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.matches()) {
                return Integer.parseInt(listens.group(2));
            }
        }
        throw new IOException("the server ended before it listened");
    }

    @Test
    void run_argumentsThatCannotBeUnderstood_exits2() {
        assertThat(Main.run()).isEqualTo(2);
        assertThat(Main.run("NoService")).isEqualTo(2);
        assertThat(Main.run("UserService", "--nonsense")).isEqualTo(2);
        assertThat(Main.run("UserService", "--gateway", "g")).isEqualTo(2);
        assertThat(Main.run("UserService", "--gateway", "g", "--apikey", "k", "--port", "x"))
                .isEqualTo(2);
        assertThat(Main.run("register", "UserService", "--gateway", "ftp://g")).isEqualTo(2);
    }

    @Test
    void run_registerAccepted_exits0AndSendsTheRegistration() throws Exception {
        try (FakeGateway gateway = new FakeGateway(200, "{\"Message\":\"registered\",\"API-Key\":\"abc\"}")) {
            assertThat(Main.run("register", "UserService", "--gateway", gateway.address()))
                    .isZero();
            assertThat(gateway.requests.poll()).isEqualTo("POST /register " + Example.UserService.registration());
        }
    }

    @Test
    void run_registerAnswered_exits3OnConflictAnd1OnAnythingElse() throws Exception {
        String body = "{\"title\":\"no\"}";
        for (int status : new int[] {409, 401, 422, 503, 200}) {
            try (FakeGateway gateway = new FakeGateway(status, body)) {
                assertThat(Main.run("register", "AssetManagement", "--gateway", gateway.address()))
                        .as("gateway answers %d", status)
                        .isEqualTo(status == 409 ? 3 : 1);
            }
        }
        FakeGateway away = new FakeGateway(200, "{}");
        away.close();
        assertThat(Main.run("register", "AssetManagement", "--gateway", away.address()))
                .isEqualTo(1);
    }

    @Test
    void run_portTakenOrNoSuchAddressOrFolder_exits1() throws Exception {
        String[] server = {"UserService", "--gateway", "127.0.0.1:1", "--apikey", "k"};
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(Main.run(and(server, "--port", port))).isEqualTo(1);
            assertThat(Main.run(and(server, "--port", port, "--buffered"))).isEqualTo(1);
        }
        assertThat(Main.run(and(server, "--address", "nowhere.invalid"))).isEqualTo(1);
        assertThat(Main.run(and(server, "--data", folder.resolve("no/such/file").toString())))
                .isEqualTo(1);
    }

    private static String[] and(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void main_badArguments_exitsTheProcessWithUsage() throws Exception {
        Process process = java("UserService");

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("errors-0")))
                .contains("--gateway is missing")
                .contains("usage: ./turnpike example");
    }

    @Test
    void main_gatewayRefusesTheServer_saysWhyOnceAndExits1() throws Exception {
        for (int status : new int[] {401, 403, 404}) {
            try (FakeGateway gateway =
                    new FakeGateway(status, "{\"Status\":\"failed\",\"Message\":\"No, because " + status + "\"}")) {
                Process process = java("UserService", "--gateway", gateway.address(), "--apikey", "wrong");

                assertThat(process.waitFor()).isEqualTo(1);
                assertThat(Files.readString(folder.resolve("errors-" + (processes.size() - 1))))
                        .isEqualTo("UserService is not connected: " + gateway.address() + " answered " + status
                                + ": No, because " + status + System.lineSeparator());
                assertThat(process.inputReader().lines())
                        .singleElement()
                        .asString()
                        .matches(LISTENS);
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // there is no SIGTERM
    void main_twoServersWithOneFile_shareItAndLeaveTheGatewayOnSigterm() throws Exception {
        try (FakeGateway gateway = new FakeGateway(200, CONNECTED)) {
            String data = folder.resolve("rows").toString();
            String[] arguments = {"AssetManagement", "--gateway", gateway.address(), "--apikey", "k", "--data", data};
            Process one = java(arguments);
            Process two = java(and(arguments, "--buffered"));
            int portOne = port(one);
            int portTwo = port(two);

            assertThat(new ExampleClient(Example.AssetManagement, portOne, true)
                            .call("insertAsset", "{\"ID\":\"1\",\"Name\":\"N\",\"Market\":\"M\"}"))
                    .contains("\"Ok\":true");
            ExampleClient atTwo = new ExampleClient(Example.AssetManagement, portTwo, false);
            assertThat(atTwo.call("queryAsset", "{\"ID\":\"1\"}")).contains("\"Name\":\"N\"");
            assertThat(atTwo.call("insertAsset", "{\"ID\":\"1\"}")).contains("exists already");
            assertThat(List.of(
                            gateway.requests.poll(30, TimeUnit.SECONDS), gateway.requests.poll(30, TimeUnit.SECONDS)))
                    .containsExactlyInAnyOrder(connect(portOne), connect(portTwo));

            // The servers' output is not read any more; it is short enough to fit the pipe.
            one.destroy();
            assertThat(one.waitFor()).isEqualTo(143);
            String last = "";
            while (!last.startsWith("DELETE")) {
                last = gateway.requests.poll(30, TimeUnit.SECONDS);
            }
            assertThat(last).isEqualTo("DELETE /connect/id-1 ");
        }
    }

    private static String connect(int port) {
        return "POST /connect {\"ApiKey\":\"k\",\"ServiceName\":\"AssetManagement\",\"ServerAddress\":\"127.0.0.1\",\"ServerPort\":\""
                + port + "\"}";
    }
}
