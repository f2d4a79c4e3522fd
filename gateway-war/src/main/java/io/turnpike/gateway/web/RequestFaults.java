package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.FaultLine;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.LogText;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger.Level;

/**
 * Logs requests to the gateway's own paths that end in an error: one line each, no stack trace. Errors of callers are
 * information, errors of the gateway and of what it depends on are warnings.
 */
public final class RequestFaults {

    private static final System.Logger LOGGER = System.getLogger(RequestFaults.class.getName());

    private static final String SERVER_PATH = "/connect/";
    private static final int TOKEN_SHOWN = 8;
    private static final int FORWARDED_SHOWN = 100;

    private RequestFaults() {}

    /**
     * Notes that a request has ended so.
     *
     * @param path as it was asked for, with or without a slash before it
     * @param peer who asked, see {@link #peer}
     */
    public static void log(String verb, String path, GatewayException problem, String peer) {
        Level level = problem.error().status() < 500 ? Level.INFO : Level.WARNING;
        LOGGER.log(level, FaultLine.of(verb, shown(path), problem) + " [" + LogText.oneLine(peer) + "]");
    }

    /**
     * Who makes a request: the address that its connection comes from, and what {@code X-Forwarded-For} says of that, which is only
     * as good as who says it.
     */
    public static String peer(HttpServletRequest request) {
        String forwarded = request.getHeader("X-Forwarded-For");
        String peer = "from " + request.getRemoteAddr();
        if (forwarded == null) {
            return peer;
        }
        return peer + ", X-Forwarded-For: "
                + (forwarded.length() > FORWARDED_SHOWN ? forwarded.substring(0, FORWARDED_SHOWN) + '…' : forwarded);
    }

    /** The path, but of a {@code ServerID} in it only the beginning: it is a token. */
    static String shown(String path) {
        String whole = path.startsWith("/") ? path : '/' + path;
        int end = SERVER_PATH.length() + TOKEN_SHOWN;
        return whole.startsWith(SERVER_PATH) && whole.length() > end ? whole.substring(0, end) + '…' : whole;
    }
}
