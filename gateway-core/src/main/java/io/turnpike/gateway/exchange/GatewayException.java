package io.turnpike.gateway.exchange;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request is an error. Carries all that the answer says; no stack trace, because it describes a request or
 * a peer and not our code.
 */
public final class GatewayException extends Exception {

    private final GatewayError error;
    private final transient List<Fault> faults;
    private final transient Map<String, String> headers;
    private final String logNote;

    /**
     * @param error which error
     * @param detail what is wrong in this very case, and what was expected
     */
    public GatewayException(GatewayError error, String detail) {
        this(error, detail, List.of(), Map.of());
    }

    /**
     * @param faults every fault found, or none
     * @param headers further response headers, such as {@code Retry-After}
     */
    public GatewayException(GatewayError error, String detail, List<Fault> faults, Map<String, String> headers) {
        this(error, detail, faults, headers, "");
    }

    private GatewayException(
            GatewayError error, String detail, List<Fault> faults, Map<String, String> headers, String logNote) {
        super(detail, null, false, false);
        this.error = error;
        this.faults = List.copyOf(faults);
        this.headers = Map.copyOf(headers);
        this.logNote = logNote;
    }

    /** What a caller is told of a fault of ours; the log says more. */
    public static GatewayException unforeseen() {
        return new GatewayException(
                GatewayError.INTERNAL_ERROR, "The gateway failed in a way that was not foreseen; its log says more");
    }

    /** What a stage failed with, without the exception that a stage after it has wrapped it in; null if it did not fail. */
    public static @Nullable Throwable causeOf(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** What {@link #causeOf} gives, in words: its message, or itself if it has none. */
    public static String reasonOf(@Nullable Throwable failure) {
        Throwable cause = causeOf(failure);
        return cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
    }

    /** The same error with something that operators may know and callers may not, such as a server's address. */
    public GatewayException withLogNote(String note) {
        return new GatewayException(error, detail(), faults, headers, note);
    }

    /** The same with something before what operators may know already. */
    public GatewayException withLogNoteBefore(String note) {
        return withLogNote(logNote.isEmpty() ? note : note + "; " + logNote);
    }

    /** What the log says beside {@link #detail}; the empty text if there is nothing. Never part of an answer. */
    public String logNote() {
        return logNote;
    }

    public GatewayError error() {
        return error;
    }

    /** What is wrong in this very case. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<Fault> faults() {
        return faults;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
