package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.upstream.StreamedCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes the request's body on to whatever the request has been sent to, and keeps it, within a bound, where it may have to be sent once
 * more. Confined to the call's serial.
 */
final class RequestFeed {

    private final Runnable wanted;
    private int mostKept;
    private final List<Mirror> mirrors = new ArrayList<>(0);
    private final List<byte[]> kept = new ArrayList<>(0);
    private long keptBytes;
    private boolean isKept;
    private @Nullable StreamedCall call;
    private int sent;
    private boolean isAsked;
    private boolean isWhole;
    private boolean isFinished;
    private long received;

    /**
     * @param hasBody whether there is anything to pass on
     * @param keeps whether the request may be sent once more
     * @param mostKept bytes of the largest body for which that is so
     * @param wanted asks the client for the body, or for more of it
     */
    RequestFeed(boolean hasBody, boolean keeps, int mostKept, Runnable wanted) {
        this.isWhole = !hasBody;
        this.isKept = keeps;
        this.mostKept = mostKept;
        this.wanted = wanted;
    }

    /** Bytes that have come from the client. */
    long received() {
        return received;
    }

    /** Whether the request can be sent to somebody else: nothing of its body has come, or all that has is kept. */
    boolean canRepeat() {
        return received == 0 || isKept;
    }

    /** It gets a copy of what comes from now on. */
    void mirror(Mirror mirror) {
        mirrors.add(mirror);
    }

    /** The body goes there from now on, from its beginning. */
    void attach(StreamedCall next) {
        call = next;
        sent = 0;
        isAsked = false;
        isFinished = false;
    }

    /** It goes nowhere until {@link #attach}. */
    void detach() {
        call = null;
        isAsked = false;
    }

    /** The receiver of the body asks for it, or for more of it. */
    void wanted() {
        isAsked = true;
        StreamedCall current = call;
        while (current != null && sent < kept.size()) {
            byte[] piece = kept.get(sent++);
            if (!current.write(piece, 0, piece.length)) {
                return;
            }
        }
        forgetIfTooLarge();
        if (isWhole) {
            tellEnd();
        } else {
            wanted.run();
        }
    }

    /** A piece from the client; whether more may come at once. */
    boolean write(byte[] piece) {
        received += piece.length;
        mirrors.forEach(mirror -> mirror.write(piece));
        StreamedCall current = call;
        if (!isKept && kept.isEmpty()) {
            return current != null && current.write(piece, 0, piece.length);
        }
        kept.add(piece);
        keptBytes += piece.length;
        if (current == null || !isAsked || sent < kept.size() - 1) {
            return false;
        }
        sent++;
        boolean free = current.write(piece, 0, piece.length);
        forgetIfTooLarge();
        return free;
    }

    /** The client's body is whole. */
    void finish() {
        isWhole = true;
        mirrors.forEach(Mirror::finish);
        if (isAsked && sent == kept.size()) {
            tellEnd();
        }
    }

    private void tellEnd() {
        if (call != null && !isFinished) {
            isFinished = true;
            call.finish();
        }
    }

    /** The request goes nowhere else any more: what is kept for that is let go as soon as it has been passed on. */
    void keepNoMore() {
        mostKept = 0;
        forgetIfTooLarge();
    }

    /** There will be no more; copies that have not got all of the body never will. */
    void end() {
        detach();
        kept.clear();
        if (!isWhole) {
            mirrors.forEach(Mirror::cancel);
        }
    }

    private void forgetIfTooLarge() {
        if (keptBytes > mostKept && sent == kept.size()) {
            isKept = false;
            kept.clear();
            sent = 0;
        }
    }
}
