package io.turnpike.gateway.plugin.redis;

import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.NodeAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which Redis, and as whom.
 *
 * @param username of Redis' access control list; the empty text for the default one
 * @param password the empty text for none
 * @param isTls whether the connection is by TLS; the server's certificate is checked against its name and the JVM's trust store
 * @param database number of the database
 */
public record RedisTarget(NodeAddress address, String username, String password, boolean isTls, int database) {

    private static final long DEFAULT_TIMEOUT_MILLIS = 100;

    /** Reads the object under {@code Redis}; null if there is none, or after a fault. */
    public static @Nullable RedisTarget read(PluginConfiguration configuration, FaultList faults) {
        if (!configuration.has("Redis")) {
            return null;
        }
        PluginConfiguration redis = configuration.at("Redis");
        NodeAddress address =
                faults.read("/Redis/Address", redis.text("Address").orElse(""), NodeAddress::parse);
        String username = redis.text("Username").orElse("");
        String password = redis.text("Password").orElse("");
        if (!username.isEmpty() && password.isEmpty()) {
            faults.add("/Redis/Username", "Username: there is no Password with it (expected: both, or none)");
        }
        return address == null
                ? null
                : new RedisTarget(
                        address, username, password, redis.flag("Tls", false), (int) redis.number("Database", 0));
    }

    /** Longest wait for an answer that the object under {@code Redis} says: {@code TimeoutMillis}, 100 by default. */
    public static Duration timeout(PluginConfiguration configuration) {
        return Duration.ofMillis(configuration.at("Redis").number("TimeoutMillis", DEFAULT_TIMEOUT_MILLIS));
    }

    /** For people; without the password. */
    @Override
    public String toString() {
        return (isTls ? "rediss://" : "redis://") + address + '/' + database;
    }
}
