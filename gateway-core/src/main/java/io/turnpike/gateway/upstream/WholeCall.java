package io.turnpike.gateway.upstream;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.thrift.json.Parameter;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A call to an upstream that takes and gives bodies whole, seen as one that streams. The body is collected first, within a bound. One thread at
 * a time, but for {@link #cancel} and the answer.
 */
public final class WholeCall implements StreamedCall {

    private static final System.Logger LOGGER = System.getLogger(WholeCall.class.getName());
    private static final byte[] NO_BODY = {};

    private final BufferedUpstream upstream;
    private final StreamedRequest request;
    private final List<Parameter> pathParameters;
    private final StreamReceiver receiver;
    private final CollectedBody body;
    private volatile boolean isOver;

    private WholeCall(
            BufferedUpstream upstream,
            StreamedRequest request,
            List<Parameter> pathParameters,
            StreamReceiver receiver,
            int mostBytes) {
        this.upstream = upstream;
        this.request = request;
        this.pathParameters = pathParameters;
        this.receiver = receiver;
        this.body = new CollectedBody(mostBytes);
    }

    /**
     * Begins one.
     *
     * @param pathParameters values of the route's template segments, decoded
     * @param receiver is told what becomes of it; {@code PAYLOAD_TOO_LARGE} if the body is
     * @param mostBytes largest body that is taken
     */
    public static StreamedCall begin(
            BufferedUpstream upstream,
            StreamedRequest request,
            List<Parameter> pathParameters,
            StreamReceiver receiver,
            int mostBytes) {
        WholeCall call = new WholeCall(upstream, request, pathParameters, receiver, mostBytes);
        if (request.contentLength() > mostBytes) {
            call.fail(CollectedBody.tooLarge(request.contentLength(), mostBytes));
        } else if (request.hasBody() && upstream.readsBody()) {
            receiver.bodyWanted();
        } else {
            call.call(NO_BODY);
        }
        return call;
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        if (isOver) {
            return false;
        }
        try {
            body.add(bytes, offset, length);
            return true;
        } catch (GatewayException e) {
            fail(e);
            return false;
        }
    }

    @Override
    public void finish() {
        if (!isOver && upstream.readsBody()) {
            call(body.take());
        }
    }

    @Override
    public void resume() {
        // An answer comes in one piece.
    }

    @Override
    public void cancel() {
        isOver = true;
        body.drop();
    }

    private void call(byte[] bytes) {
        // HEAD is GET without the body.
        Exchange exchange = new Exchange(
                request.method().equals("HEAD") ? "GET" : request.method(),
                request.path(),
                request.query(),
                new SentHeaders(request.fields()),
                () -> request.sender().client(),
                bytes,
                bytes.length);
        CompletionStage<Response> answered;
        try {
            answered = upstream.call(exchange, pathParameters);
        } catch (RuntimeException | Error e) {
            answered = CompletableFuture.failedFuture(e);
        }
        answered.whenComplete(this::answer);
    }

    private void answer(@Nullable Response response, @Nullable Throwable failure) {
        if (isOver) {
            return;
        }
        if (response == null) {
            fail(problem(failure));
        } else {
            answer(response);
        }
    }

    private void answer(Response response) {
        receiver.head(response.status(), fields(response));
        if (response.bodyLength() > 0 && !request.method().equals("HEAD")) {
            receiver.body(ByteBuffer.wrap(response.body(), 0, response.bodyLength()));
        }
        isOver = true;
        receiver.end();
    }

    /** The header section of an answer. */
    public static List<HeaderField> fields(Response response) {
        List<HeaderField> fields = new ArrayList<>();
        if (response.contentType() != null) {
            fields.add(new HeaderField("Content-Type", response.contentType()));
        }
        // Also of an empty one, which the server would send in chunks (RFC 9110, section 8.6, on where there is no
        // length).
        boolean hasNone = response.status() < 200 || response.status() == 204 || response.status() == 304;
        if (response.bodyLength() > 0 || !hasNone) {
            fields.add(new HeaderField("Content-Length", String.valueOf(response.bodyLength())));
        }
        response.headers().forEach((name, value) -> fields.add(new HeaderField(name, value)));
        response.cookies().forEach(cookie -> fields.add(new HeaderField("Set-Cookie", cookie)));
        return fields;
    }

    private GatewayException problem(@Nullable Throwable failure) {
        Throwable cause = GatewayException.causeOf(failure);
        if (cause instanceof GatewayException known) {
            return known;
        }
        LOGGER.log(Level.ERROR, request.method() + " " + request.path() + ": unexpected failure", cause);
        return GatewayException.unforeseen();
    }

    private void fail(GatewayException problem) {
        isOver = true;
        body.drop();
        receiver.failed(problem);
    }

    /** The header fields of a request as they were sent. */
    private record SentHeaders(List<HeaderField> fields) implements Exchange.Headers {

        @Override
        public @Nullable String first(String name) {
            return HeaderField.first(fields, name);
        }

        @Override
        public List<String> all(String name) {
            return HeaderField.values(fields, name);
        }
    }
}
