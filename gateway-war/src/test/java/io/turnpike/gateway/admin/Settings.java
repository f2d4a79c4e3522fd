package io.turnpike.gateway.admin;

import io.turnpike.gateway.settings.GatewaySettings;
import io.turnpike.gateway.settings.PluginUpdates;
import io.turnpike.registry.WhenAllDead;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Settings of which only those of the master key matter. */
public final class Settings {

    private Settings() {}

    /** Some; the timeout of clients is the default, a minute. */
    public static GatewaySettings any() {
        return masterKey(Path.of("data"), null, true, false);
    }

    static GatewaySettings masterKey(Path data, String key, boolean enabled, boolean allowDefault) {
        return new GatewaySettings(
                4200,
                OptionalInt.empty(),
                Optional.ofNullable(key),
                enabled,
                allowDefault,
                Optional.empty(),
                data,
                Optional.empty(),
                WhenAllDead.FAIL,
                Duration.ofSeconds(45),
                Duration.ofSeconds(90),
                Optional.empty(),
                "db",
                "owners",
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(180),
                true,
                false,
                List.of(),
                List.of(),
                1 << 20,
                1 << 20,
                1 << 20,
                1000,
                64,
                64,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                8,
                8,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                true,
                1,
                Set.of(),
                data.resolve("plugins"),
                PluginUpdates.LOOPBACK,
                Optional.empty());
    }
}
