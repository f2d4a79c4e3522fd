package io.turnpike.gateway.plugin;

import java.time.Duration;

/**
 * How a request ended.
 *
 * @param status the status that the client got, that of a client which was too slow to send its body (408) included; 0 if it was gone before
 * @param errorCode the code of the gateway's own error; the empty text if it was none
 * @param requestBytes bytes of the body that were taken from the client
 * @param responseBytes bytes of the body that were handed on to the client
 * @param duration from the first phase to the end
 * @param whole whether an answer went through the plugins to its end; not so with that 408, which the gateway writes without them
 */
public record CallSummary(
        int status, String errorCode, long requestBytes, long responseBytes, Duration duration, boolean whole) {}
