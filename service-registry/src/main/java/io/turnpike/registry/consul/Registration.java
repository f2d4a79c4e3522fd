package io.turnpike.registry.consul;

import com.google.gson.stream.JsonWriter;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.state.Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an instance looks like in Consul. Immutable, safe for use by several threads at once.
 *
 * <p>It is a service of the same name with the tag {@value #MARK}, a TTL check, and metadata that the instance can be rebuilt from.
 * The {@code ServerID} is not among them, since who has it can speak for the server: only its nonce is, from which a node with
 * the cluster's secret makes it again. An instance that somebody else has registered counts too if it has the tag.
 */
final class Registration {

    /** The tag of instances that may be called. */
    static final String MARK = "turnpike";

    /** Consul takes nothing shorter. */
    static final Duration LEAST_CRITICAL_TIME = Duration.ofSeconds(60);

    private static final String OWNER = "turnpike-owner";
    private static final String CONNECTED = "turnpike-connected";
    private static final String NONCE = "turnpike-nonce";
    private static final String WEIGHT = "turnpike-weight";

    /** Longest value of Consul's metadata, in bytes. */
    private static final int LONGEST_VALUE = 512;

    private static final int MOST_WEIGHT = 65_535;
    private static final int HASH_BYTES = 8;

    private final HealthTimings timings;
    private final ServerIdCodec serverIds;

    Registration(HealthTimings timings, ServerIdCodec serverIds) {
        this.timings = timings;
        this.serverIds = serverIds;
    }

    /**
     * The id of a server at whatever agent. Consul does not tell upper from lower case in ids, so the name alone would not do: the
     * hash is over the exact texts.
     */
    static String serviceId(Server server) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            String exact = server.serviceName() + '\0' + server.address() + '\0' + server.port();
            byte[] hash = sha.digest(exact.getBytes(StandardCharsets.UTF_8));
            return server.serviceName() + "-" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String checkId(String serviceId) {
        return "service:" + serviceId;
    }

    /** After this long in a critical state Consul itself removes an instance. */
    static Duration criticalTime(HealthTimings timings) {
        Duration wanted = timings.timeToDie().minus(timings.timeToLift());
        return wanted.compareTo(LEAST_CRITICAL_TIME) < 0 ? LEAST_CRITICAL_TIME : wanted;
    }

    boolean isOurs(ServiceInstance instance) {
        return serverIds.nonce(instance.serverId()).isPresent();
    }

    /**
     * The body of a registration.
     *
     * @throws IllegalArgumentException if its {@code serverId} was not given by a node with the same secret
     */
    byte[] body(ServiceInstance instance) {
        String nonce = serverIds
                .nonce(instance.serverId())
                .orElseThrow(() -> new IllegalArgumentException(
                        "serverId: a text that is none (expected: one that was made with the same clusterSecret)"));
        String id = serviceId(Server.of(instance));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonWriter json = new JsonWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
            json.beginObject().name("ID").value(id).name("Name").value(instance.serviceName());
            json.name("Address").value(instance.address()).name("Port").value(instance.port());
            json.name("Tags").beginArray().value(MARK).endArray();
            json.name("Meta").beginObject();
            if (instance.ownerId().getBytes(StandardCharsets.UTF_8).length <= LONGEST_VALUE) {
                json.name(OWNER).value(instance.ownerId());
            }
            json.name(CONNECTED).value(instance.connectedAt().toString());
            json.name(NONCE).value(nonce).name(WEIGHT).value(Integer.toString(instance.weight()));
            json.endObject();
            int weight = Math.min(MOST_WEIGHT, instance.weight());
            json.name("Weights").beginObject().name("Passing").value(weight);
            json.name("Warning").value(weight).endObject();
            json.name("Check").beginObject().name("CheckID").value(checkId(id));
            json.name("Name").value("Heartbeat to the gateway");
            // Makes each connect a change of the check, which is what other nodes watch.
            json.name("Notes").value("connect " + nonce);
            json.name("TTL")
                    .value(timings.timeToLift().toMillis() + "ms")
                    .name("Status")
                    .value("passing");
            json.name("DeregisterCriticalServiceAfter")
                    .value(criticalTime(timings).toMillis() + "ms");
            json.endObject().endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory takes everything", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The instance of a registration.
     *
     * @param weight Consul's own, for those that have no metadata of ours
     * @throws IllegalArgumentException if the port is none
     */
    ServiceInstance instance(
            String serviceName, String serviceId, String address, int port, int weight, Map<String, String> meta) {
        String ownerId = meta.getOrDefault(OWNER, "");
        int ownWeight = Math.max(1, number(meta.get(WEIGHT), weight));
        Instant connectedAt = instant(meta.get(CONNECTED));
        ServiceInstance bare =
                new ServiceInstance(serviceId, serviceName, ownerId, address, port, ownWeight, connectedAt);
        String nonce = meta.get(NONCE);
        if (nonce == null) {
            return bare;
        }
        try {
            return serverIds.restore(bare, nonce);
        } catch (IllegalArgumentException e) {
            return bare;
        }
    }

    private static int number(@Nullable String text, int otherwise) {
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static Instant instant(@Nullable String text) {
        try {
            return text == null ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
