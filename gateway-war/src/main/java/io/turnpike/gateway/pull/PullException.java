package io.turnpike.gateway.pull;

/** What there is at a source, or in the local copy, cannot be taken; the message says why, and names files and places in them. */
final class PullException extends Exception {

    PullException(String message) {
        super(message, null, false, false);
    }
}
