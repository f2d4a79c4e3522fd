package io.turnpike.thrift.json;

/** JSON that cannot be read on: broken, or nested too deep. Carries no stack trace. */
final class JsonSyntaxException extends Exception {

    private final boolean malformed;

    JsonSyntaxException(boolean malformed, String message) {
        super(message, null, false, false);
        this.malformed = malformed;
    }

    /** Whether it is no JSON at all; false: it is only nested too deep. */
    boolean malformed() {
        return malformed;
    }
}
