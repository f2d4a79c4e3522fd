package io.turnpike.gateway.exchange;

/** A text of a request cannot be decoded; without a stack trace, because it describes a request and not our code. */
public final class MalformedTextException extends Exception {

    /** @param expected what the text should have been */
    MalformedTextException(String expected) {
        super(expected, null, false, false);
    }

    /** What the text should have been. */
    public String expected() {
        return String.valueOf(getMessage());
    }
}
