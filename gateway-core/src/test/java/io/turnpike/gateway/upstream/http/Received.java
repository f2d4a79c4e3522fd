package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.upstream.StreamReceiver;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A receiver that keeps what it is told. */
final class Received implements StreamReceiver {

    final CompletableFuture<Integer> status = new CompletableFuture<>();
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    final AtomicInteger wanted = new AtomicInteger();
    final AtomicLong bodyBytes = new AtomicLong();

    /** Told on each {@link #bodyWanted}. */
    volatile Runnable onBodyWanted = () -> {};

    /** Whether more of the body may come. */
    volatile Predicate<ByteBuffer> onBody = bytes -> true;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile List<HeaderField> fields = List.of();
    private volatile boolean keep = true;

    /** Counts the body and forgets it. */
    Received counting() {
        keep = false;
        return this;
    }

    @Override
    public void bodyWanted() {
        wanted.incrementAndGet();
        onBodyWanted.run();
    }

    @Override
    public void head(int code, List<HeaderField> all) {
        fields = all;
        if (!status.complete(code)) {
            throw new AssertionError("a second head");
        }
    }

    @Override
    public boolean body(ByteBuffer bytes) {
        bodyBytes.addAndGet(bytes.remaining());
        if (keep) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            body.writeBytes(copy);
        }
        return onBody.test(bytes);
    }

    @Override
    public void end() {
        if (!ended.complete(null)) {
            throw new AssertionError("ended before");
        }
    }

    @Override
    public void failed(GatewayException problem) {
        status.completeExceptionally(problem);
        ended.completeExceptionally(problem);
    }

    /** The status, once the answer is whole. */
    int awaitStatus() throws Exception {
        ended.get(20, TimeUnit.SECONDS);
        return status.get();
    }

    /** What the call failed with. */
    GatewayException awaitProblem() throws Exception {
        return (GatewayException) ended.handle((done, failure) -> failure).get(20, TimeUnit.SECONDS);
    }

    String text() {
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    /** The values of a field, one for each line. */
    List<String> field(String name) {
        return fields.stream()
                .filter(each -> each.is(name))
                .map(HeaderField::value)
                .toList();
    }
}
