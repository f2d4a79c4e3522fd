package io.turnpike.gateway.upstream.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.thrift.json.MethodTranscoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Calls and what comes of them. */
final class Calls {

    private static final long SECONDS = 20;

    private Calls() {}

    static Response call(ThriftClient client, MethodTranscoder method, String json) throws Exception {
        return start(client, method, json).get(SECONDS, TimeUnit.SECONDS);
    }

    static CompletableFuture<Response> start(ThriftClient client, MethodTranscoder method, String json) {
        return client.call(method, EchoService.body(json)).toCompletableFuture();
    }

    static GatewayException failure(ThriftClient client, MethodTranscoder method) throws Exception {
        CompletableFuture<Response> answer = start(client, method, "{}");
        try {
            throw new AssertionError("got " + answer.get(SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return (GatewayException) e.getCause();
        }
    }

    static String text(Response response) {
        return new String(response.body(), 0, response.bodyLength(), StandardCharsets.UTF_8);
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the condition holds in time").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
