package io.turnpike.gateway.plugin.redis;

import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.NodeAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which Redis, and as whom.
 *
 * @param place where it is
 * @param username of Redis' access control list; the empty text for the default one
 * @param password the empty text for none
 * @param isTls whether connections are by TLS; the server's certificate is checked against its name and the JVM's trust store
 * @param database number of the database
 */
public record RedisTarget(Place place, String username, String password, boolean isTls, int database) {

    private static final long DEFAULT_TIMEOUT_MILLIS = 100;

    /**
     * Where a Redis is.
     *
     * @param addresses its own one, or those of the Sentinels that know it; one at least
     * @param master what the Sentinels call it; the empty text if there are none
     * @param sentinelPassword what the Sentinels want; the empty text for nothing
     */
    public record Place(List<NodeAddress> addresses, String master, String sentinelPassword) {

        public Place {
            addresses = List.copyOf(addresses);
        }

        /** Of a single Redis. */
        public static Place at(NodeAddress address) {
            return new Place(List.of(address), "", "");
        }

        /** Whether Sentinels have to be asked where it is. */
        boolean hasSentinels() {
            return !master.isEmpty();
        }
    }

    /** Reads the object under {@code Redis}; null if there is none, or after a fault. */
    public static @Nullable RedisTarget read(PluginConfiguration configuration, FaultList faults) {
        if (!configuration.has("Redis")) {
            return null;
        }
        PluginConfiguration redis = configuration.at("Redis");
        Place place = redis.has("Sentinels") ? sentinels(redis, faults) : single(redis, faults);
        String username = redis.text("Username").orElse("");
        String password = redis.text("Password").orElse("");
        if (!username.isEmpty() && password.isEmpty()) {
            faults.add("/Redis/Username", "Username: there is no Password with it (expected: both, or none)");
        }
        return place == null
                ? null
                : new RedisTarget(
                        place, username, password, redis.flag("Tls", false), (int) redis.number("Database", 0));
    }

    private static @Nullable Place single(PluginConfiguration redis, FaultList faults) {
        for (String key : List.of("Master", "SentinelPassword")) {
            if (redis.has(key)) {
                faults.add("/Redis/" + key, key + ": there are no Sentinels (expected: Sentinels with it)");
            }
        }
        if (!redis.has("Address")) {
            faults.add("/Redis", "Redis has neither Address nor Sentinels (expected: one of them)");
            return null;
        }
        NodeAddress address = address("/Redis/Address", redis.text("Address").orElse(""), faults);
        return address == null ? null : Place.at(address);
    }

    private static @Nullable Place sentinels(PluginConfiguration redis, FaultList faults) {
        if (redis.has("Address")) {
            faults.add("/Redis/Address", "Address: it is the Sentinels that say it (expected: Address or Sentinels)");
        }
        String master = redis.text("Master").orElse("");
        if (master.isEmpty()) {
            faults.add("/Redis", "Master is missing (expected: what the Sentinels call the Redis, such as mymaster)");
        }
        List<String> texts = redis.texts("Sentinels");
        List<NodeAddress> addresses = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            NodeAddress address = address("/Redis/Sentinels/" + i, texts.get(i), faults);
            if (address != null) {
                addresses.add(address);
            }
        }
        return addresses.isEmpty() || master.isEmpty()
                ? null
                : new Place(addresses, master, redis.text("SentinelPassword").orElse(""));
    }

    private static @Nullable NodeAddress address(String pointer, String text, FaultList faults) {
        if (text.contains("://")) {
            faults.add(
                    pointer,
                    FaultList.quoted(text) + " is a URL (expected: host:port; Tls says that it is by TLS, Sentinels are"
                            + " listed in Sentinels, Redis Cluster is not supported)");
            return null;
        }
        return faults.read(pointer, text, NodeAddress::parse);
    }

    /** Longest wait for an answer that the object under {@code Redis} says: {@code TimeoutMillis}, 100 by default. */
    public static Duration timeout(PluginConfiguration configuration) {
        return Duration.ofMillis(configuration.at("Redis").number("TimeoutMillis", DEFAULT_TIMEOUT_MILLIS));
    }

    /** For people; without passwords. */
    @Override
    public String toString() {
        String addresses = place.addresses().stream().map(NodeAddress::toString).collect(Collectors.joining(","));
        String scheme = (isTls ? "rediss" : "redis") + (place.hasSentinels() ? "-sentinel://" : "://");
        return scheme + addresses + (place.hasSentinels() ? '/' + place.master() : "") + '/' + database;
    }
}
