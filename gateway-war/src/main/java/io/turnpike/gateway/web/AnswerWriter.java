package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.Response;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answer to one call when it comes, and never blocks: what the client does not take at once waits in the container until it can be
 * written, so that a slow reader holds nobody up, and the I/O threads may write themselves. A client that takes nothing for too long is cut off.
 */
final class AnswerWriter extends AsyncRequest implements WriteListener {

    /** A large answer is handed over in pieces, so that it can be seen whether the client reads. */
    private static final int PIECE_BYTES = 64 << 10;

    private final HttpServletResponse servlet;
    private final SlowClients slowClients;
    private final IntConsumer answered;
    private @Nullable Response answer;
    private @Nullable ServletOutputStream out;
    private volatile int written;
    private @Nullable Watch watch;

    /** What is known of a client that is waited for; of the request, what the log is to tell when the container has it no more. */
    private record Watch(Patience patience, String verb, String path, String peer) {

        static Watch of(HttpServletRequest request) {
            return new Watch(new Patience(), request.getMethod(), request.getRequestURI(), RequestFaults.peer(request));
        }
    }

    private AnswerWriter(
            HttpServletRequest request,
            HttpServletResponse response,
            ClientConnection connection,
            SlowClients slowClients,
            IntConsumer answered) {
        super(request, response, connection);
        this.servlet = response;
        this.slowClients = slowClients;
        this.answered = answered;
    }

    /**
     * Makes a request one that is answered later; to be called on the container's thread.
     *
     * @param answered is told the status when all is written, or the client is gone; once
     */
    static AnswerWriter of(
            HttpServletRequest request,
            HttpServletResponse response,
            ClientConnection connection,
            SlowClients slowClients,
            IntConsumer answered) {
        AnswerWriter writer = new AnswerWriter(request, response, connection, slowClients, answered);
        writer.listen();
        return writer;
    }

    /** Writes the answer and ends the request; to be called once, on any thread. */
    void write(Response whole) {
        if (hasEnded()) {
            // The container has ended the request, because its client is gone: its objects may be another's by now.
            return;
        }
        answer = whole;
        try {
            head(servlet, connection(), whole);
            ServletOutputStream stream = servlet.getOutputStream();
            out = stream;
            stream.setWriteListener(this);
        } catch (IOException | RuntimeException e) {
            end();
        }
    }

    /** Status and header fields of an answer, its length included. */
    static void head(HttpServletResponse servlet, ClientConnection connection, Response answer) {
        servlet.setStatus(answer.status());
        connection.closeIfEndless(servlet, answer.status());
        HttpDate.set(servlet);
        String type = answer.contentType();
        if (type != null) {
            servlet.setContentType(type);
        }
        if (answer.bodyLength() > 0) {
            servlet.setContentLength(answer.bodyLength());
        }
        answer.headers().forEach(servlet::setHeader);
        answer.cookies().forEach(cookie -> servlet.addHeader(HttpHeaders.SET_COOKIE, cookie));
    }

    @Override
    public void onWritePossible() {
        Response whole = answer;
        ServletOutputStream stream = out;
        if (whole == null || stream == null) {
            return;
        }
        try {
            while (!hasEnded() && stream.isReady()) {
                int next = Math.min(PIECE_BYTES, whole.bodyLength() - written);
                if (next == 0) {
                    // It is ready again: what it was given has been sent or copied.
                    whole.written().run();
                    end();
                    return;
                }
                stream.write(whole.body(), written, next);
                written = written + next;
            }
            if (!hasEnded() && watch == null) {
                watch = Watch.of(request());
                slowClients.began(this);
                if (hasEnded()) {
                    slowClients.ended(this);
                }
            }
        } catch (IOException | RuntimeException e) {
            end();
        }
    }

    @Override
    public void look() {
        Watch now = watch;
        if (now != null && now.patience().isOver(written, true)) {
            Response whole = answer;
            if (whole != null && !hasEnded()) {
                RequestFaults.brokenOff(
                        now.verb(), now.path(), whole.status(), RequestFaults.takesNothing(written), now.peer());
            }
            cut();
        }
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    @Override
    void onEnd() {
        slowClients.ended(this);
    }

    @Override
    void onCompleted() {
        Response whole = answer;
        answered.accept(whole == null ? 0 : whole.status());
    }
}
