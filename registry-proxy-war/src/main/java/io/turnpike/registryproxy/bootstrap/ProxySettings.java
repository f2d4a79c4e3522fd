package io.turnpike.registryproxy.bootstrap;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.consul.ConsulOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of the RegistryProxy, checked.
 *
 * @param address key {@code registryProxyAddress}: where to listen
 * @param advertisedAddress key {@code registryProxyAdvertisedAddress}: where gateways reach it; empty: where it listens, or the
 *     machine's own address if that is everywhere
 * @param port key {@code registryProxyPort}
 * @param consul key {@code consulAddress} and those that belong to it: the registry that it shares with the gateway
 * @param timings keys {@code timeToLift} and {@code timeToDie}, in seconds
 * @param clusterSecret key {@code clusterSecret}: the secret that it shares with the gateway
 */
record ProxySettings(
        String address,
        Optional<String> advertisedAddress,
        int port,
        ConsulOptions consul,
        HealthTimings timings,
        String clusterSecret) {

    private static final int LEAST_SECRET = 16;
    private static final int MOST_SECONDS = 31_536_000;

    /**
     * Reads the settings; what is not set has its default, but for the secret and Consul.
     *
     * @throws IllegalArgumentException if the RegistryProxy cannot be started with them; the message tells of every fault
     */
    static ProxySettings read(Function<String, Optional<String>> lookup) {
        Reader reader = new Reader(key -> lookup.apply(key).map(String::strip).filter(text -> !text.isEmpty()));
        String address = reader.text("registryProxyAddress").orElse("127.0.0.1");
        int port = reader.number("registryProxyPort", 4210, 65_535);
        int lift = reader.number("timeToLift", 45, MOST_SECONDS);
        int die = reader.number("timeToDie", 90, MOST_SECONDS);
        if (die < lift) {
            reader.problems.add("timeToDie: " + die + " (expected: >= timeToLift, " + lift + ")");
        }
        String secret = reader.secret();
        Optional<ConsulOptions> consul = reader.consul();
        if (!reader.problems.isEmpty() || consul.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", reader.problems));
        }
        HealthTimings timings = new HealthTimings(Duration.ofSeconds(lift), Duration.ofSeconds(die));
        return new ProxySettings(
                address, reader.text("registryProxyAdvertisedAddress"), port, consul.get(), timings, secret);
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "ProxySettings[" + address + ":" + port + ", " + timings + "]";
    }

    private static final class Reader {

        private final Function<String, Optional<String>> lookup;
        private final List<String> problems = new ArrayList<>();

        Reader(Function<String, Optional<String>> lookup) {
            this.lookup = lookup;
        }

        Optional<String> text(String key) {
            return lookup.apply(key);
        }

        int number(String key, int defaultValue, int most) {
            Optional<String> text = text(key);
            if (text.isEmpty()) {
                return defaultValue;
            }
            try {
                int value = Integer.parseInt(text.get());
                if (value >= 1 && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Told below, together with numbers out of range.
            }
            problems.add(key + ": " + text.get() + " (expected: a whole number from 1 to " + most + ")");
            return defaultValue;
        }

        Optional<ConsulOptions> consul() {
            if (text("consulAddress").isEmpty()) {
                problems.add("consulAddress: not set (expected: host:port of the Consul agent, as the gateway has it; "
                        + "without a registry that both share, no gateway would find this RegistryProxy)");
            }
            return ConsulOptions.read(lookup, problems);
        }

        String secret() {
            String secret = text("clusterSecret").orElse("");
            if (secret.isEmpty()) {
                problems.add(
                        "clusterSecret: not set (expected: the same secret as the gateway has, at least " + LEAST_SECRET
                                + " characters; without it nobody could tell the gateway's requests from others)");
            } else if (secret.length() < LEAST_SECRET) {
                problems.add(
                        "clusterSecret: " + secret.length() + " characters (expected: at least " + LEAST_SECRET + ")");
            }
            return secret;
        }
    }
}
