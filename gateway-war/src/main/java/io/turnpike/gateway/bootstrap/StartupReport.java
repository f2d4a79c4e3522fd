package io.turnpike.gateway.bootstrap;

import io.turnpike.gateway.persistence.DatabaseUrl;
import io.turnpike.gateway.settings.BuildVersion;
import io.turnpike.gateway.settings.GatewaySettings;

/** What the log says at start. */
final class StartupReport {

    private StartupReport() {}

    static String of(GatewaySettings settings) {
        return "Turnpike %s starts: port %d%s, data in %s, store %s, registry %s (timeToLift %d s, timeToDie %d s), registration %s"
                .formatted(
                        BuildVersion.text(),
                        settings.serverPort(),
                        settings.adminPort().isPresent()
                                ? ", administration on port "
                                        + settings.adminPort().getAsInt() + " alone"
                                : "",
                        settings.dataDirectory(),
                        settings.dbUrl().map(StartupReport::store).orElse("embedded"),
                        settings.consul()
                                .map(consul -> "in Consul at " + consul.describe())
                                .orElse("in memory"),
                        settings.timeToLift().toSeconds(),
                        settings.timeToDie().toSeconds(),
                        settings.registrationOpen() ? "open" : "with the master key only");
    }

    /** The database, without the secrets of its connection string. */
    static String store(String dbUrl) {
        return "MongoDB at " + DatabaseUrl.hosts(dbUrl);
    }
}
