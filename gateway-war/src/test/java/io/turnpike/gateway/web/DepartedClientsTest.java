package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DepartedClientsTest {

    private final Logger jersey = Logger.getLogger("org.glassfish.jersey.server.ServerRuntime");

    @AfterEach
    void restore() {
        jersey.setFilter(null);
    }

    @Test
    void start_brokenConnection_isNotLoggedAndOthersAre() {
        DepartedClients clients = new DepartedClients();
        clients.start("started");

        assertThat(jersey.getFilter().isLoggable(line(new IllegalStateException(new IOException("Broken pipe")))))
                .isFalse();
        assertThat(jersey.getFilter().isLoggable(line(new IllegalStateException("a bug"))))
                .isTrue();
        assertThat(jersey.getFilter().isLoggable(line(null))).isTrue();
        clients.stop();
    }

    @Test
    void stop_filterOfSomebodyElse_isThereAgain() {
        jersey.setFilter(line -> line.getLevel() == Level.SEVERE);
        var theirs = jersey.getFilter();
        DepartedClients clients = new DepartedClients();
        clients.start("started");
        clients.start("told again");
        LogRecord fine = new LogRecord(Level.FINE, "detail");
        assertThat(jersey.getFilter().isLoggable(fine)).isFalse();
        assertThat(jersey.getFilter().isLoggable(line(null))).isTrue();

        clients.stop();
        assertThat(jersey.getFilter()).isSameAs(theirs);
    }

    private static LogRecord line(Throwable thrown) {
        LogRecord line = new LogRecord(Level.SEVERE, "Error while closing the output stream");
        line.setThrown(thrown);
        return line;
    }
}
