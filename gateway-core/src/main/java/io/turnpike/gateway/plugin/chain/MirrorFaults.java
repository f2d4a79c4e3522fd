package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.LogText;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says once of a mirror that it does not get its copies, and once that it gets them again: no client learns of it. Safe for use by several threads at once. */
final class MirrorFaults {

    private static final System.Logger LOGGER = System.getLogger(MirrorFaults.class.getName());

    /** By name; those whose last copy has failed. */
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    /** By name; those that lead back here. Copies of requests from outside may well arrive there; copies of these copies never do. */
    private final Set<String> looping = ConcurrentHashMap.newKeySet();

    /** A copy has not arrived, or its answer was not whole. */
    void failed(String mirror, GatewayException problem) {
        boolean isLoop = problem.error() == GatewayError.LOOP_DETECTED;
        if ((isLoop ? looping : failing).add(mirror)) {
            String note = problem.logNote();
            LOGGER.log(
                    Level.WARNING,
                    "The mirror " + mirror
                            + (isLoop
                                    ? " leads back to this gateway, and gets no copies of copies: "
                                    : " does not get its copies: ")
                            + problem.error().code() + ": "
                            + LogText.oneLine(problem.detail() + (note.isEmpty() ? "" : " (" + note + ")"))
                            + (isLoop ? "; no more is said of that" : "; no more is said until it gets one"));
        }
    }

    /** A copy has arrived. */
    void arrived(String mirror) {
        if (!failing.isEmpty() && failing.remove(mirror)) {
            LOGGER.log(Level.INFO, "The mirror " + mirror + " gets its copies again");
        }
    }
}
