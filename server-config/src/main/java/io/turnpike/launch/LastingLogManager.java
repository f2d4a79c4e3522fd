package io.turnpike.launch;

import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * A log manager that lets the gateway log to its end. The JDK's own one takes all handlers away when the JVM begins to shut
 * down, at the same time as the server begins to stop: nothing that is said then is seen, not even that something went wrong.
 * This one keeps them, for the gateway's own records: Payara Micro deletes its libraries while it stops, and what it
 * reports then is that it misses them. Handlers are not closed, which those of a console do not need.
 */
public final class LastingLogManager extends LogManager {

    /** The JDK's shutdown hook, in every version from 9 to 25. */
    private static final String SHUTDOWN_HOOK = "java.util.logging.LogManager$Cleaner";

    private static final String OURS = "io.turnpike.";

    /** For the JDK, which makes the one instance. */
    public LastingLogManager() {}

    @Override
    public void reset() {
        if (!Thread.currentThread().getClass().getName().equals(SHUTDOWN_HOOK)) {
            super.reset();
            return;
        }
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFilter(
                    line -> line.getLoggerName() != null && line.getLoggerName().startsWith(OURS));
        }
    }
}
