package io.turnpike.it.harness;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one gateway is to be run. Starting it again with the same set-up is a restart on the same data.
 *
 * @param directory directory of this set-up: configuration file, data directory, log, what the server keeps
 * @param port HTTP port on the loopback address
 * @param jvmArguments arguments of the Java command
 * @param application the WAR that is deployed: a gateway's, or a RegistryProxy's
 */
public record GatewaySetup(Path directory, int port, List<String> jvmArguments, Path application) {

    private static final Pattern ADMIN_PORT = Pattern.compile("\"adminPort\"\\s*:\\s*([0-9]+)");

    /** Where the tests may write, below the build directory. */
    public static Path root() {
        return Path.of(property("turnpike.it.directory"));
    }

    /** The gateway's WAR. */
    public static Path war() {
        return Path.of(property("turnpike.it.war"));
    }

    /** Both WARs in one archive. */
    public static Path ear() {
        return Path.of(property("turnpike.it.ear"));
    }

    /** The RegistryProxy's WAR. */
    public static Path registryProxy() {
        return Path.of(property("turnpike.it.registry-proxy"));
    }

    /** The jar of the example of a plugin. */
    public static Path examplePlugin() {
        return Path.of(property("turnpike.it.plugin"));
    }

    /** A system property that the build sets. */
    public static String property(String name) {
        String value = System.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("system property " + name + " is not set: run these tests with Maven");
        }
        return value;
    }

    /**
     * A fresh set-up with an empty data directory.
     *
     * @param name directory name, also a hint in a failure
     * @param settings keys of {@code serverconfig.json}, besides {@code serverPort}
     */
    public static GatewaySetup fresh(String name, Map<String, ?> settings, String... jvmArguments) {
        return fresh(name, settings, war(), jvmArguments);
    }

    /** The same for a RegistryProxy; {@link #port} is where the server serves health probes. */
    public static GatewaySetup freshProxy(String name, Map<String, ?> settings, String... jvmArguments) {
        return fresh(name, settings, registryProxy(), jvmArguments);
    }

    private static GatewaySetup fresh(String name, Map<String, ?> settings, Path application, String... jvmArguments) {
        try {
            Files.createDirectories(root());
            Path directory = Files.createTempDirectory(root(), name + "-");
            Files.createDirectories(directory.resolve("data"));
            int port = FreePort.find();
            GatewaySetup setup = new GatewaySetup(directory, port, List.of(jvmArguments), application);
            JsonObject config = Json.createObjectBuilder(settings)
                    .add("serverPort", Integer.toString(port))
                    .build();
            Files.writeString(setup.configFile(), "// " + name + "\n" + config + "\n");
            return setup;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port of administration that the configuration file names; empty: it names none. */
    public OptionalInt adminPort() {
        try {
            Matcher found = ADMIN_PORT.matcher(Files.readString(configFile()));
            return found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the scripts that prepare servers, by its path below {@code server-config/src/main/servers}. */
    public static Path serverScript(String path) {
        return Path.of(property("turnpike.it.servers")).resolve(path);
    }

    /** The gateway's configuration file. */
    public Path configFile() {
        return directory.resolve("config.json");
    }

    /** The gateway's data directory. */
    public Path dataDirectory() {
        return directory.resolve("data");
    }

    /** Where the gateway looks for jars of plugins. */
    public Path pluginDirectory() {
        return dataDirectory().resolve("plugins");
    }

    /** The same with another WAR. */
    public GatewaySetup with(Path other) {
        return new GatewaySetup(directory, port, jvmArguments, other);
    }

    /** The server's output. */
    public Path logFile() {
        return directory.resolve("server.log");
    }

    /** Environment of the server's process. */
    public Map<String, String> environment() {
        return Map.of(
                "TURNPIKE_CONFIG",
                configFile().toString(),
                "TURNPIKE_DATA",
                dataDirectory().toString());
    }

    /** The gateway, once it is started. */
    public Gateway gateway() {
        return new Gateway(java.net.URI.create("http://127.0.0.1:" + port + "/"));
    }
}
