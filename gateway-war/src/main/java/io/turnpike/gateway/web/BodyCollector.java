package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.upstream.WholeCall;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Collects the body of a request as it comes, and only then lets JAX-RS have it, which would wait for it on a thread of the container: for the gateway's own
 * paths that take a body from anybody. To be used by the last filter there is, for the dispatch passes none.
 */
final class BodyCollector implements ReadListener, WriteListener, AsyncListener, SlowClients.Watched {

    private static final int BUFFER_BYTES = 8192;

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ClientConnection connection;
    private final SlowClients clients;
    private final int mostBytes;
    private final long length;
    private final ServletInputStream in;
    private final BodyRequest whole;
    private final AsyncContext async;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long received;
    private volatile @Nullable Response refused;
    private boolean isWritten;
    private long seen = -1;
    private int looksInVain;

    private BodyCollector(
            HttpServletRequest request,
            HttpServletResponse response,
            ClientConnection connection,
            SlowClients clients,
            int mostBytes)
            throws IOException {
        this.request = request;
        this.response = response;
        this.connection = connection;
        this.clients = clients;
        this.mostBytes = mostBytes;
        length = request.getContentLengthLong();
        in = request.getInputStream();
        whole = new BodyRequest(request);
        async = request.startAsync(whole, response);
    }

    /**
     * Begins to; to be called on the container's thread, instead of going on in the chain. What is longer than {@code mostBytes} is refused here
     * ({@code PAYLOAD_TOO_LARGE}).
     */
    static void begin(
            HttpServletRequest request,
            HttpServletResponse response,
            ClientConnection connection,
            SlowClients clients,
            int mostBytes)
            throws IOException {
        BodyCollector collector = new BodyCollector(request, response, connection, clients, mostBytes);
        collector.async.setTimeout(0);
        collector.async.addListener(collector);
        clients.began(collector);
        try {
            collector.in.setReadListener(collector);
        } catch (IllegalStateException e) {
            collector.complete();
        }
    }

    /** For what not to ask the stream see {@link RequestSide}. */
    @Override
    public void onDataAvailable() throws IOException {
        while (received != length && !ended.get() && in.isReady()) {
            int read = in.read(buffer);
            if (read < 0) {
                onAllDataRead();
                return;
            }
            received += read;
            take(read);
        }
        if (received == length) {
            onAllDataRead();
        }
    }

    private void take(int read) throws IOException {
        if (isRefused()) {
            return;
        }
        if (read <= mostBytes - body.size()) {
            body.write(buffer, 0, read);
            return;
        }
        body.reset();
        GatewayException refusal = WholeCall.tooLarge("more", mostBytes);
        RequestFaults.log(request.getMethod(), request.getRequestURI(), refusal, RequestFaults.peer(request));
        Response answer = ProblemJson.response(refusal);
        refused = answer;
        response.setHeader("Connection", "close");
        AnswerWriter.head(response, answer);
        response.getOutputStream().setWriteListener(this);
    }

    /** The refusal; what still comes of the request is thrown away. */
    @Override
    public void onWritePossible() throws IOException {
        Response answer = refused;
        ServletOutputStream out = response.getOutputStream();
        if (answer == null || !out.isReady()) {
            return;
        }
        if (!isWritten) {
            isWritten = true;
            out.write(answer.body(), 0, answer.bodyLength());
        }
        if (out.isReady()) {
            out.close();
        }
    }

    @Override
    public void onAllDataRead() {
        if (isRefused()) {
            complete();
        } else if (over()) {
            whole.setBody(body.toByteArray());
            async.dispatch();
        }
    }

    @Override
    public void onError(Throwable failure) {
        complete();
    }

    @Override
    public void look() {
        long now = received;
        looksInVain = now == seen || isRefused() ? looksInVain + 1 : 0;
        seen = now;
        if (looksInVain > SlowClients.MOST_LOOKS_IN_VAIN) {
            cut();
        }
    }

    @Override
    public void cut() {
        connection.cut();
        complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        over();
    }

    @Override
    public void onError(AsyncEvent event) {
        complete();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        complete();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // What JAX-RS starts is its own.
    }

    private boolean isRefused() {
        return refused != null;
    }

    private void complete() {
        if (over()) {
            try {
                async.complete();
            } catch (IllegalStateException e) {
                // The container was first.
            }
        }
    }

    private boolean over() {
        clients.ended(this);
        return ended.compareAndSet(false, true);
    }
}
