package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.Response;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answer to one call when it comes, and never blocks: what the client does not take at once waits in the container until it can be
 * written, so that a slow reader holds nobody up, and the I/O threads may write themselves. A client that takes nothing for too long is cut off.
 */
final class AnswerWriter implements WriteListener, AsyncListener, SlowClients.Watched {

    /** A large answer is handed over in pieces, so that it can be seen whether the client reads. */
    private static final int PIECE_BYTES = 64 << 10;

    private final HttpServletResponse servlet;
    private final AsyncContext async;
    private final ClientConnection connection;
    private final SlowClients slowClients;
    private final Runnable done;
    private final AtomicBoolean ended = new AtomicBoolean();
    private @Nullable Response answer;
    private @Nullable ServletOutputStream out;
    private volatile int written;
    private final Patience patience = new Patience();
    private boolean isWatched;

    /** Of the request, for the log; read while the container still has it. */
    private String verb = "";

    private String path = "";
    private String peer = "";

    private AnswerWriter(
            HttpServletRequest request,
            HttpServletResponse response,
            ClientConnection connection,
            SlowClients slowClients,
            Runnable done) {
        this.servlet = response;
        this.connection = connection;
        this.slowClients = slowClients;
        this.done = done;
        async = request.startAsync(request, response);
        // The upstream ends every call in its time, and SlowClients what comes after.
        async.setTimeout(0);
        async.addListener(this);
    }

    /**
     * Makes a request one that is answered later; to be called on the container's thread.
     *
     * @param done is run when all is written, or the client is gone; once
     */
    static AnswerWriter of(
            HttpServletRequest request,
            HttpServletResponse response,
            ClientConnection connection,
            SlowClients slowClients,
            Runnable done) {
        return new AnswerWriter(request, response, connection, slowClients, done);
    }

    /** Writes the answer and ends the request; to be called once, on any thread. */
    void write(Response whole) {
        if (ended.get()) {
            // The container has ended the request, because its client is gone: its objects may be another's by now.
            return;
        }
        answer = whole;
        try {
            head(servlet, whole);
            ServletOutputStream stream = servlet.getOutputStream();
            out = stream;
            stream.setWriteListener(this);
        } catch (IOException | RuntimeException e) {
            end();
        }
    }

    /** Status and header fields of an answer, its length included. */
    static void head(HttpServletResponse servlet, Response answer) {
        servlet.setStatus(answer.status());
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
            while (!ended.get() && stream.isReady()) {
                int next = Math.min(PIECE_BYTES, whole.bodyLength() - written);
                if (next == 0) {
                    end();
                    return;
                }
                stream.write(whole.body(), written, next);
                written = written + next;
            }
            if (!ended.get() && !isWatched) {
                isWatched = true;
                if (async.getRequest() instanceof HttpServletRequest request) {
                    verb = request.getMethod();
                    path = request.getRequestURI();
                    peer = RequestFaults.peer(request);
                }
                slowClients.began(this);
                if (ended.get()) {
                    slowClients.ended(this);
                }
            }
        } catch (IOException | RuntimeException e) {
            end();
        }
    }

    @Override
    public void look() {
        if (patience.isOver(written, true)) {
            Response whole = answer;
            if (whole != null && !ended.get()) {
                RequestFaults.brokenOff(verb, path, whole.status(), RequestFaults.takesNothing(written), peer);
            }
            cut();
        }
    }

    @Override
    public void cut() {
        connection.cut();
        end();
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        over();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Only this starts it.
    }

    private void end() {
        if (over()) {
            try {
                async.complete();
            } catch (IllegalStateException e) {
                // The container was first.
            }
        }
    }

    /** Whether this is the end, and not what comes after it. */
    private boolean over() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        slowClients.ended(this);
        done.run();
        return true;
    }
}
