package io.turnpike.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FaultLogTest {

    private final List<String> lines = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(5);
    private final FaultLog log = new FaultLog(new Recorder(), now::get);

    @Test
    void log_errorsOfCallersAndServers_oneLineEachWithoutLineBreaks() {
        log.log("GET", "/a/b", new GatewayException(GatewayError.INVALID_ARGUMENTS, "x\ny"), "");
        log.log("GET", "/a/b", new GatewayException(GatewayError.BAD_REPLY, "z"), "");

        assertThat(lines)
                .containsExactly("INFO GET /a/b: 400 invalid-arguments: x y", "WARNING GET /a/b: 502 bad-reply: z");
    }

    @Test
    void brokenOff_hasTheStatusThatTheClientSaw() {
        log.brokenOff("GET", "/a/b", 200, new GatewayException(GatewayError.CONNECTION_LOST, "cut"), "from 192.0.2.7");

        assertThat(lines)
                .containsExactly(
                        "WARNING GET /a/b: 200, broken off after the head, connection-lost: cut [from 192.0.2.7]");
    }

    @Test
    void tried_places_isOneLineAndThrottledToo() {
        for (int i = 0; i <= FaultLog.LINES_PER_SECOND; i++) {
            log.tried("GET", "/a/b\n", "shop: 503; cache: 200");
        }
        assertThat(lines)
                .hasSize(FaultLog.LINES_PER_SECOND)
                .containsOnly("WARNING GET /a/b : tried shop: 503; cache: 200");
    }

    @Test
    void log_floodOfOneError_isThrottledAndCounted() {
        GatewayException problem = new GatewayException(GatewayError.NO_LIVE_INSTANCE, "none");
        for (int i = 0; i < FaultLog.LINES_PER_SECOND + 7; i++) {
            log.log("GET", "/a/" + i, problem, "");
        }
        log.log("GET", "/other/x", problem, "");
        now.addAndGet(1_000_000_000L);
        log.log("GET", "/a/x", problem, "");

        assertThat(lines).hasSize(FaultLog.LINES_PER_SECOND + 2);
        assertThat(lines.get(lines.size() - 2)).contains("/other/x").doesNotContain("more like it");
        assertThat(lines.get(lines.size() - 1)).endsWith("(and 7 more like it before)");
    }

    private final class Recorder implements System.Logger {

        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            lines.add(level + " " + message);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... params) {
            lines.add(level + " " + format);
        }
    }
}
