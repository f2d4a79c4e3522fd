package io.turnpike.registry.state;

import io.turnpike.registry.ServiceInstance;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers who has left, so that a heartbeat that was already on its way does not put a server back. Bounded: the oldest
 * departures are forgotten first. Not safe for use by several threads at once.
 */
public final class Departures {

    private final Map<String, Boolean> ids;
    private final Map<Server, Instant> servers;

    /** @param capacity how many departures are remembered */
    public Departures(int capacity) {
        this.ids = bounded(capacity);
        this.servers = bounded(capacity);
    }

    /** This very {@code serverId} has left. */
    public void idLeft(ServiceInstance instance) {
        ids.put(instance.serverId(), true);
    }

    /** The server itself has left, and with it every {@code serverId} that it got earlier than this one. */
    public void serverLeft(ServiceInstance instance) {
        idLeft(instance);
        servers.put(Server.of(instance), instance.connectedAt());
    }

    /** The server has connected; its earlier departures no longer count, only those of single ids. */
    public void arrived(ServiceInstance instance) {
        ids.remove(instance.serverId());
        servers.remove(Server.of(instance));
    }

    /** Whether this {@code serverId} is over. */
    public boolean hasLeft(ServiceInstance instance) {
        if (ids.containsKey(instance.serverId())) {
            return true;
        }
        Instant left = servers.get(Server.of(instance));
        return left != null && instance.connectedAt().isBefore(left);
    }

    private static <K, V> Map<K, V> bounded(int capacity) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }
}
