package io.turnpike.command;

import java.time.Duration;

/**
 * How long a gateway is waited for.
 *
 * @param beginning until an answer begins that takes the gateway no time; also until a connection is there
 * @param all until a change is made, and until an answer has come as a whole
 */
record Patience(Duration beginning, Duration all) {

    private static final long BYTES_PER_SECOND = 256_000;

    /** Until the answer to a request begins that changes nothing: a large one has to be brought there and read first. */
    Duration beginning(long requestBytes) {
        Duration patience = beginning.plusMillis(requestBytes * 1000 / BYTES_PER_SECOND);
        return patience.compareTo(all) < 0 ? patience : all;
    }
}
