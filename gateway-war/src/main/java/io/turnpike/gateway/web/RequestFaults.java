package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.FaultLog;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Logs requests to the gateway's own paths that end in an error, as {@link FaultLog} does: one line each, no stack trace, and not
 * a thousand of the same.
 */
public final class RequestFaults {

    private static final FaultLog FAULTS =
            new FaultLog(System.getLogger(RequestFaults.class.getName()), System::nanoTime);

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
        FAULTS.log(verb, shown(path), problem, peer);
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
