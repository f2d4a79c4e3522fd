package io.turnpike.registry.consul;

import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.state.Server;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The last heartbeat of each server that this node has taken itself. Not safe for use by several threads at once. */
final class OwnHeartbeats {

    /** In the order of the last heartbeat, the oldest first. */
    private final Map<Server, Beat> beats = new LinkedHashMap<>();

    private final Map<String, Set<Server>> services = new HashMap<>();

    /**
     * A heartbeat.
     *
     * @param instance the server, as it is known by its latest token
     * @param atNanos when, as {@link System#nanoTime}
     * @param at when, by the clock
     */
    record Beat(ServiceInstance instance, long atNanos, Instant at) {}

    void put(Beat beat) {
        Server server = Server.of(beat.instance());
        remove(server);
        beats.put(server, beat);
        services.computeIfAbsent(server.serviceName(), name -> new HashSet<>()).add(server);
    }

    @Nullable
    Beat of(Server server) {
        return beats.get(server);
    }

    /** The servers of a service that have sent any. */
    Set<Server> servers(String service) {
        return services.getOrDefault(service, Set.of());
    }

    void remove(Server server) {
        if (beats.remove(server) != null) {
            removed(server);
        }
    }

    /** Forgets what is as old as this, or older. */
    void forget(long now, long ageNanos) {
        for (Iterator<Beat> oldest = beats.values().iterator(); oldest.hasNext(); ) {
            Beat first = oldest.next();
            if (now - first.atNanos < ageNanos) {
                break;
            }
            oldest.remove();
            removed(Server.of(first.instance));
        }
    }

    private void removed(Server server) {
        Set<Server> servers = services.get(server.serviceName());
        if (servers != null && servers.remove(server) && servers.isEmpty()) {
            services.remove(server.serviceName());
        }
    }
}
