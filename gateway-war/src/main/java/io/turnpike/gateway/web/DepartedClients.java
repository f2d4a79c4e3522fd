package io.turnpike.gateway.web;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log free of clients that went away before their answer. Jersey (Payara) reports each with a stack trace of 68
 * lines at the highest level, though nothing is wrong with the server; many that give up at once would fill a disk. What is logged for
 * any other reason stays. On other servers it has no effect.
 */
@ApplicationScoped
public class DepartedClients {

    /** Jersey's logger of what it cannot write. Held, because the log manager forgets what nobody holds. */
    private static final Logger JERSEY = Logger.getLogger("org.glassfish.jersey.server.ServerRuntime");

    private @Nullable Filter before;
    private @Nullable Filter ours;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (ours == null) {
            Filter earlier = JERSEY.getFilter();
            before = earlier;
            ours = line -> !isDeparture(line) && (earlier == null || earlier.isLoggable(line));
            JERSEY.setFilter(ours);
        }
    }

    /** Leaves nothing of the application behind in the server's logger. */
    @PreDestroy
    void stop() {
        if (JERSEY.getFilter() == ours) {
            JERSEY.setFilter(before);
        }
    }

    /** Whether what is reported is that the connection to a client broke. */
    static boolean isDeparture(LogRecord line) {
        for (Throwable cause = line.getThrown(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
