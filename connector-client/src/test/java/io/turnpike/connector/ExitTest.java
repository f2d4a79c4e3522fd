package io.turnpike.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a JVM, in one of its own. */
@Timeout(60)
class ExitTest {

    /** A server that prints its state and ends when it is told to. */
    static final class Exiting {

        private Exiting() {}

        public static void main(String[] args) throws Exception {
            GatewayClient client = GatewayClient.builder("key", "S", args[0])
                    .leaveOnExit(!args[1].equals("silent"))
                    .listener((state, detail) -> System.out.println(state))
                    .build();
            client.connectServer("localhost", 9090);
            client.connectServer("localhost", 9091);
            if (System.in.read() == 'x') {
                System.exit(3);
            }
        }
    }

    private static Process start(FakeGateway gateway, String how) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exiting.class.getName(),
                        gateway.address(),
                        how)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("CONNECTED");
        assertThat(out.readLine()).isEqualTo("CONNECTED");
        return process;
    }

    private static void assertLeft(FakeGateway gateway, int servers) {
        assertThat(gateway.requests)
                .filteredOn(request -> request.startsWith("DELETE /connect/id-1"))
                .hasSize(servers);
    }

    @Test
    void terminated_bySignal_leavesTheGateway() throws Exception {
        try (FakeGateway gateway = new FakeGateway()) {
            Process process = start(gateway, "leaving");
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertLeft(gateway, 2);
        }
    }

    @Test
    void exit_called_leavesTheGatewayAndKeepsTheStatus() throws Exception {
        try (FakeGateway gateway = new FakeGateway()) {
            Process process = start(gateway, "leaving");
            process.outputWriter(StandardCharsets.UTF_8).append('x').close();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
            assertLeft(gateway, 2);
        }
    }

    @Test
    void mainEnds_withoutClose_threadsDoNotKeepTheJvm() throws Exception {
        try (FakeGateway gateway = new FakeGateway()) {
            Process process = start(gateway, "silent");
            process.outputWriter(StandardCharsets.UTF_8).append('y').close();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertLeft(gateway, 0);
        }
    }
}
