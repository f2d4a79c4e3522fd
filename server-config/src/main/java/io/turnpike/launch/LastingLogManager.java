package io.turnpike.launch;

import java.util.logging.LogManager;

/**
 * A log manager that logs to the end. The JDK's own one takes all handlers away when the JVM begins to shut down, at the same
 * time as the server begins to stop: nothing that it says while it stops is seen, not even that something went wrong. This one
 * ignores that, and nothing else; what is logged to the console needs no closing.
 */
public final class LastingLogManager extends LogManager {

    /** The JDK's shutdown hook, in every version from 9 to 25. */
    private static final String SHUTDOWN_HOOK = "java.util.logging.LogManager$Cleaner";

    /** For the JDK, which makes the one instance. */
    public LastingLogManager() {}

    @Override
    public void reset() {
        if (!Thread.currentThread().getClass().getName().equals(SHUTDOWN_HOOK)) {
            super.reset();
        }
    }
}
