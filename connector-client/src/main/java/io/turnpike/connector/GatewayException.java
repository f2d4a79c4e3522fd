package io.turnpike.connector;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A gateway has answered, but not with success. The message says what the gateway said. */
public final class GatewayException extends IOException {

    private final int status;
    private final @Nullable Duration retryAfter;

    GatewayException(int status, String message, @Nullable Duration retryAfter) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** How long the gateway asks to wait before the next try, by {@code Retry-After}; empty if it does not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether waiting does not mend it: a 4xx other than 408 and 429 has to be looked at by a person. */
    boolean isRefusal() {
        return status >= 400 && status < 500 && status != 408 && status != 429;
    }
}
