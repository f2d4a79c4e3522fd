package io.turnpike.gateway.pull;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** When something has to be done by. Safe for use by several threads at once. */
final class Deadline {

    private static final int PIECE = 8192;

    private final LongSupplier nanoTime;
    private final Duration length;
    private final long end;

    /** @param length from now */
    Deadline(Duration length, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.length = length;
        this.end = nanoTime.getAsLong() + length.toNanos();
    }

    /** What is left, at least one and at most so many milliseconds. */
    int millis(int most) {
        long left = (end - nanoTime.getAsLong()) / 1_000_000;
        return (int) Math.max(1, Math.min(most, left));
    }

    /** @throws IOException if it has come */
    void require() throws IOException {
        if (end - nanoTime.getAsLong() <= 0) {
            throw new IOException("the source took longer than " + length.toSeconds() + " s");
        }
    }

    /**
     * Reads the beginning of a stream.
     *
     * @throws IOException if the deadline comes first
     */
    byte[] readSome(InputStream in, int most) throws IOException {
        byte[] bytes = new byte[most];
        int length = 0;
        for (int read = 0; read >= 0 && length < most; ) {
            require();
            read = in.read(bytes, length, most - length);
            length += Math.max(0, read);
        }
        return Arrays.copyOf(bytes, length);
    }

    /**
     * Reads a stream to its end.
     *
     * @throws IOException if there are more bytes, or the deadline comes first
     */
    byte[] readAll(InputStream in, int maxBytes) throws IOException {
        byte[] bytes = new byte[Math.min(maxBytes, PIECE)];
        int length = 0;
        for (int read = 0; read >= 0; ) {
            require();
            if (length == bytes.length) {
                if (length == maxBytes) {
                    if (in.read() >= 0) {
                        throw new IOException("it has more than " + maxBytes + " bytes (setting: maxRequestBytes)");
                    }
                    return bytes;
                }
                bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, 2L * length));
            }
            read = in.read(bytes, length, Math.min(PIECE, bytes.length - length));
            length += Math.max(0, read);
        }
        return Arrays.copyOf(bytes, length);
    }
}
