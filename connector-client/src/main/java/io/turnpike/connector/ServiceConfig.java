package io.turnpike.connector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a server's {@code serviceConfig.json} says; immutable. The file is one JSON object, {@code //} and block comments allowed;
 * numbers may be written as texts and texts that are numbers as such. Names of keys are taken regardless of case, unknown keys are passed over.
 *
 * <table>
 * <caption>Keys</caption>
 * <tr><th>key</th><th>default</th><th>meaning</th></tr>
 * <tr><td>{@code apikey}</td><td>must be there</td><td>the owner's key, or the master key</td></tr>
 * <tr><td>{@code ServiceName}</td><td>must be there</td><td>the registered service</td></tr>
 * <tr><td>{@code gatewayAddress}</td><td>must be there</td><td>as {@code http://localhost:4200}; of several nodes of a gateway,
 *     with commas between</td></tr>
 * <tr><td>{@code serviceurl}</td><td>{@code localhost}</td><td>where the gateway finds the server: host name or IP address</td></tr>
 * <tr><td>{@code serverPort}</td><td>0</td><td>port of the server; 0: any free one</td></tr>
 * <tr><td>{@code healthCheckFrequency}</td><td>5</td><td>seconds between heartbeats, 1 to 86400</td></tr>
 * <tr><td>{@code IsDockerised}</td><td>false</td><td>whether the server runs in a container</td></tr>
 * <tr><td>{@code dockerUrl}, {@code dockerPort}</td><td>{@code 0.0.0.0}, 8080</td><td>where the server listens in its container</td></tr>
 * <tr><td>{@code env}</td><td>empty</td><td>a word that means nothing to the gateway</td></tr>
 * </table>
 *
 * @param apiKey key {@code apikey}
 * @param serviceName key {@code ServiceName}
 * @param gatewayAddresses key {@code gatewayAddress}, one or more
 * @param serviceUrl key {@code serviceurl}
 * @param serverPort key {@code serverPort}, 0 to 65535
 * @param heartbeatInterval key {@code healthCheckFrequency}
 * @param dockerised key {@code IsDockerised}
 * @param dockerUrl key {@code dockerUrl}
 * @param dockerPort key {@code dockerPort}, 1 to 65535
 * @param environment key {@code env}
 */
public record ServiceConfig(
        String apiKey,
        String serviceName,
        List<String> gatewayAddresses,
        String serviceUrl,
        int serverPort,
        Duration heartbeatInterval,
        boolean dockerised,
        String dockerUrl,
        int dockerPort,
        String environment) {

    private static final int MOST_PORT = 65_535;
    private static final int MOST_SECONDS = 86_400;

    public ServiceConfig {
        gatewayAddresses = List.copyOf(gatewayAddresses);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no JSON object or has faults: all of them, by key, with what was expected
     */
    public static ServiceConfig read(Path file) throws IOException {
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the text of a file.
     *
     * @throws IllegalArgumentException as {@link #read}
     */
    public static ServiceConfig parse(String json) {
        Values values = new Values(FlatJson.scalars(json.startsWith("\ufeff") ? json.substring(1) : json));
        ServiceConfig config = new ServiceConfig(
                values.required("apikey"),
                values.required("ServiceName"),
                values.addresses("gatewayAddress"),
                values.text("serviceurl", "localhost"),
                values.number("serverPort", 0, MOST_PORT, 0),
                Duration.ofSeconds(values.number("healthCheckFrequency", 1, MOST_SECONDS, 5)),
                values.flag("IsDockerised"),
                values.text("dockerUrl", "0.0.0.0"),
                values.number("dockerPort", 1, MOST_PORT, 8080),
                values.text("env", ""));
        values.throwIfFaulty();
        return config;
    }

    /** Where the server should listen: in a container at {@code dockerUrl} and {@code dockerPort}, else at {@code serviceurl}. */
    public InetSocketAddress listenAddress() {
        return dockerised
                ? new InetSocketAddress(dockerUrl, dockerPort)
                : new InetSocketAddress(serviceUrl, serverPort);
    }

    /**
     * The port by which the gateway finds the server, at {@link #serviceUrl}: the one that it listens on; in a container the one that the
     * container's is published as, by environment variable {@code PORT}, or else {@code serverPort} if that is not 0.
     *
     * @param listening the port that the server listens on
     * @throws IllegalArgumentException if {@code PORT} is no port
     */
    public int advertisedPort(int listening) {
        return advertisedPort(listening, System::getenv);
    }

    int advertisedPort(int listening, UnaryOperator<@Nullable String> variables) {
        String port = dockerised ? variables.apply("PORT") : null;
        if (port == null || port.isBlank()) {
            return dockerised && serverPort > 0 ? serverPort : listening;
        }
        Values values = new Values(Map.of("PORT", port.strip()));
        int advertised = values.number("PORT", 1, MOST_PORT, listening);
        values.throwIfFaulty();
        return advertised;
    }

    /** Starts to build a client of this key, service, gateway and interval. */
    public GatewayClient.Builder client() {
        return GatewayClient.builder(apiKey, serviceName, gatewayAddresses.toArray(String[]::new))
                .heartbeatInterval(heartbeatInterval);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ServiceConfig[serviceName=" + serviceName + ", gatewayAddresses=" + gatewayAddresses + ", serviceUrl="
                + serviceUrl + ", serverPort=" + serverPort + ", dockerised=" + dockerised + "]";
    }

    /** Reads values one by one and collects what is wrong with them. */
    private static final class Values {

        private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private final List<String> faults = new ArrayList<>();

        Values(Map<String, String> members) {
            values.putAll(members);
        }

        String text(String key, String otherwise) {
            String value = values.getOrDefault(key, "").strip();
            return value.isEmpty() ? otherwise : value;
        }

        String required(String key) {
            String value = text(key, "");
            if (value.isEmpty()) {
                faults.add(key + ": missing (expected: a text)");
            }
            return value;
        }

        List<String> addresses(String key) {
            List<String> addresses = new ArrayList<>();
            for (String address : required(key).split(",", -1)) {
                try {
                    if (!address.isBlank()) {
                        addresses.add(GatewayHttp.base(address.strip()).toString());
                    }
                } catch (IllegalArgumentException e) {
                    faults.add(key + ": " + e.getMessage());
                }
            }
            return addresses;
        }

        int number(String key, int least, int most, int otherwise) {
            String value = text(key, "");
            if (value.isEmpty()) {
                return otherwise;
            }
            if (value.matches("[0-9]{1,9}")) {
                int number = Integer.parseInt(value);
                if (number >= least && number <= most) {
                    return number;
                }
            }
            faults.add(key + ": " + value + " (expected: a whole number, " + least + " to " + most + ")");
            return otherwise;
        }

        boolean flag(String key) {
            String value = text(key, "false").toLowerCase(Locale.ROOT);
            if (!value.equals("true") && !value.equals("false")) {
                faults.add(key + ": " + value + " (expected: true or false)");
            }
            return value.equals("true");
        }

        void throwIfFaulty() {
            if (!faults.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", faults));
            }
        }
    }
}
