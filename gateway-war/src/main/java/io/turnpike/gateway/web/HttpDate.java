package io.turnpike.gateway.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The {@code Date} of answers (RFC 9110, section 6.6.1): servers differ in whether and when they give one, and some add theirs beside one that
 * is there. Safe for use by several threads at once.
 */
final class HttpDate {

    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final HttpDate SYSTEM = new HttpDate(Clock.systemUTC());

    private final Clock clock;
    private volatile Written last = new Written(Long.MIN_VALUE, "");

    private record Written(long second, String text) {}

    HttpDate(Clock clock) {
        this.clock = clock;
    }

    /** Gives an answer the time of now, in the place of any that it has. */
    static void set(HttpServletResponse answer) {
        answer.setHeader("Date", SYSTEM.now());
    }

    /** The time of now, as the header has it; written anew once a second. */
    String now() {
        long second = clock.millis() / 1000;
        Written written = last;
        if (written.second() != second) {
            written = new Written(second, IMF_FIXDATE.format(Instant.ofEpochSecond(second)));
            last = written;
        }
        return written.text();
    }
}
