package io.turnpike.registry.consul;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.Heard;
import io.turnpike.registry.InstanceStatus;
import io.turnpike.registry.OpenRegistry;
import io.turnpike.registry.RegistryListener;
import io.turnpike.registry.RegistryStatus;
import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.WhenAllDead;
import io.turnpike.registry.consul.Availability.Change;
import io.turnpike.registry.consul.Availability.Witness;
import io.turnpike.registry.state.Departures;
import io.turnpike.registry.state.Server;
import io.turnpike.registry.state.Subscription;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps instances in Consul, where other nodes see them. Safe for use by several threads at once.
 *
 * <p>Reading and watching are answered from memory, see {@link LiveView}; registering, heartbeats and leaving call Consul and
 * wait for it, two seconds at most for each configured agent. A heartbeat goes to the agent that answers here; where that does not
 * know the server it is registered there, so a server may be registered at several agents and still counts as one.
 *
 * <p>Whoever wants one makes it of {@link ConsulOptions#read}, starts it and closes it at the end:
 *
 * <pre>{@code
 * List<String> problems = new ArrayList<>();
 * Optional<ConsulOptions> options = ConsulOptions.read(key -> config.getOptionalValue(key, String.class), problems);
 * OpenRegistry registry = options.isPresent()
 *         ? new ConsulServiceRegistry(options.get(), timings, WhenAllDead.FAIL, new ServerIdCodec(clusterSecret))
 *         : new InMemoryServiceRegistry(timings);
 * registry.start();
 * }</pre>
 *
 * <p>The {@code serverId} of an instance must have been made by a {@link ServerIdCodec} with the same secret. The token for Consul
 * needs {@code service_prefix "" {policy = "write"}} and {@code node_prefix "" {policy = "read"}}, and {@code policy = "write"} there
 * if servers that leave are to be removed at agents of other nodes as well.
 */
public final class ConsulServiceRegistry implements OpenRegistry {

    private static final System.Logger LOG = System.getLogger(ConsulServiceRegistry.class.getName());

    private static final int REMEMBERED_DEPARTURES = 100_000;
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(2);
    private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(500);
    private static final long CLOSE_STEP_MILLIS = 50;
    private static final int CLOSE_STEPS = 60;

    private final ConsulClient consul;
    private final Availability availability;
    private final Discovery discovery;
    private final Keeper keeper;
    private final Writes writes;
    private final Object lock = new Object();

    // All below guarded by lock.
    private final LiveView view;
    private final Departures departures = new Departures(REMEMBERED_DEPARTURES);
    private final List<Subscription> subscriptions = new ArrayList<>();
    private boolean started;
    private boolean closed;

    /**
     * Nothing is known of Consul until {@link #start}.
     *
     * @param serverIds makes {@code serverId}s whole again from what is kept in Consul
     * @throws IllegalArgumentException if the files for TLS cannot be used
     */
    public ConsulServiceRegistry(
            ConsulOptions options, HealthTimings timings, WhenAllDead whenAllDead, ServerIdCodec serverIds) {
        this.consul = new ConsulClient(options, new Registration(timings, serverIds), patience(timings));
        this.availability = new Availability(options.describe());
        this.writes = new Writes(availability, e -> lost(Witness.PING, e));
        this.view = new LiveView(timings, whenAllDead, departures);
        Sink sink = new Sink();
        this.discovery = new Discovery(consul, sink);
        this.keeper = new Keeper(consul, timings, sink, new Care());
    }

    /** Begins to follow Consul, on three daemon threads; returns at once, whether Consul answers or not. */
    @Override
    public void start() {
        synchronized (lock) {
            if (started || closed) {
                return;
            }
            started = true;
            // Under the lock: a close that comes meanwhile finds threads that it can end.
            discovery.start();
            keeper.start();
        }
    }

    /** A heartbeat must be answered before the next one is due. */
    private static Duration patience(HealthTimings timings) {
        Duration half = timings.timeToLift().dividedBy(2);
        if (half.compareTo(LONGEST_PATIENCE) > 0) {
            return LONGEST_PATIENCE;
        }
        return half.compareTo(SHORTEST_PATIENCE) < 0 ? SHORTEST_PATIENCE : half;
    }

    @Override
    public List<InstanceStatus> list(String serviceName) {
        synchronized (lock) {
            return view.list(serviceName, Instant.now());
        }
    }

    @Override
    public Watch watch(RegistryListener listener) {
        Subscription subscription;
        synchronized (lock) {
            subscription = new Subscription(lock, listener, view::passing, subscriptions);
            if (!closed) {
                subscription.changed(view.services());
                subscriptions.add(subscription);
            }
        }
        subscription.deliver();
        return subscription;
    }

    @Override
    public RegistryStatus status() {
        synchronized (lock) {
            return new RegistryStatus(
                    "consul",
                    discovery.isLoaded(),
                    !availability.isAnswering(),
                    availability.detail(),
                    view.services().size(),
                    view.instances());
        }
    }

    /** @throws IllegalArgumentException if its {@code serverId} was not given by a node with the same secret */
    @Override
    public void register(ServiceInstance instance) throws RegistryUnavailableException {
        writes.make(() -> consul.register(instance));
        change(instance.serviceName(), () -> {
            departures.arrived(instance);
            return view.connected(instance, System.nanoTime(), Instant.now());
        });
    }

    /** As {@link #register}. A heartbeat that Consul could not be told of still counts here while Consul is away. */
    @Override
    public Heard heartbeat(ServiceInstance instance) throws RegistryUnavailableException {
        Server server = Server.of(instance);
        boolean[] alive = {false};
        ServiceInstance[] former = {null};
        boolean[] left = {false};
        change(instance.serviceName(), () -> {
            left[0] = departures.hasLeft(instance);
            if (left[0]) {
                return false;
            }
            alive[0] = view.isAlive(server);
            former[0] = view.current(server);
            return view.heard(instance, System.nanoTime(), Instant.now());
        });
        if (left[0]) {
            return Heard.LEFT;
        }
        renew(server, instance, former[0]);
        return alive[0] ? Heard.KEPT : Heard.PUT_BACK;
    }

    private void renew(Server server, ServiceInstance instance, @Nullable ServiceInstance former)
            throws RegistryUnavailableException {
        ServiceInstance registered =
                former == null || instance.connectedAt().isAfter(former.connectedAt()) || !consul.isOurs(former)
                        ? instance
                        : former;
        writes.make(() -> {
            if (registered.equals(instance) && !registered.equals(former) || !consul.pass(server)) {
                consul.register(registered);
            }
        });
    }

    @Override
    public boolean leave(ServiceInstance instance) throws RegistryUnavailableException {
        Server server = Server.of(instance);
        synchronized (lock) {
            if (departures.hasLeft(instance)) {
                return false;
            }
        }
        // Another node may have connected it anew a moment ago.
        writes.make(() -> discovery.list(server.serviceName()));
        synchronized (lock) {
            ServiceInstance current = view.current(server);
            if (current != null && current.isSuccessorOf(instance)) {
                departures.idLeft(instance);
                return true;
            }
        }
        writes.make(() -> consul.deregister(Registration.serviceId(server)));
        change(server.serviceName(), () -> {
            departures.serverLeft(instance);
            return view.left(server, System.nanoTime());
        });
        return true;
    }

    @Override
    public boolean hasLeft(ServiceInstance instance) {
        synchronized (lock) {
            return departures.hasLeft(instance);
        }
    }

    @Override
    public void heardElsewhere(ServiceInstance instance) {
        change(
                instance.serviceName(),
                () -> !departures.hasLeft(instance) && view.heard(instance, System.nanoTime(), Instant.now()));
    }

    private void lost(Witness witness, IOException reason) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            view.away();
        }
        availability.failed(witness, Agents.reason(reason));
    }

    /** Changes what is known of a service, and tells listeners if that makes a difference to them. */
    private void change(String service, BooleanSupplier step) {
        List<Subscription> listeners;
        synchronized (lock) {
            if (!step.getAsBoolean()) {
                return;
            }
            listeners = toTell(Set.of(service));
        }
        listeners.forEach(Subscription::deliver);
    }

    private List<Subscription> toTell(Collection<String> services) {
        subscriptions.forEach(subscription -> subscription.changed(services));
        return List.copyOf(subscriptions);
    }

    /** What discovery finds goes into the view. */
    private final class Sink implements Discovery.Sink {

        @Override
        public void told(String service, List<CatalogEntry> entries, long askedAt) {
            change(service, () -> view.told(service, entries, askedAt, System.nanoTime()));
        }

        @Override
        public void answered(Witness witness) {
            Change change = availability.answered(witness);
            if (change == Change.BACK) {
                synchronized (lock) {
                    view.back(System.nanoTime());
                }
            }
            if (change != Change.NOTHING && witness == Witness.PING) {
                // Queries that wait may do so for a Consul that is gone without a word.
                consul.askAgain();
            }
        }

        @Override
        public void replaced() {
            synchronized (lock) {
                view.away();
                view.back(System.nanoTime());
            }
        }

        @Override
        public void failed(Witness witness, IOException reason) {
            lost(witness, reason);
        }

        @Override
        public Set<String> servicesAt(String node) {
            synchronized (lock) {
                return view.servicesAt(node);
            }
        }

        @Override
        public Set<String> unchecked() {
            synchronized (lock) {
                return view.unchecked();
            }
        }

        @Override
        public Set<String> catalogued() {
            synchronized (lock) {
                return view.catalogued();
            }
        }
    }

    /** What time brings. */
    private final class Care implements Keeper.Care {

        @Override
        public void pass() {
            List<Subscription> listeners;
            synchronized (lock) {
                listeners = toTell(view.pass(System.nanoTime()));
            }
            listeners.forEach(Subscription::deliver);
        }

        @Override
        public List<CatalogEntry> leftovers() {
            synchronized (lock) {
                return view.leftovers(System.nanoTime());
            }
        }

        @Override
        public boolean hasLeft(CatalogEntry entry) {
            synchronized (lock) {
                return departures.hasLeft(entry.instance());
            }
        }
    }

    /** Ends the threads and all watches. What is registered stays registered, for the next start. */
    @Override
    public void close() {
        List<Subscription> watches;
        synchronized (lock) {
            closed = true;
            watches = List.copyOf(subscriptions);
        }
        watches.forEach(Subscription::close);
        try {
            for (int i = 0; i < CLOSE_STEPS; i++) {
                consul.close();
                if (discovery.close(CLOSE_STEP_MILLIS) & keeper.close(CLOSE_STEP_MILLIS)) {
                    return;
                }
            }
            LOG.log(Level.WARNING, "Threads that follow Consul have not ended in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
