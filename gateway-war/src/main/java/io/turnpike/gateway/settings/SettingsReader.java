package io.turnpike.gateway.settings;

import io.turnpike.gateway.pull.PullSettings;
import io.turnpike.gateway.routing.rule.TrustedProxies;
import io.turnpike.gateway.upstream.thrift.ThriftClientOptions;
import io.turnpike.registry.WhenAllDead;
import io.turnpike.registry.consul.ConsulOptions;
import io.turnpike.thrift.json.MappingOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** Reads {@link GatewaySettings} from MicroProfile Config, and tells of everything that is wrong with them at once. Stateless. */
public final class SettingsReader {

    private static final int MEBIBYTE = 1 << 20;
    private static final int LARGEST = 1 << 30;
    private static final Pattern PLUGIN = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern CIDR = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}(?:/(?:3[0-2]|[12]?[0-9]))?"
            + "|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))?");

    /**
     * Reads the settings; what is not set has its default.
     *
     * @param alreadyKnown what is wrong with the sources of the configuration themselves
     * @throws InvalidSettingsException if a value cannot be used, or something was wrong before
     */
    public GatewaySettings read(Config config, List<String> alreadyKnown) {
        return read(key -> config.getOptionalValue(key, String.class), alreadyKnown);
    }

    GatewaySettings read(Function<String, Optional<String>> lookup, List<String> alreadyKnown) {
        SettingValues values = new SettingValues(lookup, alreadyKnown);
        ThriftClientOptions client = ThriftClientOptions.DEFAULTS;
        Duration timeToLift = values.seconds("timeToLift", 45);
        Duration timeToDie = values.seconds("timeToDie", 90);
        if (timeToDie.compareTo(timeToLift) < 0) {
            values.problem(
                    "timeToDie", timeToDie.toSeconds() + " s", ">= timeToLift, " + timeToLift.toSeconds() + " s");
        }
        int serverPort = values.number("serverPort", 4200, 1, 65_535);
        int maxReplyBytes = values.number("maxReplyBytes", client.limits().messageBytes(), 1, LARGEST);
        Path dataDirectory = directory(values, "dataDirectory", "data");
        GatewaySettings settings = new GatewaySettings(
                serverPort,
                adminPort(values, serverPort),
                values.text("maskerKey"),
                values.flag("masterKeyEnabled", true),
                values.flag("allowDefaultMasterKey", false),
                values.secret("clusterSecret", "at least 16 characters", secret -> secret.length() >= 16),
                dataDirectory,
                ConsulOptions.read(lookup, values.problems()),
                values.choice("whenAllDead", "fail", "fail", "call").equals("call")
                        ? WhenAllDead.CALL
                        : WhenAllDead.FAIL,
                timeToLift,
                timeToDie,
                values.secret("dbUrl", "mongodb://… or mongodb+srv://…", SettingsReader::isMongoUrl),
                values.text("dbName", "1 to 63 characters, none of /\\. \"$", SettingsReader::isDatabaseName)
                        .orElse("api_gateway_db"),
                values.text("dbCollectionName", "no $ and not beginning with system.", SettingsReader::isCollectionName)
                        .orElse("admin_services"),
                values.millis("dbPollMillis", 500),
                values.seconds("dbPingInterval", 30),
                values.seconds("dbFailedPingInterval", 5),
                values.seconds("dbMaxPingFailDuration", 180),
                values.choice("registration", "open", "open", "master").equals("open"),
                values.choice("connect", "any", "any", "registered").equals("registered"),
                networks(values),
                trustedProxies(values),
                values.number("maxRequestBytes", 10 * MEBIBYTE, 1, LARGEST),
                maxReplyBytes,
                values.number("maxStringBytes", maxReplyBytes, 1, LARGEST),
                values.number("maxContainerElements", client.limits().containerElements(), 1, LARGEST),
                values.number("maxThriftDepth", client.limits().depth(), 1, MappingOptions.MAX_DEPTH),
                values.number("maxJsonDepth", MappingOptions.DEFAULTS.jsonDepth(), 1, MappingOptions.MAX_DEPTH),
                values.millis("callTimeoutMillis", (int) client.callTimeout().toMillis()),
                values.millis(
                        "connectTimeoutMillis", (int) client.connectTimeout().toMillis()),
                values.number("maxConnectionsPerInstance", client.maxConnectionsPerInstance(), 1, 1_000_000),
                values.number("maxPendingCalls", client.maxPendingCalls(), 0, 10_000_000),
                values.seconds(
                        "connectionIdleSeconds", (int) client.idleTimeout().toSeconds()),
                values.seconds("clientTimeoutSeconds", 60),
                values.millis(
                        "probeIntervalMillis", (int) client.probeInterval().toMillis()),
                values.choice("dataPlane", "filter", "filter", "jaxrs").equals("filter"),
                values.number("eventLoops", 0, 0, 1024),
                disabledPlugins(values),
                directory(
                        values,
                        "pluginDirectory",
                        dataDirectory.resolve("plugins").toString()),
                PluginUpdates.valueOf(values.choice("pluginUpdates", "loopback", "master", "loopback", "open")
                        .toUpperCase(Locale.ROOT)),
                PullSettings.read(lookup, values.seconds("pullIntervalSeconds", 5), values.problems()));
        if (!values.problems().isEmpty()) {
            throw new InvalidSettingsException(values.problems());
        }
        return settings;
    }

    private static OptionalInt adminPort(SettingValues values, int serverPort) {
        if (values.text("adminPort").isEmpty()) {
            return OptionalInt.empty();
        }
        int port = values.number("adminPort", 0, 1, 65_535);
        if (port == serverPort) {
            values.problem("adminPort", Integer.toString(port), "another port than serverPort");
        }
        return OptionalInt.of(port);
    }

    private static Path directory(SettingValues values, String key, String otherwise) {
        String text = values.text(key).orElse(otherwise);
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            values.problem(key, text, "a path of a directory");
            return Path.of(otherwise);
        }
    }

    private static Set<String> disabledPlugins(SettingValues values) {
        List<String> names = list(values, "disabledPlugins");
        for (String name : names) {
            if (!PLUGIN.matcher(name).matches()) {
                values.problem("disabledPlugins", name, "names of plugins such as access, with commas between them");
            }
        }
        return Set.copyOf(new LinkedHashSet<>(names));
    }

    private static List<String> networks(SettingValues values) {
        List<String> networks = list(values, "serverNetworks");
        for (String network : networks) {
            if (!CIDR.matcher(network).matches()) {
                values.problem("serverNetworks", network, "CIDR blocks such as 10.0.0.0/8, with commas between them");
            }
        }
        return networks;
    }

    private static List<String> trustedProxies(SettingValues values) {
        List<String> proxies = list(values, "trustedProxies");
        for (String proxy : proxies) {
            try {
                TrustedProxies.of(List.of(proxy));
            } catch (IllegalArgumentException e) {
                values.problems().add("trustedProxies: " + e.getMessage());
            }
        }
        return proxies;
    }

    private static List<String> list(SettingValues values, String key) {
        return values.text(key)
                .map(text -> Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    private static boolean isMongoUrl(String url) {
        return url.startsWith("mongodb://") || url.startsWith("mongodb+srv://");
    }

    private static boolean isDatabaseName(String name) {
        return name.length() <= 63 && name.chars().noneMatch(c -> "/\\. \"$".indexOf(c) >= 0);
    }

    private static boolean isCollectionName(String name) {
        return name.indexOf('$') < 0 && !name.startsWith("system.");
    }
}
