package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.upstream.BufferedUpstream;
import io.turnpike.gateway.upstream.StreamReceiver;
import io.turnpike.gateway.upstream.StreamedCall;
import io.turnpike.gateway.upstream.StreamedRequest;
import io.turnpike.gateway.upstream.StreamedUpstream;
import io.turnpike.gateway.upstream.WholeCall;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A request of which it is known what answers it, before its body has been looked at. It holds on to the revision of the configuration that it
 * was found in until it is answered; one of {@link #answer} and {@link #stream} is called, once, or {@link #abandon}. Safe for use by
 * several threads.
 */
public final class Passage {

    private final Dispatcher dispatcher;
    private final @Nullable GatewaySnapshot snapshot;
    private final Exchange head;
    private final @Nullable RouteMatch match;
    private final @Nullable Object answer;
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile boolean hasBegun;

    private Passage(
            Dispatcher dispatcher,
            @Nullable GatewaySnapshot snapshot,
            Exchange head,
            @Nullable RouteMatch match,
            @Nullable Object answer) {
        this.dispatcher = dispatcher;
        this.snapshot = snapshot;
        this.head = head;
        this.match = match;
        this.answer = answer;
    }

    /** To an upstream; {@code snapshot} has been retained. */
    static Passage to(Dispatcher dispatcher, GatewaySnapshot snapshot, Exchange head, RouteMatch match) {
        return new Passage(dispatcher, snapshot, head, match, null);
    }

    /** Answered by the gateway itself. */
    static Passage answered(Dispatcher dispatcher, Exchange head, Response response) {
        return new Passage(dispatcher, null, head, null, response);
    }

    /** Refused. */
    static Passage refused(Dispatcher dispatcher, Exchange head, Throwable problem) {
        return new Passage(dispatcher, null, head, null, problem);
    }

    /** Whether only {@link #stream} can be called, and not {@link #answer}. */
    public boolean isStreamed() {
        return match != null && match.upstream() instanceof StreamedUpstream;
    }

    /** The id of the operator's route that answers; empty if it is a service's own path, or none. */
    public String routeId() {
        return match == null ? "" : match.routeId();
    }

    /** Whether the answer is there already, whatever the body says. */
    public boolean isAnswered() {
        return match == null;
    }

    /**
     * Answers the request.
     *
     * @param whole the same request with its body; what is answered already does without
     * @return completes normally, always
     */
    public CompletionStage<Response> answer(Exchange whole) {
        if (answer instanceof Response response) {
            return CompletableFuture.completedFuture(dispatcher.fit(head, response));
        }
        if (answer instanceof Throwable problem) {
            return CompletableFuture.completedFuture(
                    dispatcher.fit(head, dispatcher.problem(head, routeId(), problem)));
        }
        if (match == null || !(match.upstream() instanceof BufferedUpstream upstream)) {
            throw new IllegalStateException("the request is to be streamed");
        }
        hasBegun = true;
        CompletionStage<Response> answered;
        try {
            answered = upstream.call(Dispatcher.asGet(whole), match.pathParameters());
        } catch (RuntimeException | Error e) {
            answered = CompletableFuture.failedFuture(e);
        }
        return answered.handle((response, failure) -> {
            release();
            return dispatcher.fit(head, failure == null ? response : dispatcher.problem(head, routeId(), failure));
        });
    }

    /**
     * Begins a call whose body comes in pieces; see {@link StreamedUpstream#begin}. A failure is logged before the receiver is told.
     *
     * @param mostWholeBytes largest body that is collected for an upstream that does not stream
     */
    public StreamedCall stream(StreamedRequest request, StreamReceiver receiver, int mostWholeBytes) {
        if (match == null) {
            throw new IllegalStateException("the request is answered already");
        }
        hasBegun = true;
        Watched watched = new Watched(receiver);
        try {
            return new Cancellable(begin(match, request, watched, mostWholeBytes));
        } catch (RuntimeException | Error e) {
            release();
            throw e;
        }
    }

    private static StreamedCall begin(
            RouteMatch match, StreamedRequest request, StreamReceiver receiver, int mostWholeBytes) {
        return match.upstream() instanceof BufferedUpstream buffered
                ? WholeCall.begin(buffered, request, match.pathParameters(), receiver, mostWholeBytes)
                : ((StreamedUpstream) match.upstream()).begin(request, match.pathParameters(), receiver);
    }

    /**
     * The request will not be answered by this: it gets another answer, or its client is gone. Does nothing once {@link #answer} or {@link
     * #stream} has begun a call, which releases what it holds by itself.
     */
    public void abandon() {
        if (!hasBegun) {
            release();
        }
    }

    private void release() {
        if (snapshot != null && released.compareAndSet(false, true)) {
            snapshot.release();
        }
    }

    /** Releases the snapshot when the call has ended. */
    private final class Watched implements StreamReceiver {

        private final StreamReceiver receiver;

        /** The answer's, once it has begun; before that 0. */
        private int status;

        Watched(StreamReceiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void bodyWanted() {
            receiver.bodyWanted();
        }

        @Override
        public void head(int begun, List<HeaderField> fields) {
            status = begun;
            receiver.head(begun, fields);
        }

        @Override
        public boolean body(ByteBuffer bytes) {
            return receiver.body(bytes);
        }

        @Override
        public void noted(GatewayException problem) {
            dispatcher.log(head, routeId(), problem);
        }

        @Override
        public void tried(String places) {
            dispatcher.logTried(head, places);
        }

        @Override
        public void end() {
            release();
            receiver.end();
        }

        @Override
        public void failed(GatewayException problem) {
            release();
            if (status == 0) {
                dispatcher.log(head, routeId(), problem);
            } else {
                dispatcher.brokenOff(head, routeId(), status, problem);
            }
            receiver.failed(problem);
        }
    }

    /** Releases the snapshot when the client has gone. */
    private final class Cancellable implements StreamedCall {

        private final StreamedCall call;

        Cancellable(StreamedCall call) {
            this.call = call;
        }

        @Override
        public boolean write(byte[] bytes, int offset, int length) {
            return call.write(bytes, offset, length);
        }

        @Override
        public void finish() {
            call.finish();
        }

        @Override
        public void resume() {
            call.resume();
        }

        @Override
        public void cancel() {
            call.cancel();
            release();
        }

        @Override
        public void cancel(GatewayException told) {
            call.cancel(told);
            release();
        }
    }
}
