package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.upstream.StreamReceiver;
import io.turnpike.gateway.upstream.StreamedCall;
import io.turnpike.gateway.upstream.StreamedRequest;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a request on its way. Whoever takes it more slowly than the client sends does not get all of it: the copy is given up then. The
 * answer is thrown away. Confined to the call's serial.
 */
final class Mirror implements StreamReceiver {

    private static final int MOST_WAITING_BYTES = 256 << 10;

    /** So much of an answer that nobody wants is read, for the sake of the connection. */
    private static final int MOST_ANSWERED_BYTES = 1 << 20;

    private final Executor serial;
    private final String name;
    private final MirrorFaults faults;
    private final Queue<byte[]> waiting = new ArrayDeque<>(0);
    private @Nullable StreamedCall call;
    private long answered;
    private int waitingBytes;
    private boolean isAsked;
    private boolean isWhole;
    private boolean isOver;

    private Mirror(Executor serial, String name, MirrorFaults faults) {
        this.serial = serial;
        this.name = name;
        this.faults = faults;
    }

    /** Begins to send one. */
    static Mirror begin(Executor serial, Endpoint endpoint, StreamedRequest request, MirrorFaults faults) {
        Mirror mirror = new Mirror(serial, endpoint.name(), faults);
        mirror.call = UpstreamEndpoint.of(endpoint).begin(request, List.of(), mirror);
        return mirror;
    }

    void write(byte[] piece) {
        if (isOver) {
            return;
        }
        waiting.add(piece);
        waitingBytes += piece.length;
        pump();
        if (waitingBytes > MOST_WAITING_BYTES) {
            cancel();
        }
    }

    void finish() {
        isWhole = true;
        pump();
    }

    void cancel() {
        if (!isOver) {
            isOver = true;
            waiting.clear();
            if (call != null) {
                call.cancel();
            }
        }
    }

    private void pump() {
        StreamedCall current = call;
        while (!isOver && isAsked && current != null) {
            byte[] piece = waiting.poll();
            if (piece == null) {
                if (isWhole) {
                    isAsked = false;
                    current.finish();
                }
                return;
            }
            waitingBytes -= piece.length;
            isAsked = current.write(piece, 0, piece.length);
        }
    }

    @Override
    public void bodyWanted() {
        serial.execute(() -> {
            isAsked = true;
            pump();
        });
    }

    @Override
    public void head(int status, List<HeaderField> fields) {
        // Nobody wants it.
    }

    @Override
    public boolean body(ByteBuffer bytes) {
        answered += bytes.remaining();
        if (answered > MOST_ANSWERED_BYTES) {
            serial.execute(this::cancel);
        }
        return true;
    }

    @Override
    public void end() {
        faults.arrived(name);
        serial.execute(() -> isOver = true);
    }

    @Override
    public void failed(GatewayException problem) {
        faults.failed(name, problem);
        serial.execute(() -> isOver = true);
    }
}
