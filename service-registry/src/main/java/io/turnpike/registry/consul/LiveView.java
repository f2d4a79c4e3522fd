package io.turnpike.registry.consul;

import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.InstanceHealth;
import io.turnpike.registry.InstanceStatus;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.WhenAllDead;
import io.turnpike.registry.consul.CatalogEntry.Verdict;
import io.turnpike.registry.consul.OwnHeartbeats.Beat;
import io.turnpike.registry.state.Departures;
import io.turnpike.registry.state.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is alive, by what Consul said last and by the heartbeats that this node has taken itself. Not safe for use by several threads
 * at once; time is a parameter.
 *
 * <p>Consul decides, with two exceptions. A heartbeat that came in here less than {@code timeToLift} ago outweighs a check
 * that is critical because a heartbeat is said to be missing: Consul has lost it, or was away. And while Consul is away, and for one {@code
 * timeToLift} after its return, every instance that was alive when it went stays alive: its checks expired because nobody could
 * renew them, and each server needs the time of one heartbeat to renew its own.
 */
final class LiveView {

    private final long liftNanos;
    private final long dieNanos;
    private final HealthTimings timings;
    private final WhenAllDead whenAllDead;
    private final Departures departures;

    private final Catalog catalog = new Catalog();
    private final OwnHeartbeats heard = new OwnHeartbeats();
    private final Map<Server, Long> deadSince = new HashMap<>();
    /** What was alive when Consul went, by service. */
    private Map<String, Map<Server, ServiceInstance>> trusted = Map.of();

    private final Map<String, Map<Server, Known>> known = new HashMap<>();
    /** Servers whose state depends on the time. */
    private final Set<Server> restless = new LinkedHashSet<>();

    private boolean away = true;
    private boolean returned;
    private long returnedAt;

    /** A server as it is now. */
    private record Known(ServiceInstance instance, boolean alive) {}

    /** @param departures who has left here; guarded as this is */
    LiveView(HealthTimings timings, WhenAllDead whenAllDead, Departures departures) {
        this.timings = timings;
        this.liftNanos = timings.timeToLift().toNanos();
        this.dieNanos = timings.timeToDie().toNanos();
        this.whenAllDead = whenAllDead;
        this.departures = departures;
    }

    /** Consul cannot be reached from now on, or cannot be believed. */
    void away() {
        if (!away) {
            away = true;
            trusted = alive();
        }
    }

    /** Consul answers again, from now on. */
    void back(long now) {
        if (away) {
            away = false;
            returned = true;
            returnedAt = now;
            trusted.values().forEach(servers -> restless.addAll(servers.keySet()));
        }
    }

    /**
     * Consul has told of a service.
     *
     * @param askedAt when it was asked: what has happened here since, it need not know
     * @return whether what listeners are told of the service has changed
     */
    boolean told(String service, List<CatalogEntry> entries, long askedAt, long now) {
        Set<Server> gone = catalog.put(service, entries);
        if (!isTrusting(now)) {
            // Somebody has removed it, at another node or in Consul itself.
            gone.stream().filter(server -> isOlder(heard.of(server), askedAt)).forEach(heard::remove);
        }
        return update(service, now);
    }

    /** A server has connected. Returns as {@link #told}. */
    boolean connected(ServiceInstance instance, long now, Instant at) {
        heard.put(new Beat(instance, now, at));
        return update(Server.of(instance), now);
    }

    /** A server has sent a heartbeat, perhaps with the token of an earlier connect. Returns as {@link #told}. */
    boolean heard(ServiceInstance instance, long now, Instant at) {
        Server server = Server.of(instance);
        ServiceInstance current = current(server);
        if (current == null || instance.connectedAt().isAfter(current.connectedAt())) {
            heard.put(new Beat(instance, now, at));
            return update(server, now);
        }
        boolean wasAlive = isAlive(server);
        heard.put(new Beat(current, now, at));
        return !wasAlive && update(server, now);
    }

    /** A server has left; {@link Departures} know it. Returns as {@link #told}. */
    boolean left(Server server, long now) {
        heard.remove(server);
        return update(server, now);
    }

    /** Looks at everything that depends on the time; returns services of which listeners have to be told. */
    Set<String> pass(long now) {
        heard.forget(now, dieNanos);
        if (returned && !isTrusting(now)) {
            returned = false;
            trusted = Map.of();
        }
        Set<String> changed = new HashSet<>();
        for (Server server : List.copyOf(restless)) {
            if (update(server, now)) {
                changed.add(server.serviceName());
            }
        }
        return changed;
    }

    /** What listeners are told. */
    List<ServiceInstance> passing(String service) {
        Collection<Known> servers = known.getOrDefault(service, Map.of()).values();
        boolean allDead = whenAllDead == WhenAllDead.CALL && servers.stream().noneMatch(Known::alive);
        return servers.stream()
                .filter(server -> server.alive || allDead)
                .map(Known::instance)
                .sorted(Comparator.comparing(ServiceInstance::connectedAt))
                .toList();
    }

    List<InstanceStatus> list(String service, Instant now) {
        return known.getOrDefault(service, Map.of()).values().stream()
                .sorted(Comparator.comparing(server -> server.instance.connectedAt()))
                .map(server -> new InstanceStatus(
                        server.instance,
                        server.alive ? InstanceHealth.PASSING : InstanceHealth.CRITICAL,
                        lastHeartbeat(server, now)))
                .toList();
    }

    /** Known here, or else the earliest time that it can have been. */
    private Instant lastHeartbeat(Known server, Instant now) {
        Beat last = heard.of(Server.of(server.instance));
        if (last != null) {
            return last.at();
        }
        Duration silence = server.alive ? timings.timeToLift() : timings.timeToDie();
        Instant earliest = now.minus(silence);
        return earliest.isBefore(server.instance.connectedAt()) ? server.instance.connectedAt() : earliest;
    }

    /** The instance with which a server is known at present. */
    @Nullable
    ServiceInstance current(Server server) {
        Known now = known(server);
        return now == null ? null : now.instance;
    }

    boolean isAlive(Server server) {
        Known now = known(server);
        return now != null && now.alive;
    }

    @Nullable
    private Known known(Server server) {
        return known.getOrDefault(server.serviceName(), Map.of()).get(server);
    }

    Set<String> services() {
        return Set.copyOf(known.keySet());
    }

    int instances() {
        return known.values().stream().mapToInt(Map::size).sum();
    }

    /** Every service that Consul has told of. */
    Set<String> catalogued() {
        return catalog.services();
    }

    /** Services with instances that have no check of their own. */
    Set<String> unchecked() {
        return catalog.unchecked();
    }

    /** Services of which an agent has instances. */
    Set<String> servicesAt(String node) {
        return catalog.servicesAt(node);
    }

    /** What Consul has and should not have any more: servers that have left, or have been silent for {@code timeToDie}. */
    List<CatalogEntry> leftovers(long now) {
        List<CatalogEntry> leftovers = new ArrayList<>();
        if (isTrusting(now)) {
            return leftovers;
        }
        for (Server server : restless) {
            if (known(server) == null) {
                leftovers.addAll(catalog.entries(server));
            }
        }
        return leftovers;
    }

    boolean isRestless(Server server) {
        return restless.contains(server);
    }

    private boolean isTrusting(long now) {
        return away || returned && now - returnedAt < liftNanos;
    }

    private Map<String, Map<Server, ServiceInstance>> alive() {
        Map<String, Map<Server, ServiceInstance>> all = new HashMap<>();
        known.forEach((service, servers) -> servers.forEach((server, now) -> {
            if (now.alive) {
                all.computeIfAbsent(service, name -> new HashMap<>()).put(server, now.instance);
            }
        }));
        return all;
    }

    /** Looks at all servers of a service again. */
    private boolean update(String service, long now) {
        Set<Server> servers = new LinkedHashSet<>(heard.servers(service));
        servers.addAll(catalog.servers(service));
        servers.addAll(trusted.getOrDefault(service, Map.of()).keySet());
        servers.addAll(known.getOrDefault(service, Map.of()).keySet());
        boolean changed = false;
        for (Server server : servers) {
            changed |= update(server, now);
        }
        return changed;
    }

    /** Looks at one server again, which costs the same however many its service has. */
    private boolean update(Server server, long now) {
        Evidence evidence = new Evidence();
        Beat last = heard.of(server);
        if (last != null) {
            evidence.of(last.instance());
        }
        boolean leftover = false;
        for (CatalogEntry entry : catalog.entries(server)) {
            if (departures.hasLeft(entry.instance())) {
                leftover = true;
            } else {
                evidence.of(entry);
            }
        }
        ServiceInstance trustedHere = isTrusting(now)
                ? trusted.getOrDefault(server.serviceName(), Map.of()).get(server)
                : null;
        boolean isTrusted = trustedHere != null && !departures.hasLeft(trustedHere);
        if (trustedHere != null && isTrusted) {
            evidence.of(trustedHere);
        }

        ServiceInstance newest = evidence.newest;
        Known before = known(server);
        Known after = null;
        if (newest == null) {
            deadSince.remove(server);
        } else if (evidence.best == Verdict.ALIVE
                || isFresh(server, now) && evidence.worst.compareTo(Verdict.SILENT) <= 0
                || isTrusted && evidence.worst != Verdict.MAINTENANCE) {
            deadSince.remove(server);
            after = new Known(newest, true);
        } else if (!isForgotten(server, now)) {
            after = new Known(newest, false);
        }
        if (leftover || isTrusted || newest != null && evidence.best != Verdict.ALIVE) {
            restless.add(server);
        } else {
            restless.remove(server);
        }
        put(server, after);
        return (isTold(before) || isTold(after)) && !Objects.equals(before, after);
    }

    private void put(Server server, @Nullable Known now) {
        if (now != null) {
            known.computeIfAbsent(server.serviceName(), name -> new LinkedHashMap<>())
                    .put(server, now);
        } else {
            known.computeIfPresent(server.serviceName(), (name, servers) -> {
                servers.remove(server);
                return servers.isEmpty() ? null : servers;
            });
        }
    }

    /** Whether listeners may be told of a server like this. */
    private boolean isTold(@Nullable Known server) {
        return server != null && (server.alive || whenAllDead == WhenAllDead.CALL);
    }

    private static boolean isOlder(@Nullable Beat beat, long askedAt) {
        return beat != null && beat.atNanos() - askedAt < 0;
    }

    private boolean isFresh(Server server, long now) {
        Beat last = heard.of(server);
        return last != null && now - last.atNanos() < liftNanos;
    }

    /** {@code timeToDie} counts from the last heartbeat; one that others took was {@code timeToLift} before the check's end. */
    private boolean isForgotten(Server server, long now) {
        long since = deadSince.computeIfAbsent(server, s -> now);
        Beat last = heard.of(server);
        return last != null ? now - last.atNanos() >= dieNanos : now - since >= dieNanos - liftNanos;
    }
}
