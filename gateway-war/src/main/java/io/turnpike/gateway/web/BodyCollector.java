package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.upstream.CollectedBody;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Collects the body of a request as it comes, and only then lets JAX-RS have it, which would wait for it on a thread of the container: for the gateway's own
 * paths that take a body from anybody. To be used by the last filter there is, for the dispatch passes none.
 */
final class BodyCollector extends AsyncRequest implements ReadListener, WriteListener {

    private static final int BUFFER_BYTES = 8192;

    private final BodyRequest request;
    private final HttpServletResponse response;
    private final SlowClients clients;
    private final long length;
    private final ServletInputStream in;
    private final CollectedBody body;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Patience patience = new Patience();
    private volatile long received;
    /** Whether it goes on, or is refused; what still comes then is thrown away. */
    private final AtomicBoolean isDecided = new AtomicBoolean();

    private volatile @Nullable Response refusal;
    private volatile boolean isRead;
    private volatile boolean isAnswered;
    private boolean isWritten;

    private BodyCollector(
            BodyRequest request,
            HttpServletResponse response,
            ClientConnection connection,
            SlowClients clients,
            int mostBytes)
            throws IOException {
        super(request, response, connection);
        this.request = request;
        this.response = response;
        this.clients = clients;
        body = new CollectedBody(mostBytes);
        length = request.getContentLengthLong();
        in = request.getRequest().getInputStream();
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
        BodyCollector collector = new BodyCollector(new BodyRequest(request), response, connection, clients, mostBytes);
        collector.listen();
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
        while (received != length && !hasEnded() && in.isReady()) {
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
        if (isDecided.get()) {
            return;
        }
        try {
            body.add(buffer, 0, read);
        } catch (GatewayException e) {
            refuse(e);
        }
    }

    private void refuse(GatewayException problem) throws IOException {
        if (!isDecided.compareAndSet(false, true)) {
            return;
        }
        body.drop();
        RequestFaults.log(request.getMethod(), request.getRequestURI(), problem, RequestFaults.peer(request));
        Response answer = ProblemJson.response(problem);
        refusal = answer;
        response.setHeader("Connection", "close");
        AnswerWriter.head(response, connection(), answer);
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
        } else if (isDecided.compareAndSet(false, true)) {
            request.setBody(body.take());
            dispatch();
            return;
        }
        completeIfDone();
    }

    /** A refusal is written by another thread than reads what is left, perhaps: whoever is last ends the request. */
    private void completeIfDone() {
        if (isRead && isAnswered) {
            end();
        }
    }

    /** The body has broken off. */
    @Override
    public void onError(Throwable failure) {
        cut();
    }

    @Override
    public void look() {
        boolean isRefused = refusal != null;
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
    void onEnd() {
        clients.ended(this);
        body.drop();
    }
}
