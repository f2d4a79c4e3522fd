package io.turnpike.gateway.plugin;

import java.time.Duration;

/**
 * How a request ended.
 *
 * @param status the status that the client got; 0 if it was gone before
 * @param errorCode the code of the gateway's own error; the empty text if it was none
 * @param requestBytes bytes of the body that were taken from the client
 * @param responseBytes bytes of the body that were handed on to the client
 * @param duration from the first phase to the end
 * @param whole whether the answer came to its end
 */
public record CallSummary(
        int status, String errorCode, long requestBytes, long responseBytes, Duration duration, boolean whole) {}
