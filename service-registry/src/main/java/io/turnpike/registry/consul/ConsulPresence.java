package io.turnpike.registry.consul;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.state.Server;
import java.io.IOException;
import java.time.Duration;

/**
 * Shows a program of ours in Consul for as long as it renews that: with the mark, and with a TTL check of its own. Starts no
 * thread. Safe for use by several threads at once.
 */
public final class ConsulPresence implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ConsulClient consul;

    /**
     * @param timings after {@code timeToLift} without renewal it counts as dead
     * @throws IllegalArgumentException if the files for TLS cannot be used
     */
    public ConsulPresence(ConsulOptions options, HealthTimings timings, ServerIdCodec serverIds) {
        this.consul = new ConsulClient(options, new Registration(timings, serverIds), PATIENCE);
    }

    /**
     * Says that the program lives; registers it where Consul does not know it, or not any more.
     *
     * @param instance the program; its {@code serverId} was made with the cluster's secret
     * @throws RegistryUnavailableException if Consul cannot be told
     */
    public void renew(ServiceInstance instance) throws RegistryUnavailableException {
        tell(() -> {
            if (!consul.pass(Server.of(instance))) {
                consul.register(instance);
            }
        });
    }

    /**
     * Registers the program anew, whatever Consul knows: what was there is of a former program at the same place.
     *
     * @throws RegistryUnavailableException if Consul cannot be told
     */
    public void begin(ServiceInstance instance) throws RegistryUnavailableException {
        tell(() -> consul.register(instance));
    }

    /**
     * Takes the program out of Consul.
     *
     * @throws RegistryUnavailableException if Consul cannot be told; it finds out by itself when the check lapses
     */
    public void end(ServiceInstance instance) throws RegistryUnavailableException {
        tell(() -> consul.deregister(Registration.serviceId(Server.of(instance))));
    }

    /** Ends what waits for an answer. What is registered stays so until its check lapses. */
    @Override
    public void close() {
        consul.close();
    }

    /** A call of Consul. */
    @FunctionalInterface
    private interface Call {
        void run() throws IOException;
    }

    private static void tell(Call call) throws RegistryUnavailableException {
        try {
            call.run();
        } catch (IOException e) {
            throw new RegistryUnavailableException("Consul: " + Agents.reason(e), e);
        }
    }
}
