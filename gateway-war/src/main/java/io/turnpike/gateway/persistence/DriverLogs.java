package io.turnpike.gateway.persistence;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Turns the logs of the driver and of the embedded server down to warnings, unless somebody has set their levels: they log
 * every attempt to reach an absent database with its stack trace, where ours say so in one line.
 */
final class DriverLogs {

    /** Held, because the log manager forgets the level of a logger that nobody holds. */
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger("org.mongodb.driver"), Logger.getLogger("de.bwaldvogel.mongo"));

    private DriverLogs() {}

    static void quieten() {
        for (Logger logger : LOGGERS) {
            if (logger.getLevel() == null) {
                logger.setLevel(Level.WARNING);
            }
        }
    }
}
