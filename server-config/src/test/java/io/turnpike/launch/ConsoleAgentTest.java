package io.turnpike.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConsoleAgentTest {

    /** As the JVM does before it calls the main method. */
    private static void premain(String runDirectory) {
        ConsoleAgent.premain(runDirectory, (Instrumentation) Proxy.newProxyInstance(
                ConsoleAgentTest.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> null));
    }

    /** Logs in a shutdown hook, once the JDK's own hook is through. */
    static final class Stopping {
        public static void main(String[] arguments) {
            premain(arguments[0]);
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

    /** As Payara Micro does: what it unpacks goes by its own hook. */
    static final class Unpacking {
        public static void main(String[] arguments) throws IOException {
            premain(arguments[0]);
            Path unpacked = Files.createFile(Path.of(arguments[0], "unpacked"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                if (!unpacked.toFile().delete()) {
                    System.out.println("not deleted");
                }
            }));
            if (arguments.length > 1) {
                Files.createFile(Path.of(arguments[0], "left"));
            }
        }
    }

    @Test
    void install_jvmEnds_itsDirectoryIsRemovedAndThoseOfOthersAreNot(@TempDir Path directory) throws Exception {
        Path own = Files.createDirectory(directory.resolve("1"));
        Path other = Files.createDirectory(directory.resolve("2"));
        Files.createFile(own.resolve("pre-boot.asadmin"));

        assertThat(java(Unpacking.class, own.toString()).waitFor()).isZero();

        assertThat(own).doesNotExist();
        assertThat(other).isEmptyDirectory();
    }

    /** The next start removes it with all that is in it, see {@code ./turnpike}. */
    @Test
    void install_somethingIsLeftInTheDirectory_staysThere(@TempDir Path directory) throws Exception {
        assertThat(java(Unpacking.class, directory.toString(), "leave").waitFor())
                .isZero();

        assertThat(directory.resolve("left")).exists();
    }

    @Test
    void install_jvmEnds_whatWeLogThenIsSeenAndWhatPayaraSaysIsNot() throws Exception {
        Process process = java(Stopping.class, "");
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(errors).contains("running", "serving", "stopped at last").doesNotContain("files");
        assertThat(output.lines()).containsExactly("Größe", "part");
    }

    private static Process java(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-Dsun.stdout.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
