package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.exchange.GatewayException;

/**
 * Why an attempt to have a node answer came to nothing.
 *
 * @param kind what kind of failure, in nginx's words
 * @param problem what the client is told if no other node answers
 */
record Failure(Kind kind, GatewayException problem) {

    /** The kinds that {@code proxy_next_upstream} tells apart, statuses aside, and one more. */
    enum Kind {
        /** Connecting, sending or reading failed. */
        ERROR("error"),
        /** One of these took too long. */
        TIMEOUT("timeout"),
        /** What came is no answer. */
        INVALID_HEADER("invalid_header"),
        /** The gateway itself or the client is at fault: no other node would do better. */
        OURS("");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** What {@code Failover} calls it; empty if it is not called anything. */
        String word() {
            return word;
        }
    }

    /** What the log says of it: more than the client gets. */
    String forLog() {
        String note = problem.logNote();
        return note.isEmpty() ? problem.detail() : problem.detail() + " (" + note + ')';
    }
}
