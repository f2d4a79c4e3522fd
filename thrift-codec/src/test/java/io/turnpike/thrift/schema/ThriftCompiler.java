package io.turnpike.thrift.schema;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The stock {@code thrift} compiler, as an oracle. */
final class ThriftCompiler {

    private final String version;

    private ThriftCompiler(String version) {
        this.version = version;
    }

    /** Finds the compiler; without it the test is skipped, on CI it fails. */
    static ThriftCompiler find() {
        String missing = "no 'thrift' compiler on the PATH (Debian: thrift-compiler); comparison with it skipped";
        try {
            Process process = new ProcessBuilder("thrift", "--version")
                    .redirectErrorStream(true)
                    .start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ThriftCompiler(version.trim());
        } catch (IOException absent) {
            if ("true".equals(System.getenv("CI"))) {
                fail(missing);
            }
            Assumptions.abort(missing);
            throw new UncheckedIOException(absent);
        }
    }

    /** Whether it is the version that the corpus was sorted by. */
    boolean isReference() {
        return version.equals("Thrift version 0.17.0");
    }

    /** Whether the compiler takes the text; it hangs or crashes on some, which counts as no. */
    boolean generate(Path idl, Path output) {
        return generate(idl, output, Set.of());
    }

    /** As {@link #generate(Path, Path)}, with directories in which to look for includes. */
    boolean generate(Path idl, Path output, Set<Path> includeDirectories) {
        List<String> command = new ArrayList<>(List.of("thrift", "-r", "--gen", "json", "-o", output.toString()));
        includeDirectories.forEach(directory -> command.addAll(List.of("-I", directory.toString())));
        command.add(idl.toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(5, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly().waitFor();
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What {@code --gen json} wrote, by program name. */
    static Map<String, Map<String, Object>> programs(Path output) {
        try (Stream<Path> files = Files.list(output.resolve("gen-json"))) {
            Map<String, Map<String, Object>> programs = new TreeMap<>();
            for (Path file : files.toList()) {
                Map<String, Object> program = JsonReader.object(Files.readString(file));
                programs.put((String) program.get("name"), program);
            }
            return programs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
