package io.turnpike.gateway.web;

import io.turnpike.gateway.upstream.Serial;
import io.turnpike.gateway.upstream.StreamedCall;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;

/**
 * Reads the body of a streamed request, no faster than its node takes it, and not before one does: until the first {@link #wanted} nothing
 * touches the stream, so that the server asks for the body (100 Continue) only then. Confined to one {@link Serial}.
 */
final class RequestSide {

    private static final int BUFFER_BYTES = 16_384;
    private static final byte[] NONE = {};

    private final HttpServletRequest request;
    private final long length;
    private byte[] buffer = NONE;
    private boolean wanted;
    private boolean hasAllCome;
    private boolean isWhole;
    private long received;

    /** How many bytes have come. */
    long received() {
        return received;
    }

    /** Whether the next step is the client's. */
    boolean waitsForClient() {
        return wanted && !isWhole && buffer.length > 0;
    }

    /** Whether the body has been read to its end, or there is none. */
    boolean isWhole() {
        return isWhole || length == 0;
    }

    /** @param length of the body, or negative if it is not known */
    RequestSide(HttpServletRequest request, long length) {
        this.request = request;
        this.length = length;
    }

    /**
     * The call takes more.
     *
     * @param listener is told when there is something to read
     * @throws IOException if the body cannot be read, because the client is gone
     */
    void wanted(StreamedCall call, ReadListener listener) throws IOException {
        wanted = true;
        if (buffer.length > 0) {
            pump(call);
            return;
        }
        buffer = new byte[BUFFER_BYTES];
        request.getInputStream().setReadListener(listener);
    }

    /**
     * Passes on what can be read now. Not asked is {@code isFinished}: Grizzly says that it is as soon as the rest has come in, read or not.
     * And once all is read, {@code isReady} is not asked either, or Grizzly would tell of the end later, perhaps in the middle of the next
     * request.
     *
     * @throws IOException as {@link #wanted}
     */
    void pump(StreamedCall call) throws IOException {
        if (isWhole || buffer.length == 0) {
            return;
        }
        ServletInputStream in = request.getInputStream();
        while (wanted && received != length && canRead(in)) {
            int read = in.read(buffer);
            if (read < 0) {
                finish(call);
                return;
            }
            if (read > 0) {
                received += read;
                wanted = call.write(buffer, 0, read);
            }
        }
        if (received == length || (hasAllCome && in.available() <= 0)) {
            finish(call);
        }
    }

    private boolean canRead(ServletInputStream in) throws IOException {
        return hasAllCome ? in.available() > 0 : in.isReady();
    }

    /**
     * Reads what comes from now on, and throws it away: the call takes no more.
     *
     * @param listener as {@link #wanted}
     * @return whether the body has come to its end
     * @throws IOException as {@link #wanted}
     */
    boolean discard(ReadListener listener) throws IOException {
        if (isWhole()) {
            return true;
        }
        ServletInputStream in = request.getInputStream();
        if (buffer.length == 0) {
            buffer = new byte[BUFFER_BYTES];
            in.setReadListener(listener);
            return false;
        }
        while (!isWhole && in.isReady()) {
            int read = in.read(buffer);
            received += Math.max(read, 0);
            isWhole = read < 0 || received == length;
        }
        return isWhole;
    }

    /**
     * All of the body has come, as the server says. Grizzly says so when it has it, and not when all of it has been read: what the node does not take yet is still there.
     *
     * @throws IOException as {@link #wanted}; {@link EOFException} if that is not where it should end
     */
    void end(StreamedCall call) throws IOException {
        hasAllCome = true;
        pump(call);
    }

    private void finish(StreamedCall call) throws EOFException {
        isWhole = true;
        if (received < length) {
            throw new EOFException("the body ended after " + received + " of " + length + " bytes");
        }
        call.finish();
    }
}
