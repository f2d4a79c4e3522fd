package io.turnpike.registry.consul;

import io.turnpike.registry.state.Server;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Consul told of each service last. Not safe for use by several threads at once. */
final class Catalog {

    private final Map<String, Map<Server, List<CatalogEntry>>> services = new HashMap<>();

    /**
     * Takes the instances of a service; none if it is gone.
     *
     * @return the servers that it had before and has no more
     */
    Set<Server> put(String service, List<CatalogEntry> entries) {
        Map<Server, List<CatalogEntry>> servers = new LinkedHashMap<>();
        for (CatalogEntry entry : entries) {
            servers.computeIfAbsent(Server.of(entry.instance()), server -> new ArrayList<>(1))
                    .add(entry);
        }
        Map<Server, List<CatalogEntry>> former =
                entries.isEmpty() ? services.remove(service) : services.put(service, servers);
        Set<Server> gone = new HashSet<>();
        if (former != null) {
            former.keySet().stream()
                    .filter(server -> !servers.containsKey(server))
                    .forEach(gone::add);
        }
        return gone;
    }

    /** The servers of a service. */
    Set<Server> servers(String service) {
        return services.getOrDefault(service, Map.of()).keySet();
    }

    /** A server, once for each agent that has registered it. */
    List<CatalogEntry> entries(Server server) {
        return services.getOrDefault(server.serviceName(), Map.of()).getOrDefault(server, List.of());
    }

    /** Every service that Consul has told of. */
    Set<String> services() {
        return Set.copyOf(services.keySet());
    }

    /** Services with instances that have no check of their own. */
    Set<String> unchecked() {
        Set<String> found = new HashSet<>();
        services.forEach((service, servers) -> {
            if (servers.values().stream().flatMap(List::stream).anyMatch(entry -> !entry.checked())) {
                found.add(service);
            }
        });
        return found;
    }

    /** Services of which an agent has instances. */
    Set<String> servicesAt(String node) {
        Set<String> found = new HashSet<>();
        services.forEach((service, servers) -> {
            if (servers.values().stream()
                    .flatMap(List::stream)
                    .anyMatch(entry -> entry.node().equals(node))) {
                found.add(service);
            }
        });
        return found;
    }
}
