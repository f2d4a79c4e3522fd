package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.routing.FaultLog;
import io.turnpike.gateway.routing.Passage;
import io.turnpike.gateway.upstream.Serial;
import io.turnpike.gateway.upstream.StreamReceiver;
import io.turnpike.gateway.upstream.StreamedCall;
import io.turnpike.gateway.upstream.StreamedRequest;
import io.turnpike.gateway.upstream.io.IoLoops;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A streamed request on its way through Servlet's non-blocking I/O (Servlet 6.0, section 5.9): the body from the client to the node, the
 * answer from the node to the client, both at the pace of whoever takes them. Server and upstream call in on threads of their own; all
 * they say goes through one {@link Serial}, where no lock is held when one of them is called. Holds a buffer for the request and, of the
 * answer, what came in one piece.
 */
final class ServletPassage implements StreamReceiver, SlowClients.Watched {

    private static final System.Logger LOGGER = System.getLogger(ServletPassage.class.getName());

    /** From here on an answer says that the rest of the request is of no interest. */
    private static final int FIRST_REFUSAL = 300;

    private static final AtomicBoolean HAS_WARNED = new AtomicBoolean();

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ClientConnection connection;
    private final StreamedRequest streamed;
    private final Executor blocking;
    private final Serial serial = new Serial(this::unexpected);
    private final PassageEnd end;
    private final RequestSide requestSide;
    private final AnswerSide answerSide;
    private final ServerEvents events = new ServerEvents();
    private final RequestRest rest;
    private final Patience patience = new Patience();
    private @Nullable AsyncContext async;
    private @Nullable StreamedCall call;
    private String routeId = "";
    private boolean isOver;
    private boolean isFlushSoon;
    private boolean isListening;

    /** @param streamed the request without its body
     * @param blocking runs what may block
     * @param inFlight is answered once, when no more is done for the answer
     * @param ended is told once, when the server does not wait for the client either */
    ServletPassage(
            HttpServletRequest request,
            HttpServletResponse response,
            ClientConnection connection,
            StreamedRequest streamed,
            Executor blocking,
            CallsInFlight.Call inFlight,
            Consumer<ServletPassage> ended) {
        this.request = request;
        this.response = response;
        this.connection = connection;
        this.streamed = streamed;
        this.blocking = blocking;
        this.requestSide = new RequestSide(request, streamed.contentLength());
        this.rest = new RequestRest(requestSide, events, this::complete);
        AnswerSide answer = new AnswerSide(response, streamed.method().equals("HEAD"), connection.needsChunkedSaid());
        this.answerSide = answer;
        this.end = new PassageEnd(
                serial,
                connection::isDraining,
                this::cutOff,
                () -> inFlight.answered(answer.status()),
                () -> ended.accept(this));
    }

    /**
     * Begins; to be called in the filter. There is no timeout: the upstream ends every call in its time.
     *
     * @param mostWholeBytes largest body for an upstream that takes it whole
     * @throws IllegalStateException if there can be no asynchronous answer; then nothing has begun. All later failures are dealt with here
     */
    void start(Passage passage, int mostWholeBytes) {
        AsyncContext context = request.startAsync(request, response);
        serial.execute(() -> async = context);
        try {
            context.setTimeout(0);
            context.addListener(events);
        } catch (RuntimeException e) {
            passage.abandon();
            serial.execute(() -> clientGone(e));
            return;
        }
        serial.execute(() -> {
            if (isOver) {
                passage.abandon();
            } else {
                routeId = passage.routeId();
                call = passage.stream(streamed, this, mostWholeBytes);
            }
        });
    }

    /** To be called where {@link #start} has failed: nothing has begun. */
    void abandon() {
        end.end();
    }

    /** Looks whether the client has done its part since the last time; if not for so long, it is not waited for any more. */
    @Override
    public void look() {
        serial.execute(() -> {
            if (isOver) {
                end.look();
                return;
            }
            boolean isClientsTurn = requestSide.waitsForClient() || answerSide.waitsForClient();
            if (patience.isOver(requestSide.received() + answerSide.written(), isClientsTurn)) {
                tooSlow();
            }
        });
    }

    /** Answers with 408 where there is no answer yet (RFC 9110, section 15.5.9); else breaks it off. */
    private void tooSlow() {
        StreamedRequest.Sender sender = streamed.sender();
        String note = FaultLog.note(routeId, sender.client());
        if (answerSide.hasHead()) {
            RequestFaults.brokenOff(
                    streamed.method(),
                    streamed.path(),
                    response.getStatus(),
                    answerSide.waitsForClient()
                            ? RequestFaults.takesNothing(answerSide.written())
                            : RequestFaults.sendsNothing(requestSide.received(), streamed.contentLength()),
                    note);
            clientGone(new IOException("nothing read for too long"));
            return;
        }
        GatewayException problem = RequestFaults.sendsNothing(requestSide.received(), streamed.contentLength());
        RequestFaults.log(streamed.method(), streamed.path(), problem, note);
        cancelAndTell(problem);
    }

    @Override
    public void cut() {
        serial.execute(() -> {
            if (isOver) {
                end.cut();
            } else {
                clientGone(new IOException("the application ends"));
            }
        });
    }

    @Override
    public void bodyWanted() {
        onCall(call -> requestSide.wanted(call, events));
    }

    @Override
    public void head(int status, List<HeaderField> fields) {
        onCall(call -> {
            if (status >= FIRST_REFUSAL) {
                closeIfUnread();
            }
            connection.closeIfEndless(response, status);
            answerSide.head(status, fields);
            answerAndFlushSoon();
        });
    }

    @Override
    public boolean body(ByteBuffer bytes) {
        byte[] piece = new byte[bytes.remaining()];
        bytes.get(piece);
        answerSide.added(piece.length);
        onCall(call -> {
            answerSide.piece(piece);
            answerAndFlushSoon();
        });
        return answerSide.isFree();
    }

    @Override
    public void end() {
        onCall(call -> {
            answerSide.end();
            answer();
        });
    }

    @Override
    public void failed(GatewayException problem) {
        serial.execute(() -> fail(problem));
    }

    /** What is done with the call; fails if the client is gone. */
    @FunctionalInterface
    private interface Step {
        void take(StreamedCall call) throws IOException;
    }

    private void onCall(Step step) {
        serial.execute(() -> {
            StreamedCall current = call;
            if (isOver || current == null) {
                return;
            }
            try {
                step.take(current);
            } catch (IOException e) {
                clientGone(e);
            }
        });
    }

    /** Writes what can be written now, and flushes it when all that has come with it has been written, too. */
    private void answerAndFlushSoon() {
        answer(false);
        if (answerSide.isFlushDue() && !isFlushSoon) {
            isFlushSoon = true;
            IoLoops.afterTurn(() -> serial.execute(() -> {
                isFlushSoon = false;
                answer();
            }));
        }
    }

    /** Writes what can be written now, whether or not there still is a call. */
    private void answer() {
        answer(true);
    }

    private void answer(boolean flushes) {
        if (isOver) {
            return;
        }
        try {
            if (flushes) {
                listen();
            }
            if (answerSide.pump(flushes, this::resume)) {
                over(true);
            }
        } catch (IOException e) {
            clientGone(e);
        }
    }

    /**
     * Has the server say when it takes the answer; not before all is there that comes at once. Undertow says it on the connection's I/O thread, and what is written and
     * ended there needs no other one.
     */
    private void listen() throws IOException {
        if (isListening || !answerSide.hasHead()) {
            return;
        }
        isListening = true;
        try {
            response.getOutputStream().setWriteListener(events);
        } catch (RuntimeException e) {
            throw new IOException("the server has ended the request", e);
        }
    }

    private void resume() {
        StreamedCall current = call;
        if (current != null) {
            current.resume();
        }
    }

    /** Tells the client, or, where it has seen the beginning of another answer, breaks that off. */
    private void fail(GatewayException problem) {
        if (isOver) {
            return;
        }
        if (answerSide.hasHead()) {
            breakOff();
            return;
        }
        Response answer = ProblemJson.response(problem);
        List<HeaderField> fields = new ArrayList<>();
        answer.headers().forEach((name, value) -> fields.add(new HeaderField(name, value)));
        fields.add(new HeaderField("Content-Type", String.valueOf(answer.contentType())));
        fields.add(new HeaderField("Content-Length", String.valueOf(answer.bodyLength())));
        closeIfUnread();
        answerSide.head(answer.status(), fields);
        if (!streamed.method().equals("HEAD")) {
            answerSide.added(answer.bodyLength());
            answerSide.piece(answer.body());
        }
        answerSide.end();
        answer();
    }

    /**
     * Ends in a way that no client takes for a whole answer. Where the server cannot cut connections and the client has seen the beginning,
     * the request is left open, because {@code complete} would end a chunked body as if it were whole: the client waits until it, or the
     * server, gives up.
     */
    private void breakOff() {
        if (connection.cut() || !answerSide.hasHead()) {
            over(false);
            return;
        }
        if (!isOver && async != null) {
            if (HAS_WARNED.compareAndSet(false, true)) {
                LOGGER.log(Level.WARNING, "An answer broke off, and its connection cannot be cut: it is left open");
            }
            isOver = true;
            end.leaveOpen();
        }
    }

    /** So that the server need not find the end of a body that nobody wants. */
    private void closeIfUnread() {
        if (!requestSide.isWhole()
                && !response.isCommitted()
                && request.getProtocol().startsWith("HTTP/1.")) {
            response.setHeader("Connection", "close");
        }
    }

    private void clientGone(Throwable sign) {
        if (!isOver) {
            LOGGER.log(Level.DEBUG, "{0} {1}: the client is gone: {2}", streamed.method(), streamed.path(), sign);
            cancel();
            breakOff();
        }
    }

    private void unexpected(Throwable failure) {
        LOGGER.log(Level.ERROR, streamed.method() + " " + streamed.path() + ": unexpected failure", failure);
        try {
            cancelAndTell(GatewayException.unforeseen());
        } catch (RuntimeException e) {
            LOGGER.log(Level.ERROR, streamed.path() + ": the failure cannot be told to the client", e);
            breakOff();
        }
    }

    private void cancelAndTell(GatewayException problem) {
        StreamedCall current = call;
        if (current != null) {
            current.cancel(problem);
        }
        fail(problem);
    }

    private void cancel() {
        StreamedCall current = call;
        if (current != null) {
            current.cancel();
        }
    }

    /** @param waits whether for the rest of the request, if there is any */
    private void over(boolean waits) {
        if (!isOver && async != null) {
            isOver = true;
            if (waits && !requestSide.isWhole()) {
                end.answered();
                rest.await(response);
            } else {
                complete();
            }
        }
    }

    private void complete() {
        AsyncContext context = async;
        if (context != null) {
            boolean lingers = !requestSide.isWhole();
            end.complete(context, lingers ? blocking : Runnable::run, lingers);
        }
    }

    private void cutOff() {
        connection.cut();
        rest.end();
    }

    /** What the server says. */
    private final class ServerEvents implements ReadListener, WriteListener, AsyncListener {

        @Override
        public void onDataAvailable() {
            onCall(requestSide::pump);
            serial.execute(rest::more);
        }

        @Override
        public void onAllDataRead() {
            onCall(requestSide::end);
            serial.execute(rest::end);
        }

        @Override
        public void onWritePossible() {
            serial.execute(answerSide::possible);
            serial.execute(ServletPassage.this::answer);
        }

        @Override
        public void onError(Throwable failure) {
            serial.execute(() -> clientGone(failure));
            serial.execute(rest::end);
        }

        @Override
        public void onError(AsyncEvent event) {
            over(event);
        }

        @Override
        public void onComplete(AsyncEvent event) {
            over(event);
            serial.execute(end::completed);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            over(event);
        }

        private void over(AsyncEvent event) {
            Throwable known = event.getThrowable();
            serial.execute(() -> {
                // Mostly this is the end that was asked for.
                if (!isOver) {
                    clientGone(known != null ? known : new EOFException("the server has ended the request"));
                }
            });
            serial.execute(rest::end);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
