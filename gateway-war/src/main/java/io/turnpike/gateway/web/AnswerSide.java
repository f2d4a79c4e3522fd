package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.upstream.Serial;
import io.turnpike.gateway.upstream.StreamReceiver;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Writes the answer to a streamed request, no faster than the client takes it. What is written is flushed as soon as nothing more has come, so
 * that a slow trickle arrives as it comes; a short answer that is whole by then is left to the end of the request, which sends all of it at once. Confined to one {@link Serial}, but for {@link #added} and {@link #isFree}.
 */
final class AnswerSide {

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** So much, the least that servers keep before they send, is sent with the end of the request. */
    private static final int MOST_UNFLUSHED = 4096;

    /** So much, in bytes, may wait for the server before no more is to come: what a node sends at once is mostly less. */
    private static final int MOST_UNWRITTEN = 16 << 10;

    private final HttpServletResponse response;
    private final boolean isHead;
    private final boolean saysChunked;
    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private boolean isPossible;
    private boolean hasHead;
    private boolean isFlushDue;
    private boolean isFlushed;
    private boolean isWhole;
    private long written;
    private int status;

    /** Guards what follows. */
    private final Object flow = new Object();

    private int unwritten;
    private boolean isPaused;

    /** @param saysChunked whether a body of unknown length is announced as chunked; else the server does as it sees fit */
    AnswerSide(HttpServletResponse response, boolean isHead, boolean saysChunked) {
        this.response = response;
        this.isHead = isHead;
        this.saysChunked = saysChunked;
    }

    /** Whether {@link #head} has been called: the client knows, or will know, of an answer that is none of ours. */
    boolean hasHead() {
        return hasHead;
    }

    /** That of the answer; 0 as long as there is none. */
    int status() {
        return status;
    }

    /** How many bytes the server has taken. */
    long written() {
        return written;
    }

    /** Whether the next step is the client's. */
    boolean waitsForClient() {
        return hasHead && (!pieces.isEmpty() || isWhole);
    }

    /** Sets status and header fields; nothing is sent yet. */
    void head(int status, List<HeaderField> fields) {
        hasHead = true;
        this.status = status;
        boolean bodiless = isHead || status == NO_CONTENT || status == NOT_MODIFIED;
        response.setStatus(status);
        HttpDate.set(response);
        long length = -1;
        for (HeaderField field : fields) {
            if (field.is("Date")) {
                // That of the node goes before ours, and before what the server has put there with its 100 Continue.
                response.setHeader(field.name(), field.value());
            } else if (!field.is("Content-Length")) {
                response.addHeader(field.name(), field.value());
            } else if (isHead || !bodiless) {
                length = Long.parseLong(field.value());
                response.setContentLengthLong(length);
            }
        }
        if (length < 0 && !bodiless && saysChunked) {
            response.setHeader("Transfer-Encoding", "chunked");
        }
        // Not flushed, a server would take the end of an answer to HEAD for a body of no bytes, and say so.
        isFlushDue = isHead ? length < 0 : !bodiless && length != 0;
    }

    /** The server says that something can be written. */
    void possible() {
        isPossible = true;
    }

    /** There will be a piece of so many bytes. On any thread. */
    void added(int bytes) {
        synchronized (flow) {
            unwritten += bytes;
        }
    }

    /** Whether another piece may come at once; if not, {@link #pump} will say when. See {@link StreamReceiver#body}. On any thread. */
    boolean isFree() {
        synchronized (flow) {
            isPaused = unwritten > MOST_UNWRITTEN;
            return !isPaused;
        }
    }

    /** A piece of the body; it was {@link #added} before. */
    void piece(byte[] bytes) {
        pieces.add(bytes);
    }

    /** The body is whole. */
    void end() {
        isWhole = true;
    }

    /**
     * Writes what can be written now.
     *
     * @param flushes whether it is time to flush
     * @param resume is run when pieces may come again, after {@link #isFree} has said no
     * @return whether all of the answer has been written
     * @throws IOException if it cannot be written, because the client is gone
     */
    boolean pump(boolean flushes, Runnable resume) throws IOException {
        if (!isPossible || !hasHead) {
            return false;
        }
        ServletOutputStream out = response.getOutputStream();
        while (out.isReady()) {
            byte[] piece = pieces.poll();
            if (piece != null) {
                out.write(piece);
                written += piece.length;
                isFlushDue = true;
                if (hasWritten(piece.length)) {
                    resume.run();
                }
            } else if (isFlushDue && !endsUnflushed()) {
                if (!flushes) {
                    return false;
                }
                isFlushDue = false;
                isFlushed = true;
                out.flush();
            } else {
                return isWhole;
            }
        }
        return false;
    }

    /** Whether something waits for a flush. */
    boolean isFlushDue() {
        return isFlushDue;
    }

    private boolean endsUnflushed() {
        return isWhole && !isFlushed && !isHead && written <= MOST_UNFLUSHED;
    }

    /** Whether the other side waits for this. */
    private boolean hasWritten(int bytes) {
        synchronized (flow) {
            unwritten -= bytes;
            boolean resumes = isPaused && unwritten <= MOST_UNWRITTEN;
            isPaused &= !resumes;
            return resumes;
        }
    }
}
