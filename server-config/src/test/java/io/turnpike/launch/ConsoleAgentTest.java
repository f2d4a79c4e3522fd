package io.turnpike.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConsoleAgentTest {

    /** Logs in a shutdown hook, once the JDK's own hook is through. */
    static final class Stopping {
        public static void main(String[] arguments) {
            ConsoleAgent.premain("");
            Logger ours = Logger.getLogger("io.turnpike.any");
            Logger other = Logger.getLogger("org.any");
            ours.info("running");
            other.info("serving");
            Thread hook = new Thread(() -> {
                // The hooks run side by side, started in any order: wait for what the JDK's own does.
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
                while (Logger.getLogger("").getHandlers()[0].getFilter() == null && System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                other.info("where are my files");
                ours.info("stopped at last");
            });
            Runtime.getRuntime().addShutdownHook(hook);
            System.out.println("JdbcRuntimeExtension,  getAllSystemRAResourcesAndPools = [x]");
            System.out.println("Größe");
            System.out.print("part");
        }
    }

    @Test
    void premain_jvmEnds_whatWeLogThenIsSeenAndWhatPayaraSaysIsNot() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=UTF-8",
                        "-Dsun.stdout.encoding=UTF-8",
                        "-Dstdout.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stopping.class.getName())
                .start();
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(errors).contains("running", "serving", "stopped at last").doesNotContain("files");
        assertThat(output.lines()).containsExactly("Größe", "part");
    }
}
