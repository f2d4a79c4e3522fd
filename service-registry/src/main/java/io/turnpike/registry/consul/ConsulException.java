package io.turnpike.registry.consul;

/** Consul answered, but not with what was asked for. */
final class ConsulException extends java.io.IOException {

    private final int status;

    /** @param status the HTTP status; 0: the answer itself could not be understood */
    ConsulException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Whether another agent, or the same one later, may answer otherwise. */
    boolean isTemporary() {
        return status >= 500 || status == 429 || status == 0;
    }
}
