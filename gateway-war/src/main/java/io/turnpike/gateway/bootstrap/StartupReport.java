package io.turnpike.gateway.bootstrap;

import io.turnpike.gateway.settings.GatewaySettings;
import java.util.Optional;

/** What the log says at start. */
final class StartupReport {

    private StartupReport() {}

    static String of(GatewaySettings settings) {
        String version = Optional.ofNullable(GatewaySettings.class.getPackage().getImplementationVersion())
                .map(v -> ' ' + v)
                .orElse("");
        return "Turnpike%s starts: port %d, data in %s, store %s, registry in memory (timeToLift %d s, timeToDie %d s), registration %s"
                .formatted(
                        version,
                        settings.serverPort(),
                        settings.dataDirectory(),
                        settings.dbUrl().map(StartupReport::withoutPassword).orElse("embedded"),
                        settings.timeToLift().toSeconds(),
                        settings.timeToDie().toSeconds(),
                        settings.registrationOpen() ? "open" : "with the master key only");
    }

    /** The connection string without user and password. */
    static String withoutPassword(String url) {
        int begin = url.indexOf("://") + 3;
        int end = url.indexOf('/', begin);
        int at = url.lastIndexOf('@', end < 0 ? url.length() : end);
        return at < begin ? url : url.substring(0, begin) + url.substring(at + 1);
    }
}
