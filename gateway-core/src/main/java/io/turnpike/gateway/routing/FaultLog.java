package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.FaultLine;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.LogText;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Logs requests that end in an error: one line each, no stack trace. A client or a dead server makes the same error a thousand
 * times a second, so of one error of one service at most {@value #LINES_PER_SECOND} lines a second are written; the next line
 * after them says how many were left out. Errors of servers and of the gateway are warnings, errors of callers are information.
 * Safe for use by several threads at once.
 */
public final class FaultLog {

    static final int LINES_PER_SECOND = 10;

    private static final long SECOND = 1_000_000_000L;
    private static final int MOST_WINDOWS = 10_000;

    private final Logger logger;
    private final LongSupplier nanoTime;
    /** By error and service, as the request spells it; emptied when it has grown beyond what services can make it. */
    private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();

    /**
     * Of errors of its own, apart from those of other logs.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    public FaultLog(Logger logger, LongSupplier nanoTime) {
        this.logger = logger;
        this.nanoTime = nanoTime;
    }

    /**
     * Notes that a request has ended so.
     *
     * @param path as it was asked for; of one that begins with the same segment too many are left out together
     * @param note ends the line; blank for none
     */
    public void log(String verb, String path, GatewayException problem, String note) {
        log(() -> FaultLine.of(verb, path, problem), problem.error(), path, note);
    }

    /**
     * Notes that an answer has broken off after its head.
     *
     * @param status that of the answer, which the client has seen
     * @param problem why
     * @param note as {@link #log}
     */
    public void brokenOff(String verb, String path, int status, GatewayException problem, String note) {
        log(() -> FaultLine.brokenOff(verb, path, status, problem), problem.error(), path, note);
    }

    /**
     * Notes which places a request was sent to after the first had failed, whatever the client has got in the end.
     *
     * @param places with what came of each, in their order, on one line
     */
    void tried(String verb, String path, String places) {
        write(Level.WARNING, "tried" + service(path), () -> FaultLine.request(verb, path) + ": tried " + places);
    }

    /** The note of a request by its route and the address of its client; either may be empty. */
    public static String note(String routeId, String address) {
        String from = address.isEmpty() ? "" : "from " + address;
        if (routeId.isEmpty()) {
            return from;
        }
        return "route " + routeId + (from.isEmpty() ? "" : ", " + from);
    }

    private void log(Supplier<String> line, GatewayError error, String path, String note) {
        write(
                error.status() < 500 ? Level.INFO : Level.WARNING,
                key(error, path),
                () -> line.get() + (note.isBlank() ? "" : " [" + LogText.oneLine(note) + "]"));
    }

    /** @param line made only where it is written */
    private void write(Level level, String key, Supplier<String> line) {
        if (!logger.isLoggable(level)) {
            return;
        }
        if (windows.size() > MOST_WINDOWS) {
            windows.clear();
        }
        long left = windows.computeIfAbsent(key, each -> new Window(nanoTime.getAsLong()))
                .leftOut(nanoTime.getAsLong());
        if (left >= 0) {
            logger.log(level, line.get() + (left == 0 ? "" : " (and " + left + " more like it before)"));
        }
    }

    private static String key(GatewayError error, String path) {
        if (error == GatewayError.SERVICE_NOT_FOUND || error == GatewayError.MALFORMED_REQUEST) {
            return error.code();
        }
        return error.code() + service(path);
    }

    private static String service(String path) {
        int slash = path.indexOf('/', 1);
        return slash < 0 ? path : path.substring(0, slash);
    }

    private static final class Window {
        private long begin;
        private int lines;
        private long left;

        Window(long begin) {
            this.begin = begin;
        }

        /** Lines left out since the last one that was written, or -1 if this one is to be left out too. */
        synchronized long leftOut(long now) {
            if (now - begin >= SECOND) {
                begin = now;
                lines = 0;
            }
            if (lines == LINES_PER_SECOND) {
                left++;
                return -1;
            }
            lines++;
            long result = left;
            left = 0;
            return result;
        }
    }
}
