package io.turnpike.gateway.web;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log free of clients that went away before their answer. Jersey (Payara) and Undertow (WildFly) report each with a
 * stack trace at the level of an error, though nothing is wrong with the server; many that give up at once would fill a disk.
 * What is logged for any other reason stays.
 */
@ApplicationScoped
public class DepartedClients {

    /** Jersey's logger of what it cannot write. Loggers are held, because the log manager forgets what nobody holds. */
    private static final Logger JERSEY = Logger.getLogger("org.glassfish.jersey.server.ServerRuntime");

    /** Undertow's logger of connections to clients that break; most of that it logs as a detail only. */
    private static final Logger UNDERTOW = Logger.getLogger("io.undertow.request.io");

    /** What Jersey closes the stream of an answer in, and so the end of the connection that it is written to. */
    private static final String ANSWER = "org.glassfish.jersey.message.internal.OutboundMessageContext";

    private final List<WithoutDepartures> filters = new ArrayList<>();

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (filters.isEmpty()) {
            filter(JERSEY, DepartedClients::isBrokenAnswer);
            filter(UNDERTOW, thrown -> thrown instanceof IOException);
        }
    }

    /** Leaves nothing of the application behind in the server's loggers. */
    @PreDestroy
    void stop() {
        filters.forEach(WithoutDepartures::remove);
        filters.clear();
    }

    private void filter(Logger logger, Predicate<@Nullable Throwable> departure) {
        Filter before = logger.getFilter();
        // One of another deployment does the same, and would keep its class loader from going.
        boolean sameKind = before != null && before.getClass().getName().equals(WithoutDepartures.class.getName());
        WithoutDepartures filter = new WithoutDepartures(logger, departure, sameKind ? null : before);
        logger.setFilter(filter);
        filters.add(filter);
    }

    private static boolean isBrokenAnswer(@Nullable Throwable thrown) {
        if (!(thrown instanceof UncheckedIOException)) {
            return false;
        }
        StackTraceElement[] places = thrown.getStackTrace();
        return places.length > 0 && places[0].getClassName().equals(ANSWER);
    }

    private record WithoutDepartures(
            Logger logger,
            Predicate<@Nullable Throwable> departure,
            @Nullable Filter before) implements Filter {

        @Override
        public boolean isLoggable(LogRecord line) {
            return !departure.test(line.getThrown()) && (before == null || before.isLoggable(line));
        }

        void remove() {
            if (logger.getFilter() == this) {
                logger.setFilter(before);
            }
        }
    }
}
