package io.turnpike.gateway.pull;

import io.turnpike.gateway.persistence.RequiredProgram;
import io.turnpike.gateway.persistence.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Moto: an implementation of S3 in Python that shares no code with us, as a process of its own. It has one bucket and one user, who may read,
 * and checks signatures by botocore, the library of Amazon's own command.
 */
final class S3Server implements AutoCloseable {

    static final String BUCKET = "turnpike-rules";

    private static final String PROGRAM = "s3_server.py";

    private final Process process;
    private final URI endpoint;
    private final S3Options.Keys keys;

    private S3Server(Process process, URI endpoint, S3Options.Keys keys) {
        this.process = process;
        this.endpoint = endpoint;
        this.keys = keys;
    }

    /** Skips the test where there is no Moto; fails it instead where environment variable {@code CI} is set. */
    static void require() {
        RequiredProgram.require(
                "Moto",
                "python3 has no moto (.ci/run says how it comes onto the PYTHONPATH)",
                "python3",
                "-c",
                "import moto.server, boto3, flask_cors");
    }

    /**
     * Starts one that has what a directory has.
     *
     * @param work where its program and its log may be
     */
    static S3Server start(Path work, Path content) throws IOException {
        Path program = work.resolve(PROGRAM);
        try (var in = S3Server.class.getResourceAsStream(PROGRAM)) {
            Files.write(program, in.readAllBytes());
        }
        int port = TestDatabase.freePort();
        Process process = new ProcessBuilder(
                        "python3", program.toString(), Integer.toString(port), BUCKET, content.toString())
                .redirectError(work.resolve("s3.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        // It says the keys once it listens; an end of its output without them is the end of the process.
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new AssertionError("Moto did not start:\n" + Files.readString(work.resolve("s3.log")));
        }
        String[] keys = line.split(" ", 2);
        return new S3Server(process, URI.create("http://127.0.0.1:" + port), new S3Options.Keys(keys[0], keys[1]));
    }

    URI endpoint() {
        return endpoint;
    }

    /** Of a user who may read. */
    S3Options.Keys keys() {
        return keys;
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
