package com.example.hours;

import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.Plugin;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/** Lets requests pass during opening hours only: {@code {"From": "08:00", "To": "18:00", "Zone": "Europe/Paris"}}. */
public final class OpeningHoursPlugin implements Plugin {

    @Override
    public String name() {
        return "opening-hours";
    }

    @Override
    public int priority() {
        return 6500;
    }

    @Override
    public Set<Phase> phases() {
        return Set.of(Phase.ACCESS, Phase.HEADER_FILTER);
    }

    @Override
    public String schema() {
        return """
                {
                  "type": "object",
                  "properties": {
                    "From": {"description": "When it opens", "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
                    "To": {"description": "When it closes", "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
                    "Zone": {"description": "Whose time of day that is, UTC by default", "type": "string"}
                  },
                  "required": ["From", "To"],
                  "additionalProperties": false
                }
                """;
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        LocalTime from = LocalTime.parse(configuration.text("From").orElseThrow());
        LocalTime to = LocalTime.parse(configuration.text("To").orElseThrow());
        if (!from.isBefore(to)) {
            throw new InvalidConfigurationException(
                    "/To", "To is " + to + " (expected: a time after From, which is " + from + ")");
        }
        String zone = configuration.text("Zone").orElse("UTC");
        try {
            return new OpeningHours(from, to, ZoneId.of(zone), context.time());
        } catch (DateTimeException e) {
            throw new InvalidConfigurationException(
                    "/Zone", "Zone is \"" + zone + "\" (expected: a time zone such as Europe/Paris)");
        }
    }

    /** Looks at a clock and computes: it never blocks. Without this method it would be asked on threads of its own. */
    @Override
    public boolean neverBlocks() {
        return true;
    }
}
