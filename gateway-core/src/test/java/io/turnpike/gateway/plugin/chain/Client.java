package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.upstream.StreamReceiver;
import io.turnpike.gateway.upstream.StreamedCall;
import io.turnpike.gateway.upstream.StreamedRequest;
import io.turnpike.gateway.upstream.StreamedUpstream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The client of a test: sends its body when it is asked, and keeps the answer. */
final class Client implements StreamReceiver {

    private static final StreamedRequest.Sender SENDER =
            new StreamedRequest.Sender("192.0.2.7", false, "http", "shop.example", 8080, "198.51.100.9", "https");

    final List<GatewayException> noted = new ArrayList<>();
    final List<String> tried = new ArrayList<>();
    final List<HeaderField> fields = new ArrayList<>();
    final CountDownLatch over = new CountDownLatch(1);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final List<String> pieces;
    private int next;
    volatile boolean isFree = true;
    volatile int status;
    volatile boolean isWhole;
    volatile @Nullable GatewayException failure;
    volatile int wanted;

    @Nullable
    StreamedCall call;

    private Client(List<String> pieces) {
        this.pieces = pieces;
    }

    /** Sends a request without a body. */
    static Client get(StreamedUpstream upstream, String path, String... fields) {
        return send(upstream, "GET", path, List.of(), fields);
    }

    /** Sends a request whose body comes in these pieces, its length not announced. */
    static Client post(StreamedUpstream upstream, String... pieces) {
        return send(upstream, "POST", "/a", List.of(pieces));
    }

    static Client send(StreamedUpstream upstream, String method, String path, List<String> pieces, String... fields) {
        List<HeaderField> headers = new ArrayList<>();
        for (String field : fields) {
            int colon = field.indexOf(':');
            headers.add(new HeaderField(
                    field.substring(0, colon), field.substring(colon + 1).strip()));
        }
        int question = path.indexOf('?');
        StreamedRequest request = new StreamedRequest(
                method,
                question < 0 ? path : path.substring(0, question),
                question < 0 ? null : path.substring(question + 1),
                headers,
                pieces.isEmpty() ? 0 : StreamedRequest.UNKNOWN_LENGTH,
                SENDER);
        Client client = new Client(pieces);
        client.call = upstream.begin(request, List.of(), client);
        client.pump();
        return client;
    }

    /** Sends what has been asked for. */
    void pump() {
        StreamedCall current = call;
        if (current == null || wanted == 0) {
            return;
        }
        boolean free = true;
        while (free && next < pieces.size()) {
            byte[] piece = pieces.get(next++).getBytes(StandardCharsets.UTF_8);
            free = current.write(piece, 0, piece.length);
        }
        if (next == pieces.size()) {
            next++;
            current.finish();
        }
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    @Nullable
    String field(String name) {
        return fields.stream()
                .filter(field -> field.is(name))
                .map(HeaderField::value)
                .findFirst()
                .orElse(null);
    }

    Client await() throws InterruptedException {
        if (!over.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("no end of the answer");
        }
        return this;
    }

    @Override
    public void bodyWanted() {
        wanted++;
        pump();
    }

    @Override
    public void head(int code, List<HeaderField> headers) {
        status = code;
        fields.addAll(headers);
    }

    @Override
    public boolean body(ByteBuffer bytes) {
        byte[] piece = new byte[bytes.remaining()];
        bytes.get(piece);
        body.writeBytes(piece);
        return isFree;
    }

    @Override
    public void noted(GatewayException problem) {
        noted.add(problem);
    }

    @Override
    public void tried(String places) {
        tried.add(places);
    }

    @Override
    public void end() {
        isWhole = true;
        over.countDown();
    }

    @Override
    public void failed(GatewayException problem) {
        failure = problem;
        over.countDown();
    }
}
