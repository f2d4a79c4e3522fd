package io.turnpike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks into a running JVM from outside, with the JDK's {@code jcmd} and {@code /proc}. */
public final class JvmWatch {

    private static final Pattern HISTOGRAM_LINE = Pattern.compile(" *[0-9]+: +([0-9]+) +[0-9]+ +([^ ]+)(?: \\(.*\\))?");

    private final long pid;

    public JvmWatch(long pid) {
        this.pid = pid;
    }

    /** Runs a full collection. */
    public void collect() {
        jcmd("GC.run");
    }

    /** Live class loaders that have loaded a class of this name. */
    public long loadersOf(String className) {
        return jcmd("VM.class_hierarchy", className).stream()
                .filter(line -> line.contains("--" + className + "/"))
                .count();
    }

    /** Names of the live threads. */
    public List<String> threads() {
        return jcmd("Thread.print").stream()
                .filter(line -> line.startsWith("\""))
                .map(line -> line.substring(1, line.indexOf('"', 1)))
                .toList();
    }

    /** Open file descriptors; only on Linux. */
    public Set<String> fileDescriptors() {
        Set<String> open = new TreeSet<>();
        try (Stream<Path> links = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path link : links.collect(Collectors.toList())) {
                try {
                    open.add(link.getFileName() + " " + Files.readSymbolicLink(link));
                } catch (IOException e) {
                    // Closed since it was listed.
                }
            }
            return open;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How large the heap is and how much of it is in use, in the collector's own words; runs a full collection. */
    public String heap() {
        collect();
        return jcmd("GC.heap_info").get(1).strip();
    }

    /** Processor time of the process so far. */
    public Duration processorTime() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has no processor time"));
    }

    /** Live objects of a class, which other class loaders may have loaded as well; runs a full collection. */
    public long instances(String className) {
        return jcmd("GC.class_histogram").stream()
                .map(HISTOGRAM_LINE::matcher)
                .filter(line -> line.matches() && line.group(2).equals(className))
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
    }

    private List<String> jcmd(String... arguments) {
        try {
            List<String> command = Stream.concat(
                            Stream.of(JavaCommand.tool("jcmd"), Long.toString(pid)), Stream.of(arguments))
                    .toList();
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + output);
            }
            return output.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
