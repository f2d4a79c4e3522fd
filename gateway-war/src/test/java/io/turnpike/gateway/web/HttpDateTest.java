package io.turnpike.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class HttpDateTest {

    private Instant now = Instant.parse("1994-11-06T08:49:37.999Z");

    private final HttpDate date = new HttpDate(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    /** The example of RFC 9110, section 5.6.7. */
    @Test
    void now_isAnImfFixdate() {
        assertThat(date.now()).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void now_withinASecondAndAfterIt_goesWithTheClock() {
        String first = date.now();
        now = Instant.parse("1994-11-06T08:49:37.000Z");
        assertThat(date.now()).isSameAs(first);

        now = Instant.parse("1994-11-06T08:49:38.000Z");
        assertThat(date.now()).isEqualTo("Sun, 06 Nov 1994 08:49:38 GMT");
    }
}
