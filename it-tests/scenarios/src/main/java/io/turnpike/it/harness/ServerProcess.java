package io.turnpike.it.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that this test started, with its log in a file. Ended with the JVM at the latest. */
public final class ServerProcess implements AutoCloseable {

    private final Process process;
    private final ServerLog log;
    private final Thread atExit;

    private ServerProcess(Process process, ServerLog log) {
        this.process = process;
        this.log = log;
        this.atExit = new Thread(process::destroyForcibly, "end " + process.pid());
    }

    /** Starts a command in a directory, with these variables added to the environment. */
    public static ServerProcess start(
            List<String> command, Path directory, Map<String, String> environment, Path logFile) {
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(logFile.toFile()));
            builder.environment().putAll(environment);
            ServerProcess started = new ServerProcess(builder.start(), new ServerLog(logFile));
            Runtime.getRuntime().addShutdownHook(started.atExit);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public ServerLog log() {
        return log;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Fails if the process has ended: whoever waits for it need not wait on. */
    public void checkAlive() {
        if (!process.isAlive()) {
            throw new ProcessEndedException("ended with " + process.exitValue() + "; log:\n" + log.tail());
        }
    }

    /** Writes a line to its standard input. */
    public void tell(String line) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell " + line + "; log:\n" + log.tail(), e);
        }
    }

    /** SIGKILL, as a power cut: nothing gets to tidy up. */
    public void kill() {
        process.destroyForcibly();
        end(Duration.ofSeconds(20));
    }

    /** SIGSTOP: its connections stay open, new ones are accepted by the kernel, and nothing is answered. */
    public void freeze() {
        signal("-STOP");
    }

    /** SIGCONT: it goes on as if nothing had been. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            int status = new ProcessBuilder("kill", signal, Long.toString(pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill " + signal + " " + pid() + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** SIGTERM, and waits; killed and reported if it does not end. */
    public void stop() {
        process.destroy();
        end(Duration.ofSeconds(40));
    }

    /** Waits for it to end by itself and answers with its exit status; stopped and reported if it does not in time. */
    public int awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                stop();
                throw new AssertionError("process " + pid() + " did not end in " + patience + "; log:\n" + log.tail());
            }
            end(Duration.ZERO);
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while process " + pid() + " ran", e);
        }
    }

    private void end(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("process " + pid() + " did not end in " + patience + "; log:\n" + log.tail());
            }
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // The JVM is ending; the hook does what is left.
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
