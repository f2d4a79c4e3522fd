package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.ResponseHead;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The head of an answer while header filters see it. */
final class MutableHead implements ResponseHead {

    private static final Set<String> FRAMING =
            Set.of("content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "trailer", "te");

    private static final int LEAST = 200;
    private static final int MOST = 599;

    private final HeaderFields fields;
    private int status;
    private boolean isSealed;

    MutableHead(int status, List<HeaderField> fields) {
        this.status = status;
        this.fields = new HeaderFields(fields);
    }

    /** From now on it cannot be changed. */
    void seal() {
        isSealed = true;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public void status(int next) {
        requireOpen();
        if (next < LEAST || next > MOST) {
            throw new IllegalArgumentException("no status of an answer: " + next + " (expected: 200 to 599)");
        }
        status = next;
    }

    @Override
    public List<HeaderField> headers() {
        return fields.all();
    }

    @Override
    public @Nullable String header(String name) {
        return fields.first(name);
    }

    @Override
    public void setHeader(String name, String value) {
        requireChangeable(name);
        fields.set(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        requireChangeable(name);
        fields.add(name, value);
    }

    @Override
    public void removeHeader(String name) {
        requireChangeable(name);
        fields.remove(name);
    }

    /** What the message's framing and its connection are is not for plugins to say. */
    private void requireChangeable(String name) {
        requireOpen();
        if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the header field " + name + " is the gateway's own");
        }
    }

    private void requireOpen() {
        if (isSealed) {
            throw new IllegalStateException("the head of the answer can be changed by header filters only");
        }
    }
}
