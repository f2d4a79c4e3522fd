package io.turnpike.examples;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows of text, found by their first column; rows are added and never changed. With a file, all processes of this machine that
 * use the same one see the same rows, so any server of a service can answer for any other. Safe for use by several threads.
 *
 * <p>The file has one line per row, its columns percent-encoded and separated by tabs. Writers append under a file lock;
 * readers read on from where they stopped, up to the last complete line.
 */
final class SharedTable implements AutoCloseable {

    // File locks hold for the whole JVM, so tables of one JVM need a lock among themselves too.
    private static final Object JVM = new Object();

    private final Map<String, List<String>> rows = new HashMap<>();
    private final @Nullable FileChannel file;
    private long read;

    /** @param path the file, made if it is not there; empty: the rows live in this process only */
    SharedTable(Optional<Path> path) throws IOException {
        this.file = path.isEmpty() ? null : open(path.get());
    }

    private static FileChannel open(Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("data file " + path + " cannot be opened: " + reason(e), e);
        }
    }

    /** Says in words what the platform says by the class of an exception. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "no permission";
        }
        if (e instanceof NoSuchFileException) {
            return "its directory is not there, or takes no files";
        }
        return e instanceof FileSystemException failed && failed.getReason() != null
                ? failed.getReason()
                : e.toString();
    }

    /** @return false if there is a row with this first column */
    boolean insert(List<String> row) throws IOException {
        synchronized (JVM) {
            if (file == null) {
                return rows.putIfAbsent(row.get(0), row) == null;
            }
            try (FileLock lock = file.lock()) {
                readOn(file);
                if (rows.containsKey(row.get(0))) {
                    return false;
                }
                // Cuts off what a writer that was killed left of a line.
                file.truncate(read);
                ByteBuffer line = ByteBuffer.wrap(encode(row).getBytes(StandardCharsets.US_ASCII));
                while (line.hasRemaining()) {
                    file.write(line, read + line.position());
                }
                readOn(file);
                return lock.isValid();
            }
        }
    }

    Optional<List<String>> find(String key) throws IOException {
        synchronized (JVM) {
            if (file != null && !rows.containsKey(key)) {
                readOn(file);
            }
            return Optional.ofNullable(rows.get(key));
        }
    }

    private void readOn(FileChannel from) throws IOException {
        ByteBuffer news = ByteBuffer.allocate((int) Math.max(0, Math.min(from.size() - read, Integer.MAX_VALUE - 8)));
        while (news.hasRemaining() && from.read(news, read + news.position()) >= 0) {}
        String text = new String(news.array(), 0, news.position(), StandardCharsets.US_ASCII);
        int end = text.lastIndexOf('\n') + 1;
        text.substring(0, end).lines().forEach(line -> {
            List<String> row = decode(line);
            rows.putIfAbsent(row.get(0), row);
        });
        read += end;
    }

    private static String encode(List<String> row) {
        List<String> columns = new ArrayList<>();
        row.forEach(column -> columns.add(URLEncoder.encode(column, StandardCharsets.UTF_8)));
        return String.join("\t", columns) + "\n";
    }

    private static List<String> decode(String line) {
        return Arrays.stream(line.split("\t", -1))
                .map(column -> URLDecoder.decode(column, StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
