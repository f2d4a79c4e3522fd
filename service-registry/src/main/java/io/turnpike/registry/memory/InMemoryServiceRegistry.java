package io.turnpike.registry.memory;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.Heard;
import io.turnpike.registry.InstanceHealth;
import io.turnpike.registry.InstanceStatus;
import io.turnpike.registry.OpenRegistry;
import io.turnpike.registry.RegistryListener;
import io.turnpike.registry.RegistryStatus;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.WhenAllDead;
import io.turnpike.registry.state.Departures;
import io.turnpike.registry.state.Server;
import io.turnpike.registry.state.Subscription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps instances in memory. Safe for use by several threads at once; never blocks for longer than it takes to update a map,
 * except that the thread that makes a change also tells the listeners of it.
 *
 * <p>A heartbeat takes constant time. Expiry is exact for whoever asks, and listeners hear of it from a timer that wakes
 * for the next deadline only.
 */
public final class InMemoryServiceRegistry implements OpenRegistry {

    /** How many departures are remembered; the oldest are forgotten first. */
    static final int REMEMBERED_DEPARTURES = 100_000;

    private final Alarm alarm;
    private final WhenAllDead whenAllDead;
    private final Object lock = new Object();

    // All below guarded by lock.
    private final Silence silence;
    private final Departures departures;
    private final Map<String, Map<Server, Entry>> services = new LinkedHashMap<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private boolean alarmSet;
    private boolean closed;

    /** Starts a daemon thread of its own that expires instances; {@link #close} ends it. */
    public InMemoryServiceRegistry(HealthTimings timings) {
        this(timings, WhenAllDead.FAIL);
    }

    /** As {@link #InMemoryServiceRegistry(HealthTimings)}, with what listeners are told when all of a service look dead. */
    public InMemoryServiceRegistry(HealthTimings timings, WhenAllDead whenAllDead) {
        this(timings, whenAllDead, Alarm.system(), REMEMBERED_DEPARTURES);
    }

    InMemoryServiceRegistry(HealthTimings timings, WhenAllDead whenAllDead, Alarm alarm, int rememberedDepartures) {
        this.alarm = alarm;
        this.whenAllDead = whenAllDead;
        this.silence = new Silence(timings);
        this.departures = new Departures(rememberedDepartures);
    }

    @Override
    public List<InstanceStatus> list(String serviceName) {
        List<InstanceStatus> found = new ArrayList<>();
        change((now, changed) -> {
            instances(serviceName).values().forEach(entry -> found.add(entry.status()));
            return true;
        });
        found.sort(Comparator.comparing(status -> status.instance().connectedAt()));
        return List.copyOf(found);
    }

    @Override
    public Watch watch(RegistryListener listener) {
        Subscription subscription;
        synchronized (lock) {
            subscription = new Subscription(lock, listener, this::passing, subscriptions);
            if (!closed) {
                subscription.changed(services.keySet());
                subscriptions.add(subscription);
            }
        }
        subscription.deliver();
        return subscription;
    }

    @Override
    public void register(ServiceInstance instance) {
        change((now, changed) -> {
            departures.arrived(instance);
            Entry former = remove(instance);
            if (former != null) {
                silence.remove(former);
            }
            add(instance, now);
            return changed.add(instance.serviceName());
        });
    }

    @Override
    public Heard heartbeat(ServiceInstance instance) {
        Heard[] heard = {Heard.LEFT};
        change((now, changed) -> {
            if (!departures.hasLeft(instance)) {
                heard[0] = heard(instance, now, changed);
            }
            return true;
        });
        return heard[0];
    }

    private Heard heard(ServiceInstance instance, long now, Set<String> changed) {
        Entry entry = instances(instance.serviceName()).get(Server.of(instance));
        if (entry == null) {
            add(instance, now);
            changed.add(instance.serviceName());
            return Heard.PUT_BACK;
        }
        boolean newer = instance.connectedAt().isAfter(entry.instance.connectedAt());
        boolean silent = entry.health == InstanceHealth.CRITICAL;
        if (newer || silent) {
            changed.add(instance.serviceName());
        }
        if (newer) {
            entry.instance = instance;
        }
        entry.heardAt = alarm.wallClock().instant();
        entry.heardAtNanos = now;
        silence.heard(entry);
        return silent ? Heard.PUT_BACK : Heard.KEPT;
    }

    @Override
    public boolean leave(ServiceInstance instance) {
        return change((now, changed) -> {
            if (departures.hasLeft(instance)) {
                return false;
            }
            Entry entry = instances(instance.serviceName()).get(Server.of(instance));
            if (entry != null && entry.instance.isSuccessorOf(instance)) {
                departures.idLeft(instance);
                return true;
            }
            departures.serverLeft(instance);
            if (entry != null) {
                remove(instance);
                silence.remove(entry);
                if (mayBeCalled(entry)) {
                    changed.add(instance.serviceName());
                }
            }
            return true;
        });
    }

    @Override
    public RegistryStatus status() {
        synchronized (lock) {
            int instances = services.values().stream().mapToInt(Map::size).sum();
            return new RegistryStatus("memory", true, false, "", services.size(), instances);
        }
    }

    @Override
    public boolean hasLeft(ServiceInstance instance) {
        synchronized (lock) {
            return departures.hasLeft(instance);
        }
    }

    /** Nobody shares this registry, so there is nobody else who hears. */
    @Override
    public void heardElsewhere(ServiceInstance instance) {}

    /** Ends the expiry thread and all watches. */
    @Override
    public void close() {
        List<Subscription> watches;
        synchronized (lock) {
            closed = true;
            watches = List.copyOf(subscriptions);
        }
        watches.forEach(Subscription::close);
        alarm.close();
    }

    /**
     * Runs a step under the lock, on a state in which everything due has expired, then tells the listeners.
     *
     * @param step is given the time and a set to which it adds services whose passing instances it changes
     */
    private boolean change(BiPredicate<Long, Set<String>> step) {
        boolean result;
        List<Subscription> listeners;
        synchronized (lock) {
            long now = alarm.nanoTime();
            Set<String> changed = new LinkedHashSet<>();
            silence.expire(now, lifted -> changed.add(lifted.instance.serviceName()), dead -> {
                remove(dead.instance);
                if (mayBeCalled(dead)) {
                    changed.add(dead.instance.serviceName());
                }
            });
            result = step.test(now, changed);
            setAlarm(now);
            if (changed.isEmpty()) {
                return result;
            }
            listeners = List.copyOf(subscriptions);
            listeners.forEach(listener -> listener.changed(changed));
        }
        listeners.forEach(Subscription::deliver);
        return result;
    }

    /** At most one wake-up is pending. Heartbeats only move deadlines back, so it is never late. */
    private void setAlarm(long now) {
        OptionalLong next = silence.untilNext(now);
        if (!alarmSet && !closed && next.isPresent()) {
            alarmSet = true;
            alarm.wake(this::expire, next.getAsLong());
        }
    }

    private void expire() {
        synchronized (lock) {
            alarmSet = false;
        }
        change((now, changed) -> true);
    }

    private void add(ServiceInstance instance, long now) {
        Entry entry = new Entry(instance, alarm.wallClock().instant(), now);
        services.computeIfAbsent(instance.serviceName(), name -> new LinkedHashMap<>())
                .put(Server.of(instance), entry);
        silence.heard(entry);
    }

    private @Nullable Entry remove(ServiceInstance instance) {
        Map<Server, Entry> instances = instances(instance.serviceName());
        Entry removed = instances.isEmpty() ? null : instances.remove(Server.of(instance));
        if (instances.isEmpty()) {
            services.remove(instance.serviceName());
        }
        return removed;
    }

    private Map<Server, Entry> instances(String serviceName) {
        return services.getOrDefault(serviceName, Map.of());
    }

    private List<ServiceInstance> passing(String serviceName) {
        Collection<Entry> all = instances(serviceName).values();
        boolean allDead = all.stream().noneMatch(entry -> entry.health == InstanceHealth.PASSING);
        return all.stream()
                .filter(entry -> entry.health == InstanceHealth.PASSING || allDead && mayBeCalled(entry))
                .map(entry -> entry.instance)
                .toList();
    }

    private boolean mayBeCalled(Entry entry) {
        return entry.health == InstanceHealth.PASSING || whenAllDead == WhenAllDead.CALL;
    }
}
