package io.turnpike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A Thrift server in Go, one of the modules in {@code it-tests/go-peers}: stock code, generated from an IDL and built when a
 * test first asks for it, in the build directory. The ordinary Go client fetches what it needs.
 */
public final class GoPeer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration BUILD = Duration.ofMinutes(15);

    /** The module of Apache Thrift, in the version of the compiler that Debian 12 has. */
    private static final String THRIFT_MODULE = "github.com/apache/thrift";

    /** A line of Apache Thrift's test IDL that the compiler cannot make Go of; its own build drops it in the same way. */
    private static final String NOT_FOR_GO = "list<map<set<i32>";

    private final ServerProcess process;
    private final int port;

    private GoPeer(ServerProcess process) {
        this.process = process;
        this.port = Integer.parseInt(Await.until(
                () -> "\"listening\" from the Go peer:\n" + process.log().tail(), START, () -> {
                    process.checkAlive();
                    return lines(process, "listening ").findFirst().orElseThrow();
                }));
    }

    /** Apache Thrift's cross-language test service on its stock Go library. */
    public static final class ThriftTest {

        private final Path program;
        private final String idl;

        private ThriftTest(Path program, String idl) {
            this.program = program;
            this.idl = idl;
        }

        /** Generates and builds it. Skips the test where there is no Go or no Thrift compiler, unless {@code CI} is set. */
        public static ThriftTest build() {
            require("go", "version");
            require("thrift", "--version");
            Path module = copy("thrifttest");
            Path library = Path.of(run(module, "go", "list", "-m", "-f", "{{.Dir}}", THRIFT_MODULE)
                    .strip());
            String text = read(library.resolve("test/ThriftTest.thrift"));
            write(
                    module.resolve("ThriftTest.thrift"),
                    text.lines()
                            .filter(line -> !line.contains(NOT_FOR_GO))
                            .collect(Collectors.joining("\n", "", "\n")));
            mkdirs(module.resolve("gen"));
            run(
                    module,
                    "thrift",
                    "-nowarn",
                    "--gen",
                    "go:package_prefix=turnpike.example/thrifttest/gen/",
                    "-out",
                    "gen",
                    "ThriftTest.thrift");
            run(module, "go", "build", "-o", "peer", ".");
            return new ThriftTest(module.resolve("peer"), text);
        }

        /** Apache Thrift's own text, as it stands. */
        public String idl() {
            return idl;
        }

        /** Starts a server: {@code framed}, {@code buffered} or {@code http}; {@code binary} or {@code compact}. */
        public GoPeer start(String transport, String protocol, boolean multiplexed) {
            return launch(program, "-transport=" + transport, "-protocol=" + protocol, "-multiplexed=" + multiplexed);
        }
    }

    /** A Kitex server of {@code ledger.thrift}, which finds out how a client frames its messages. */
    public static final class Kitex {

        private final Path program;
        private final String idl;

        private Kitex(Path program, String idl) {
            this.program = program;
            this.idl = idl;
        }

        /** Generates and builds it. Skips the test where there is no Go, unless {@code CI} is set. */
        public static Kitex build() {
            require("go", "version");
            Path module = copy("kitex");
            run(module, "go", "build", "-o", "generator", "github.com/cloudwego/kitex/tool/cmd/kitex");
            run(
                    module,
                    module.resolve("generator").toString(),
                    "-module",
                    "turnpike.example/kitex",
                    "-gen-path",
                    "gen",
                    "ledger.thrift");
            run(module, "go", "build", "-o", "peer", ".");
            return new Kitex(module.resolve("peer"), read(module.resolve("ledger.thrift")));
        }

        /** What it serves. */
        public String idl() {
            return idl;
        }

        /** Starts a server. */
        public GoPeer start() {
            return launch(program);
        }
    }

    public int port() {
        return port;
    }

    /** What one-way calls have told it, in the order of their arrival. */
    public List<String> oneways() {
        return lines(process, "oneway ").toList();
    }

    @Override
    public void close() {
        process.close();
    }

    private static Stream<String> lines(ServerProcess process, String start) {
        return process.log().since(0).stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()));
    }

    private static GoPeer launch(Path program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            Path log = Files.createTempFile(GatewaySetup.root(), "go-peer", ".log");
            return new GoPeer(ServerProcess.start(command, GatewaySetup.root(), Map.of(), log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(String... command) {
        boolean present;
        try {
            present = new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            present = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (!present && System.getenv("CI") != null) {
            throw new AssertionError(command[0] + " is not there, and CI must not skip what needs it");
        }
        Assumptions.assumeTrue(present, command[0] + " is not there: tests against the Go peers are skipped");
    }

    /** A copy of a module's sources in the build directory, without what an earlier run generated. */
    private static Path copy(String module) {
        Path source = Path.of(GatewaySetup.property("turnpike.it.go-peers"), module);
        Path target = GatewaySetup.root().resolve("go").resolve(module);
        try {
            mkdirs(target);
            Files.walkFileTree(source, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Path copy = target.resolve(source.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.write(copy, Files.readAllBytes(file));
                    return FileVisitResult.CONTINUE;
                }
            });
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end and answers what it printed; fails with its output if it fails. */
    private static String run(Path directory, String... command) {
        try {
            Path out = Files.createTempFile(GatewaySetup.root(), "go-out", ".txt");
            Path log = Files.createTempFile(GatewaySetup.root(), "go-log", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(log.toFile())
                    .start();
            if (!process.waitFor(BUILD.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " did not end in " + BUILD);
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed:\n" + read(log) + read(out));
            }
            return read(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in " + String.join(" ", command), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void mkdirs(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
