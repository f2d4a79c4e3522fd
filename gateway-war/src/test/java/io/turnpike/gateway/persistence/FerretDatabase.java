package io.turnpike.gateway.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** FerretDB, a MongoDB in Go on SQLite that shares no code with us nor with the embedded server, as a process of its own. */
public final class FerretDatabase implements TestDatabase {

    private static final String PROGRAM = "ferretdb";

    private final Path directory;
    private final int port = TestDatabase.freePort();
    private final List<String> options;
    private final String url;
    private @Nullable Process process;

    /** Not started yet. */
    public FerretDatabase(Path directory) {
        this(directory, "mongodb://127.0.0.1:%d/", "--listen-addr=127.0.0.1:%d");
    }

    /**
     * One that listens and answers otherwise; {@code %d} stands for the port in all texts.
     *
     * @param options what it is started with, besides where its data are
     */
    FerretDatabase(Path directory, String url, String... options) {
        this.directory = directory;
        this.url = url.replace("%d", Integer.toString(port));
        this.options = List.of(options);
    }

    /** Skips the test where there is no FerretDB; fails it instead where environment variable {@code CI} is set. */
    public static void require() {
        RequiredProgram.require(
                PROGRAM,
                "there is no " + PROGRAM + " on the PATH (.ci/build-ferretdb makes one)",
                PROGRAM,
                "--version");
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void start() {
        try {
            Path data = Files.createDirectories(directory.resolve("sqlite"));
            List<String> command = new ArrayList<>(List.of(
                    PROGRAM,
                    "--handler=sqlite",
                    "--sqlite-url=file:" + data + "/",
                    "--state-dir=" + directory,
                    "--telemetry=disable",
                    "--debug-addr=-",
                    "--log-level=ERROR"));
            options.forEach(option -> command.add(option.replace("%d", Integer.toString(port))));
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log().toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            process = started;
            awaitAnswer(started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer(Process started) throws IOException {
        try {
            inDatabase("admin", database -> database.runCommand(new Document("ping", 1)));
        } catch (MongoException e) {
            started.destroyForcibly();
            throw new AssertionError("FerretDB does not answer; its log:\n" + Files.readString(log()), e);
        }
        assertThat(started.isAlive())
                .as(() -> "somebody else has the port " + port)
                .isTrue();
    }

    private Path log() {
        return directory.resolve("ferretdb.log");
    }

    @Override
    public void kill() {
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        try {
            assertThat(running.destroyForcibly().waitFor(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
