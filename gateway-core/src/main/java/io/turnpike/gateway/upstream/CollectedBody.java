package io.turnpike.gateway.upstream;

import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The body of a request as it comes, within a bound of its own and one for all that are on their way at the same time: no thread waits for them, so
 * that their number is not bounded, but memory is. Safe for use by several threads at once.
 */
public final class CollectedBody {

    /** Of the largest heap; a body takes twice its length while it grows, and again when it is handed over. */
    private static final int SHARE_OF_HEAP = 8;

    private static final Total OF_PROCESS = new Total(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);

    private final int mostBytes;
    private final Total total;

    // Guarded by this.
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private boolean isOver;

    /** An empty one; {@code mostBytes} is the largest that is taken. */
    public CollectedBody(int mostBytes) {
        this(mostBytes, OF_PROCESS);
    }

    CollectedBody(int mostBytes, Total total) {
        this.mostBytes = mostBytes;
        this.total = total;
    }

    /** What all bodies that are on their way have in memory. */
    static final class Total {

        private final long most;
        private final AtomicLong held = new AtomicLong();

        Total(long most) {
            this.most = most;
        }

        boolean take(int more) {
            if (held.addAndGet(more) <= most) {
                return true;
            }
            give(more);
            return false;
        }

        void give(int less) {
            held.addAndGet(-less);
        }

        long held() {
            return held.get();
        }
    }

    /**
     * Adds what has come; nothing, once it was taken or dropped.
     *
     * @throws GatewayException {@code PAYLOAD_TOO_LARGE} or {@code TOO_MANY_BODIES}; it is dropped then
     */
    public synchronized void add(byte[] piece, int offset, int length) throws GatewayException {
        if (isOver) {
            return;
        }
        if (length > mostBytes - bytes.size()) {
            drop();
            throw tooLarge("more", mostBytes);
        }
        if (!total.take(length)) {
            drop();
            throw new GatewayException(
                    GatewayError.TOO_MANY_BODIES,
                    "Bodies of requests that are on their way have all the memory there is for them, "
                            + Counted.of(total.most, "byte"),
                    List.of(),
                    Map.of("Retry-After", "1"));
        }
        bytes.write(piece, offset, length);
    }

    /** The body, which is not counted any more; empty if it was taken or dropped before. */
    public synchronized byte[] take() {
        byte[] whole = isOver ? new byte[0] : bytes.toByteArray();
        drop();
        return whole;
    }

    /** It is not wanted. */
    public synchronized void drop() {
        if (!isOver) {
            isOver = true;
            total.give(bytes.size());
            bytes.reset();
        }
    }

    /** What is said of a body of so many bytes where {@code most} are taken. */
    public static GatewayException tooLarge(long actual, long most) {
        return tooLarge(Counted.of(actual, "byte"), most);
    }

    /** What is said of a body with {@code actual} where {@code most} bytes are taken. */
    public static GatewayException tooLarge(String actual, long most) {
        return new GatewayException(
                GatewayError.PAYLOAD_TOO_LARGE, "The body has " + actual + " (expected: at most " + most + " bytes)");
    }
}
