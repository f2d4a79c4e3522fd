package io.turnpike.registryproxy;

/** A request is answered with {@code failed}; the message says why. */
final class Refusal extends Exception {

    Refusal(String message) {
        super(message);
    }
}
