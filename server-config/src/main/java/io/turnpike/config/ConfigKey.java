package io.turnpike.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every key of {@code serverconfig.json}: its name and what values it takes. Defaults are with the code that uses them. */
enum ConfigKey {
    SERVER_PORT("serverPort", ValueType.wholeNumber("port", 1, 65_535)),
    ADMIN_PORT("adminPort", ValueType.wholeNumber("port", 1, 65_535)),
    MASKER_KEY("maskerKey", ValueType.hiddenText()),
    MASTER_KEY_ENABLED("masterKeyEnabled", ValueType.flag()),
    ALLOW_DEFAULT_MASTER_KEY("allowDefaultMasterKey", ValueType.flag()),
    CLUSTER_SECRET("clusterSecret", ValueType.hiddenText(ConfigKey.LEAST_CLUSTER_SECRET)),
    DATA_DIRECTORY("dataDirectory", ValueType.text()),
    CONSUL_ADDRESS("consulAddress", ValueType.consulAddresses()),
    CONSUL_TOKEN("consulToken", ValueType.hiddenText()),
    CONSUL_DATACENTER("consulDatacenter", ValueType.text()),
    CONSUL_CA_FILE("consulCaFile", ValueType.text()),
    CONSUL_CERT_FILE("consulCertFile", ValueType.text()),
    CONSUL_KEY_FILE("consulKeyFile", ValueType.text()),
    WHEN_ALL_DEAD("whenAllDead", ValueType.oneOf("fail", "call")),
    TIME_TO_LIFT("timeToLift", ValueType.wholeNumber("seconds", 1, 31_536_000)),
    TIME_TO_DIE("timeToDie", ValueType.wholeNumber("seconds", 1, 31_536_000)),
    DB_URL("dbUrl", ValueType.mongoUrl()),
    DB_NAME("dbName", ValueType.databaseName()),
    DB_COLLECTION_NAME("dbCollectionName", ValueType.collectionName()),
    DB_POLL_MILLIS("dbPollMillis", ValueType.wholeNumber("milliseconds", 1, 86_400_000)),
    DB_PING_INTERVAL("dbPingInterval", ValueType.wholeNumber("seconds", 1, 31_536_000)),
    DB_FAILED_PING_INTERVAL("dbFailedPingInterval", ValueType.wholeNumber("seconds", 1, 31_536_000)),
    DB_MAX_PING_FAIL_DURATION("dbMaxPingFailDuration", ValueType.wholeNumber("seconds", 1, 31_536_000)),
    REGISTRATION("registration", ValueType.oneOf("open", "master")),
    CONNECT("connect", ValueType.oneOf("any", "registered")),
    SERVER_NETWORKS("serverNetworks", ValueType.networks()),
    TRUSTED_PROXIES("trustedProxies", ValueType.networks()),
    MAX_REQUEST_BYTES("maxRequestBytes", ValueType.wholeNumber("bytes", 1, 1 << 30)),
    MAX_REPLY_BYTES("maxReplyBytes", ValueType.wholeNumber("bytes", 1, 1 << 30)),
    MAX_STRING_BYTES("maxStringBytes", ValueType.wholeNumber("bytes", 1, 1 << 30)),
    MAX_CONTAINER_ELEMENTS("maxContainerElements", ValueType.wholeNumber("elements", 1, 1 << 30)),
    MAX_THRIFT_DEPTH("maxThriftDepth", ValueType.wholeNumber("levels", 1, 512)),
    MAX_JSON_DEPTH("maxJsonDepth", ValueType.wholeNumber("levels", 1, 512)),
    CALL_TIMEOUT_MILLIS("callTimeoutMillis", ValueType.wholeNumber("milliseconds", 1, 86_400_000)),
    CONNECT_TIMEOUT_MILLIS("connectTimeoutMillis", ValueType.wholeNumber("milliseconds", 1, 86_400_000)),
    MAX_CONNECTIONS_PER_INSTANCE("maxConnectionsPerInstance", ValueType.wholeNumber("connections", 1, 1_000_000)),
    MAX_PENDING_CALLS("maxPendingCalls", ValueType.wholeNumber("calls", 0, 10_000_000)),
    CONNECTION_IDLE_SECONDS("connectionIdleSeconds", ValueType.wholeNumber("seconds", 1, 31_536_000)),
    CLIENT_TIMEOUT_SECONDS("clientTimeoutSeconds", ValueType.wholeNumber("seconds", 1, 31_536_000)),
    PROBE_INTERVAL_MILLIS("probeIntervalMillis", ValueType.wholeNumber("milliseconds", 1, 86_400_000)),
    DATA_PLANE("dataPlane", ValueType.oneOf("filter", "jaxrs")),
    EVENT_LOOPS("eventLoops", ValueType.wholeNumber("threads, 0 for one per processor", 0, 1_024)),
    DISABLED_PLUGINS("disabledPlugins", ValueType.pluginNames()),
    PLUGIN_DIRECTORY("pluginDirectory", ValueType.text()),
    PLUGIN_UPDATES("pluginUpdates", ValueType.oneOf("master", "loopback", "open")),
    PULL_SOURCE("pullSource", ValueType.pullSource()),
    PULL_CLUSTER_ID("pullClusterId", ValueType.clusterId()),
    PULL_INTERVAL_SECONDS("pullIntervalSeconds", ValueType.wholeNumber("seconds", 1, 31_536_000)),
    PULL_TOKEN("pullToken", ValueType.hiddenText()),
    PULL_CA_FILE("pullCaFile", ValueType.text()),
    PULL_S3_ENDPOINT("pullS3Endpoint", ValueType.text()),
    PULL_S3_REGION("pullS3Region", ValueType.text()),
    PULL_S3_ACCESS_KEY("pullS3AccessKey", ValueType.hiddenText()),
    PULL_S3_SECRET_KEY("pullS3SecretKey", ValueType.hiddenText()),
    REGISTRY_PROXY_ADDRESS("registryProxyAddress", ValueType.text()),
    REGISTRY_PROXY_ADVERTISED_ADDRESS("registryProxyAdvertisedAddress", ValueType.text()),
    REGISTRY_PROXY_PORT("registryProxyPort", ValueType.wholeNumber("port", 1, 65_535));

    /** In characters. */
    static final int LEAST_CLUSTER_SECRET = 16;

    private final String key;
    private final ValueType type;

    ConfigKey(String key, ValueType type) {
        this.key = key;
        this.type = type;
    }

    String key() {
        return key;
    }

    ValueType type() {
        return type;
    }

    static Optional<ConfigKey> named(String name) {
        for (ConfigKey candidate : values()) {
            if (candidate.key.equals(name)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The known key that a person who wrote {@code unknown} most probably meant; empty when none is near. */
    static Optional<ConfigKey> nearest(String unknown) {
        ConfigKey best = null;
        int bestDistance = Math.max(2, unknown.length() / 3) + 1;
        for (ConfigKey candidate : values()) {
            int distance = editDistance(
                    unknown.toLowerCase(Locale.ROOT), candidate.key.toLowerCase(Locale.ROOT), bestDistance);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Levenshtein's distance by the two-row method of Wagner and Fischer; {@code bound} when it is not below it. */
    private static int editDistance(String a, String b, int bound) {
        if (Math.abs(a.length() - b.length()) >= bound) {
            return bound;
        }
        List<Integer> previous = new ArrayList<>();
        for (int j = 0; j <= b.length(); j++) {
            previous.add(j);
        }
        for (int i = 1; i <= a.length(); i++) {
            List<Integer> current = new ArrayList<>();
            current.add(i);
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous.get(j - 1) + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current.add(Math.min(substitution, Math.min(previous.get(j), current.get(j - 1)) + 1));
            }
            previous = current;
        }
        return Math.min(bound, previous.get(b.length()));
    }
}
