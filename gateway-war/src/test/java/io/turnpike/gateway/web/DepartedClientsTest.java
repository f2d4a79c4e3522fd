package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
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

        UncheckedIOException ofAnswer = new UncheckedIOException(new IOException("Connection is closed"));
        ofAnswer.setStackTrace(new StackTraceElement[] {
            new StackTraceElement(
                    "org.glassfish.jersey.message.internal.OutboundMessageContext",
                    "close",
                    "OutboundMessageContext.java",
                    571)
        });
        assertThat(jersey.getFilter().isLoggable(line(ofAnswer))).isFalse();
        assertThat(jersey.getFilter()
                        .isLoggable(line(new UncheckedIOException(new IOException("No space left on device")))))
                .isTrue();
        assertThat(jersey.getFilter().isLoggable(line(new IllegalStateException("a bug"))))
                .isTrue();
        assertThat(jersey.getFilter().isLoggable(line(null))).isTrue();
        clients.stop();
    }

    @Test
    void start_undertow_isNotLoggedEither() {
        Logger undertow = Logger.getLogger("io.undertow.request.io");
        DepartedClients clients = new DepartedClients();
        clients.start("started");

        assertThat(undertow.getFilter().isLoggable(line(new IOException("Connection reset by peer"))))
                .isFalse();
        assertThat(undertow.getFilter().isLoggable(line(new IllegalStateException("a bug"))))
                .isTrue();
        clients.stop();
        assertThat(undertow.getFilter()).isNull();
    }

    @Test
    void stop_filterOfSomebodyElse_isThereAgain() {
        jersey.setFilter(line -> Level.SEVERE.equals(line.getLevel()));
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

    @Test
    void start_filterOfAnotherDeployment_isNotKept() {
        DepartedClients first = new DepartedClients();
        DepartedClients second = new DepartedClients();
        first.start("started");
        second.start("started");

        first.stop();
        second.stop();
        assertThat(jersey.getFilter()).isNull();
    }

    private static LogRecord line(Throwable thrown) {
        LogRecord line = new LogRecord(Level.SEVERE, "Error while closing the output stream");
        line.setThrown(thrown);
        return line;
    }
}
