package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.FaultLog;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Logs requests that the doors end in an error, those to the gateway's own paths among them, as {@link FaultLog} does: one line each, no stack
 * trace, and not a thousand of the same.
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
     * Notes that an answer has been broken off because of its client.
     *
     * @param status that of the answer, whose head has been written
     * @param note who asked, and for what of ours
     */
    static void brokenOff(String verb, String path, int status, GatewayException problem, String note) {
        FAULTS.brokenOff(verb, shown(path), status, problem, note);
    }

    /**
     * A client sends nothing of its body any more.
     *
     * @param received so much has come
     * @param length so much was to come; negative if that is not known
     */
    static GatewayException sendsNothing(long received, long length) {
        return new GatewayException(
                GatewayError.REQUEST_TIMEOUT,
                "The request's body stopped after " + received + (length < 0 ? "" : " of " + length) + " bytes");
    }

    /**
     * A client takes nothing of its answer any more.
     *
     * @param written so much of the body has been written
     */
    static GatewayException takesNothing(long written) {
        return new GatewayException(
                GatewayError.REQUEST_TIMEOUT,
                "The client takes nothing of its answer, of which " + Counted.of(written, "byte")
                        + " were written, and is cut off");
    }

    /**
     * A client takes nothing of the end of its answer any more, which the server has and the gateway has not.
     *
     * @param unsent about so many bytes
     */
    static GatewayException leavesTheEnd(long unsent) {
        return new GatewayException(
                GatewayError.REQUEST_TIMEOUT,
                "The client takes nothing of its answer, of which about " + Counted.of(unsent, "byte")
                        + " have not been sent, and is cut off");
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
