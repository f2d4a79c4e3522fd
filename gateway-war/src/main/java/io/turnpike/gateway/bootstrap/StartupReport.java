package io.turnpike.gateway.bootstrap;

import io.turnpike.gateway.persistence.DatabaseUrl;
import io.turnpike.gateway.settings.GatewaySettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** What the log says at start. */
final class StartupReport {

    private static final String VERSION = "version.properties";

    private StartupReport() {}

    static String of(GatewaySettings settings) {
        return "Turnpike %s starts: port %d, data in %s, store %s, registry %s (timeToLift %d s, timeToDie %d s), registration %s"
                .formatted(
                        version(),
                        settings.serverPort(),
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

    /** What the build has written into {@value #VERSION}; "of unknown version" if somebody has taken that away. */
    static String version() {
        Properties properties = new Properties();
        try (InputStream in = StartupReport.class.getResourceAsStream(VERSION)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            properties.clear();
        }
        return properties.getProperty("version", "of unknown version");
    }
}
