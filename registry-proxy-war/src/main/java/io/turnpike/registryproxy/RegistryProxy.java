package io.turnpike.registryproxy;

import io.turnpike.registry.HandOver;
import io.turnpike.registry.HandOverRefusedException;
import io.turnpike.registry.HandOverTokenCodec;
import io.turnpike.registry.HandOverTokenCodec.Authorised;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.ServiceRegistrar;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.LongAdder;

/**
 * Does what the gateway hands over: connects servers and takes their heartbeats. Accepts only what carries a token of the
 * gateway for exactly this request. Safe for use by several threads at once.
 */
final class RegistryProxy {

    private static final System.Logger LOG = System.getLogger(RegistryProxy.class.getName());
    private static final int WEIGHT = 1;

    private final ServiceRegistrar registrar;
    private final HealthTimings timings;
    private final ServerIdCodec serverIds;
    private final HandOverTokenCodec tokens;
    private final LongAdder connects = new LongAdder();
    private final LongAdder heartbeats = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** @param timings the periods that the registrar applies to every instance */
    RegistryProxy(
            ServiceRegistrar registrar, HealthTimings timings, ServerIdCodec serverIds, HandOverTokenCodec tokens) {
        this.registrar = registrar;
        this.timings = timings;
        this.serverIds = serverIds;
        this.tokens = tokens;
    }

    /**
     * Connects a server. It counts as connected at the time when the gateway authorised it: a request that is served late, after
     * the gateway has given up waiting and has connected the server itself, is then the older of the two, and clocks that differ
     * do no harm.
     *
     * @return its {@code ServerID}
     */
    String connect(ConnectRequest request) throws Refusal {
        Authorised authorised =
                authorised(request.token(), HandOver.connectRequest(request.serverAddress(), request.serverPort()));
        HandOver handOver = authorised.handOver();
        if (!handOver.serviceName().equals(request.serviceName())) {
            throw new Refusal("ServiceName: " + request.serviceName() + " (expected: " + handOver.serviceName()
                    + ", which the token was made for)");
        }
        checkPeriod("TTL", request.ttlSeconds(), timings.timeToLift().toSeconds());
        checkPeriod("TTD", request.ttdSeconds(), timings.timeToDie().toSeconds());
        ServiceInstance instance = serverIds.issue(new ServiceInstance(
                "",
                handOver.serviceName(),
                handOver.ownerId(),
                address(request.serverAddress()),
                port(request.serverPort()),
                WEIGHT,
                authorised.at()));
        try {
            registrar.register(instance);
        } catch (RegistryUnavailableException e) {
            throw unavailable(e);
        }
        connects.increment();
        LOG.log(Level.INFO, describe(instance) + " connected");
        return instance.serverId();
    }

    /** Takes a heartbeat. */
    void heartbeat(String token, String serverId) throws Refusal {
        HandOver handOver =
                authorised(token, HandOver.heartbeatRequest(serverId)).handOver();
        ServiceInstance instance = serverIds
                .verify(serverId)
                .filter(server -> server.serviceName().equals(handOver.serviceName())
                        && server.ownerId().equals(handOver.ownerId()))
                .orElseThrow(() -> new Refusal("This ServerID was never given; connect again"));
        try {
            switch (registrar.heartbeat(instance)) {
                case KEPT -> {
                    // Nothing to tell.
                }
                case PUT_BACK -> LOG.log(Level.INFO, describe(instance) + " put back by its heartbeat");
                case LEFT -> throw new Refusal("The server has left; connect again");
            }
            heartbeats.increment();
        } catch (RegistryUnavailableException e) {
            throw unavailable(e);
        }
    }

    /** Notes that a request was refused. */
    void refused() {
        refused.increment();
    }

    ProxyCounts counts() {
        return new ProxyCounts(connects.sum(), heartbeats.sum(), refused.sum());
    }

    private static String describe(ServiceInstance instance) {
        String text = instance.address() + ":" + instance.port() + " of " + instance.serviceName();
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private Authorised authorised(String token, String request) throws Refusal {
        try {
            return tokens.verify(token, request);
        } catch (HandOverRefusedException e) {
            throw new Refusal("ApiKey: " + e.getMessage());
        }
    }

    /** Answering "ok" to periods that are then not kept would be a lie, so what is asked for must be what there is. */
    private static void checkPeriod(String name, long asked, long kept) throws Refusal {
        if (asked != 0 && asked != kept) {
            throw new Refusal(
                    name + ": " + asked + " (expected: " + kept + ", as this RegistryProxy is configured, or 0)");
        }
    }

    private static String address(String text) throws Refusal {
        if (text.isBlank()) {
            throw new Refusal("ServerAddress: blank (expected: an IP address or a host name)");
        }
        return text;
    }

    private static int port(String text) throws Refusal {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below, together with numbers out of range.
        }
        throw new Refusal("ServerPort: " + text + " (expected: 1 to 65535)");
    }

    private static Refusal unavailable(RegistryUnavailableException e) {
        return new Refusal(String.valueOf(e.getMessage()));
    }
}
