package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.ServerKind;
import java.util.List;

/** A scenario that runs the server's process itself. */
public interface ProcessScenario {

    /** The server. */
    ServerKind server();

    /** Whether a log line is of our code or of a fault in it, not chatter of the server. */
    static boolean isStackTrace(String line) {
        return line.matches("^\\s+at [\\w$./<>]+\\(.*") || line.strip().startsWith("Caused by:");
    }

    /** Fails if any of these lines belongs to a stack trace. */
    static void assertNoStackTrace(List<String> lines) {
        assertThat(lines).noneMatch(ProcessScenario::isStackTrace);
    }
}
