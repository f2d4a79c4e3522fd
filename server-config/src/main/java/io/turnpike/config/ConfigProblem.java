package io.turnpike.config;

import java.util.Optional;

/**
 * One fault of {@code serverconfig.json}.
 *
 * @param severity whether the server should refuse to start
 * @param key the configuration key at fault; empty when the fault is one of the whole file
 * @param message where it is, what stands there and what was expected, on one line and without secrets
 */
public record ConfigProblem(Severity severity, Optional<String> key, String message) {

    /** What a fault means for the start of the server. */
    public enum Severity {
        /** A setting that the operator wrote would not take effect: do not start. */
        ERROR,
        /** Something is ignored that may be meant for another version: say so and go on. */
        WARNING
    }

    @Override
    public String toString() {
        return message;
    }
}
