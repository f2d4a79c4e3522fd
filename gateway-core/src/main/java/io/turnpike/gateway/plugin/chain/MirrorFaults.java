package io.turnpike.gateway.plugin.chain;

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

    /** A copy has not arrived, or its answer was not whole. */
    void failed(String mirror, GatewayException problem) {
        if (failing.add(mirror)) {
            String note = problem.logNote();
            LOGGER.log(
                    Level.WARNING,
                    "The mirror " + mirror + " does not get its copies: "
                            + problem.error().code() + ": "
                            + LogText.oneLine(problem.detail() + (note.isEmpty() ? "" : " (" + note + ")"))
                            + "; no more is said until it gets one");
        }
    }

    /** A copy has arrived. */
    void arrived(String mirror) {
        if (!failing.isEmpty() && failing.remove(mirror)) {
            LOGGER.log(Level.INFO, "The mirror " + mirror + " gets its copies again");
        }
    }
}
