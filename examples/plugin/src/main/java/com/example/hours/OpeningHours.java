package com.example.hours;

import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.ResponseHead;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;

/** One configuration of the plugin. */
final class OpeningHours implements PluginHandler {

    private final LocalTime from;
    private final LocalTime to;
    private final ZoneId zone;
    private final InstantSource time;

    OpeningHours(LocalTime from, LocalTime to, ZoneId zone, InstantSource time) {
        this.from = from;
        this.to = to;
        this.zone = zone;
        this.time = time;
    }

    @Override
    public Decision access(PluginRequest request) {
        ZonedDateTime now = time.instant().atZone(zone);
        LocalTime hour = now.toLocalTime();
        if (!hour.isBefore(from) && hour.isBefore(to)) {
            return Decision.proceed();
        }
        ZonedDateTime next =
                hour.isBefore(from) ? now.with(from) : now.plusDays(1).with(from);
        long seconds = Math.max(1, Duration.between(now, next).toSeconds());
        return Decision.answer(ProblemJson.response(
                503,
                "Closed",
                "It is " + hour.withNano(0) + " (expected: from " + from + " to " + to + ", " + zone + ")",
                Map.of("Retry-After", String.valueOf(seconds))));
    }

    @Override
    public void headerFilter(PluginRequest request, ResponseHead head) {
        head.setHeader("X-Opening-Hours", from + "-" + to);
    }
}
