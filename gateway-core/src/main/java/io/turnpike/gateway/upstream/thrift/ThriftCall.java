package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.thrift.json.MethodTranscoder;
import io.turnpike.thrift.protocol.ByteSink;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way: encoded, then waiting for a connection, then on one. The encoded message belongs to whoever the
 * call belongs to at the moment; the links and the connection are guarded by the pool's lock.
 */
final class ThriftCall {

    /** Its place among all calls that have no answer yet, in the order of their deadlines. */
    final Chain.Link<ThriftCall> unanswered = new Chain.Link<>(this);

    /** Its place among the calls that wait for a connection. */
    final Chain.Link<ThriftCall> waiting = new Chain.Link<>(this);

    /** The connection that carries it, if one does. */
    @Nullable
    ThriftConnection connection;

    /** Why it is not to be sent any more, if so. */
    @Nullable
    volatile GatewayException abandoned;

    private final MethodTranscoder transcoder;
    private final int sequenceId;
    private final long deadlineNanos;
    private final CompletableFuture<Response> answer = new CompletableFuture<>();
    private @Nullable ByteSink message;

    ThriftCall(MethodTranscoder transcoder, int sequenceId, long deadlineNanos, ByteSink message) {
        this.transcoder = transcoder;
        this.sequenceId = sequenceId;
        this.deadlineNanos = deadlineNanos;
        this.message = message;
    }

    MethodTranscoder transcoder() {
        return transcoder;
    }

    boolean oneway() {
        return transcoder.method().oneway();
    }

    int sequenceId() {
        return sequenceId;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    CompletableFuture<Response> answer() {
        return answer;
    }

    /** The encoded message. */
    ByteSink message() {
        ByteSink sink = message;
        if (sink == null) {
            throw new IllegalStateException(
                    "the message of " + transcoder.method().name() + " has been sent before");
        }
        return sink;
    }

    /** Gives the encoded message's buffer back, once it has been copied or is no longer wanted. */
    void releaseMessage(ByteSinkPool sinks) {
        ByteSink sink = message;
        if (sink != null) {
            message = null;
            sinks.release(sink);
        }
    }

    void complete(Response response) {
        answer.complete(response);
    }

    void fail(GatewayException problem) {
        answer.completeExceptionally(problem);
    }
}
