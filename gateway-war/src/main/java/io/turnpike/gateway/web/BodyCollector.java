package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.upstream.CollectedBody;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
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
    private final long length;
    private final ServletInputStream in;
    private final BodyRequest whole;
    private final AsyncContext async;
    private final CollectedBody body;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final AtomicReference<State> state = new AtomicReference<>(State.COLLECTING);
    private final Patience patience = new Patience();
    private volatile long received;
    private volatile @Nullable Response refusal;
    private volatile boolean isRead;
    private volatile boolean isAnswered;
    private boolean isWritten;

    private enum State {
        COLLECTING,
        /** The client has, or gets, an answer that says so; what still comes is thrown away. */
        REFUSED,
        /** It is JAX-RS' now, or nobody's. */
        OVER
    }

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
        body = new CollectedBody(mostBytes);
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
            collector.cut();
        }
    }

    /** For what not to ask the stream see {@link RequestSide}. */
    @Override
    public void onDataAvailable() throws IOException {
        while (received != length && state.get() != State.OVER && in.isReady()) {
            int read = in.read(buffer);
            if (read < 0) {
                onAllDataRead();
                return;
            }
            received = received + read;
            take(read);
        }
        if (received == length) {
            onAllDataRead();
        }
    }

    private void take(int read) throws IOException {
        if (state.get() != State.COLLECTING) {
            return;
        }
        try {
            body.add(buffer, 0, read);
        } catch (GatewayException e) {
            refuse(e);
        }
    }

    private void refuse(GatewayException problem) throws IOException {
        if (!state.compareAndSet(State.COLLECTING, State.REFUSED)) {
            return;
        }
        body.drop();
        RequestFaults.log(request.getMethod(), request.getRequestURI(), problem, RequestFaults.peer(request));
        Response answer = ProblemJson.response(problem);
        refusal = answer;
        response.setHeader("Connection", "close");
        AnswerWriter.head(response, answer);
        response.getOutputStream().setWriteListener(this);
    }

    /** Writes the refusal. */
    @Override
    public void onWritePossible() throws IOException {
        Response answer = refusal;
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
            isAnswered = true;
            completeIfDone();
        }
    }

    @Override
    public void onAllDataRead() throws IOException {
        isRead = true;
        if (received < length) {
            refuse(RequestBody.endedEarly(received, length));
        } else if (state.compareAndSet(State.COLLECTING, State.OVER)) {
            clients.ended(this);
            whole.setBody(body.take());
            async.dispatch();
            return;
        }
        completeIfDone();
    }

    /** A refusal is written by another thread than reads what is left, perhaps: whoever is last ends the request. */
    private void completeIfDone() {
        if (isRead && isAnswered) {
            complete();
        }
    }

    /** The body has broken off. */
    @Override
    public void onError(Throwable failure) {
        cut();
    }

    @Override
    public void look() {
        boolean isRefused = state.get() == State.REFUSED;
        if (!patience.isOver(isRefused ? -1 : received, true)) {
            return;
        }
        if (isRefused) {
            cut();
            return;
        }
        try {
            refuse(RequestFaults.sendsNothing(received, length));
        } catch (IOException | RuntimeException e) {
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
        body.drop();
        return state.getAndSet(State.OVER) != State.OVER;
    }
}
