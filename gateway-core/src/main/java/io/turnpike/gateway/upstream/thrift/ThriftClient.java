package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.thrift.json.CallInput;
import io.turnpike.thrift.json.JsonMappingException;
import io.turnpike.thrift.json.MethodTranscoder;
import io.turnpike.thrift.protocol.ByteSink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The generic client of one service: keeps connections to its live instances and carries calls of any method. Made by
 * {@link ThriftTransport#open}. Safe for use by several threads at once.
 */
public final class ThriftClient implements AutoCloseable {

    private final ConnectionPool pool;
    private final LongSupplier nanoTime;
    private final long timeoutNanos;
    private final AtomicInteger sequence = new AtomicInteger();

    ThriftClient(ConnectionPool pool, LongSupplier nanoTime) {
        this.pool = pool;
        this.nanoTime = nanoTime;
        this.timeoutNanos = pool.options().callTimeout().toNanos();
    }

    /**
     * Makes one call on the instance whose turn it is. Never blocks. The answer is completed on an I/O thread, so what depends
     * on it must be short or asynchronous.
     *
     * @return completes with the answer (200 with JSON, 204 for void, 202 for oneway, 422 or the annotated status for a declared
     *     exception), or with a {@link GatewayException}
     */
    public CompletionStage<Response> call(MethodTranscoder transcoder, CallInput input) {
        long deadlineNanos = nanoTime.getAsLong() + timeoutNanos;
        int sequenceId = sequence.incrementAndGet();
        ByteSink message = pool.sinks().acquire();
        boolean encoded = false;
        try {
            transcoder.writeCall(sequenceId, input, message);
            encoded = true;
        } catch (JsonMappingException e) {
            return CompletableFuture.failedFuture(Problems.invalidArguments(e));
        } finally {
            if (!encoded) {
                pool.sinks().release(message);
            }
        }
        ThriftCall call = new ThriftCall(transcoder, sequenceId, deadlineNanos, message);
        pool.submit(call);
        return call.answer();
    }

    /** Every instance that heartbeats, and whether it can be called. */
    public List<EndpointStatus> endpoints() {
        return pool.status();
    }

    /** Closes idle connections now and the others when their call is done; calls from now on fail. */
    @Override
    public void close() {
        pool.close();
    }

    ConnectionPool pool() {
        return pool;
    }
}
