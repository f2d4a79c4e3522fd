package io.turnpike.gateway.routing.rule;

import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A route as an operator writes it, not yet checked; {@link RouteCompiler} checks it. A request takes the route if one of the paths, one
 * of the hosts, one of the verbs, one of the clients and every condition fit; an empty list of hosts, verbs, clients or conditions
 * asks nothing.
 *
 * @param id its name, one segment of a URL
 * @param priority the higher one of two routes that fit wins, before anything else is compared; from -1000000 to 1000000, usually 0
 * @param uris paths: {@code /a/b}, {@code /a/{name}/b}, {@code /a/*}{@code /b}; a star at the end takes any rest
 * @param hosts host names or IP addresses without port; {@code *.example.com} is every name below
 * @param verbs HTTP methods, upper case
 * @param clients IP addresses and CIDR blocks
 * @param conditions what else must hold
 * @param target where it leads
 * @param plugins configurations of plugins by their names; JSON's null says that a plugin that is bound to everything or to the service is not
 *     asked here
 */
public record RouteDefinition(
        String id,
        int priority,
        List<String> uris,
        List<String> hosts,
        Set<String> verbs,
        List<String> clients,
        List<ConditionDefinition> conditions,
        RouteTarget target,
        Map<String, PluginConfiguration> plugins) {

    public RouteDefinition {
        uris = List.copyOf(uris);
        hosts = List.copyOf(hosts);
        verbs = Set.copyOf(verbs);
        clients = List.copyOf(clients);
        conditions = List.copyOf(conditions);
        plugins = Map.copyOf(plugins);
    }

    /** A route without plugins of its own. */
    public RouteDefinition(
            String id,
            int priority,
            List<String> uris,
            List<String> hosts,
            Set<String> verbs,
            List<String> clients,
            List<ConditionDefinition> conditions,
            RouteTarget target) {
        this(id, priority, uris, hosts, verbs, clients, conditions, target, Map.of());
    }

    /** The name of the service that it leads to; the empty text if it leads to none. */
    public String service() {
        if (target instanceof HttpTarget http) {
            return http.service();
        }
        return target instanceof ThriftTarget thrift ? thrift.service() : "";
    }
}
