package io.turnpike.registry.consul;

/** This node has ended a query of its own, because it may be waiting for a Consul that is gone; it is to be made again. */
final class AbandonedException extends java.io.IOException {

    AbandonedException(Throwable cause) {
        super("abandoned", cause);
    }
}
