package io.turnpike.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./turnpike}, run to its end as a user runs it. */
public final class LauncherScript {

    /** It may have to build its own part first. */
    private static final long MINUTES = 5;

    private LauncherScript() {}

    /** How it ended, and what it printed to both outputs. */
    public record Ended(int status, String output) {}

    /** Runs it in a directory. */
    public static Ended run(Path directory, Map<String, String> environment, String... arguments) {
        Path script = Path.of(GatewaySetup.property("turnpike.it.examples"), "..", "turnpike");
        List<String> command = new ArrayList<>(
                List.of("bash", script.toAbsolutePath().normalize().toString()));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(directory, "turnpike", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
                        .as("ended: %s", Files.readString(output))
                        .isTrue();
            } finally {
                process.destroy();
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
