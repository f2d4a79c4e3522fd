package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.ResponseHead;
import io.turnpike.gateway.plugin.common.HeaderText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The head of an answer while header filters see it. */
final class MutableHead implements ResponseHead {

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
        status = requireStatus(next);
    }

    /** @throws IllegalArgumentException if it can be no status of an answer */
    static int requireStatus(int status) {
        if (status < LEAST || status > MOST) {
            throw new IllegalArgumentException("no status of an answer: " + status + " (expected: 200 to 599)");
        }
        return status;
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
        if (HeaderText.isFraming(name)) {
            throw new IllegalArgumentException("the header field " + name + " is the gateway's own");
        }
    }

    private void requireOpen() {
        if (isSealed) {
            throw new IllegalStateException("the head of the answer can be changed by header filters only");
        }
    }
}
