package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.PluginBindings;
import io.turnpike.gateway.plugin.chain.PluginChains;
import io.turnpike.gateway.plugin.chain.PluginSource;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.upstream.http.HttpClient;
import io.turnpike.gateway.upstream.http.HttpClientSource;
import io.turnpike.gateway.upstream.thrift.Dialect;
import io.turnpike.gateway.upstream.thrift.ThriftClient;
import io.turnpike.gateway.upstream.thrift.ThriftClientOptions;
import io.turnpike.gateway.upstream.thrift.ThriftUpstream;
import io.turnpike.thrift.json.MappingOptions;
import io.turnpike.thrift.json.MethodTranscoder;
import io.turnpike.thrift.schema.ServiceSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds snapshots, taking over from the one before whatever has not changed. Safe for use by several threads at once. */
public final class SnapshotBuilder {

    private final ClientSource clients;
    private final HttpClientSource httpClients;
    private final ThriftClientOptions clientDefaults;
    private final MappingOptions mapping;
    private final PluginSource plugins;

    /** One without plugins. */
    public SnapshotBuilder(
            ClientSource clients,
            HttpClientSource httpClients,
            ThriftClientOptions clientDefaults,
            MappingOptions mapping) {
        this(clients, httpClients, clientDefaults, mapping, PluginSource.NONE);
    }

    public SnapshotBuilder(
            ClientSource clients,
            HttpClientSource httpClients,
            ThriftClientOptions clientDefaults,
            MappingOptions mapping,
            PluginSource plugins) {
        this.clients = clients;
        this.httpClients = httpClients;
        this.clientDefaults = clientDefaults;
        this.mapping = mapping;
        this.plugins = plugins;
    }

    /**
     * Builds the snapshot of these services; each compiled service equal to one in {@code previous} keeps routes and client. Of
     * several services of one name the first counts. Whoever builds a snapshot publishes it, see {@link SnapshotHolder}.
     */
    public GatewaySnapshot build(
            Optional<GatewaySnapshot> previous, long revision, Collection<CompiledService> services) {
        return build(previous, revision, services, List.of());
    }

    /** The same without plugins, but for those of routes. */
    public GatewaySnapshot build(
            Optional<GatewaySnapshot> previous,
            long revision,
            Collection<CompiledService> services,
            Collection<CheckedRoute> routes) {
        return build(previous, revision, services, routes, PluginBindings.NONE);
    }

    /**
     * Builds the snapshot of these services and routes; see {@link #build(Optional, long, Collection)}. A route whose target cannot be
     * called stays, and answers what is the matter.
     *
     * @param routes the operators' routes, each id once
     * @param bindings the plugins of services and of all requests
     */
    public GatewaySnapshot build(
            Optional<GatewaySnapshot> previous,
            long revision,
            Collection<CompiledService> services,
            Collection<CheckedRoute> routes,
            PluginBindings bindings) {
        Map<String, ServiceRoutes> built = new LinkedHashMap<>(services.size() * 4 / 3 + 1);
        Map<String, RoutesOfTarget> resolved = new LinkedHashMap<>(routes.size() * 4 / 3 + 1);
        Duration longest = clientDefaults.callTimeout();
        try {
            for (CompiledService service : services) {
                String name = service.definition().serviceName();
                if (!built.containsKey(name)) {
                    built.put(name, routes(service, previous.flatMap(p -> p.routesOf(name))));
                    Duration timeout = service.definition().timeout().orElse(Duration.ZERO);
                    longest = timeout.compareTo(longest) > 0 ? timeout : longest;
                }
            }
            return snapshot(previous, revision, built, routes, resolved, longest, bindings);
        } catch (RuntimeException | Error e) {
            new GatewaySnapshot(
                            revision,
                            built,
                            resolved,
                            RouteTable.EMPTY,
                            longest,
                            clients,
                            httpClients,
                            PluginChains.NONE)
                    .release();
            throw e;
        }
    }

    private GatewaySnapshot snapshot(
            Optional<GatewaySnapshot> previous,
            long revision,
            Map<String, ServiceRoutes> services,
            Collection<CheckedRoute> routes,
            Map<String, RoutesOfTarget> resolved,
            Duration longest,
            PluginBindings bindings) {
        Map<String, List<Route>> ofServices = new HashMap<>(services.size() * 4 / 3 + 1);
        services.forEach((name, service) -> {
            if (!name.equals(GatewaySnapshot.REGISTRY_PROXY)) {
                ofServices.put(name, service.routes());
            }
        });
        List<Route> others = new ArrayList<>(routes.size());
        for (CheckedRoute route : routes) {
            ServiceRoutes service = target(route, services);
            RoutesOfTarget former =
                    previous.map(p -> p.routesOfTarget(route.rule().id())).orElse(null);
            RoutesOfTarget each = routes(route, service, former);
            resolved.put(route.rule().id(), each);
            others.addAll(each.routes());
        }
        RouteTable table =
                previous.map(GatewaySnapshot::table).orElse(RouteTable.EMPTY).with(ofServices, others);
        PluginChains former = previous.map(GatewaySnapshot::plugins).orElse(PluginChains.NONE);
        PluginChains chains = plugins.chains(former, bindings, routes);
        return new GatewaySnapshot(revision, services, resolved, table, longest, clients, httpClients, chains);
    }

    private RoutesOfTarget routes(
            CheckedRoute route, @Nullable ServiceRoutes service, @Nullable RoutesOfTarget former) {
        HttpClient client = null;
        if (route.definition().target() instanceof HttpTarget target && RouteTargets.exists(target, service)) {
            String owner = service == null ? "" : service.service().definition().ownerId();
            try {
                client = httpClients.acquire(target, owner, former == null ? null : former.client());
                client.usedBy(route.rule().id());
            } catch (IllegalArgumentException e) {
                return RouteTargets.resolveBroken(route, service, String.valueOf(e.getMessage()));
            }
        }
        return former != null && former.isOf(route, service, client)
                ? former
                : RouteTargets.resolve(route, service, client);
    }

    private static @Nullable ServiceRoutes target(CheckedRoute route, Map<String, ServiceRoutes> services) {
        String name = route.definition().service();
        return name.equals(GatewaySnapshot.REGISTRY_PROXY) ? null : services.get(name);
    }

    private ServiceRoutes routes(CompiledService service, Optional<ServiceRoutes> former) {
        Optional<ServiceSchema> schema = service.schema();
        if (schema.isEmpty()) {
            return former.filter(f -> f.service() == service).orElseGet(() -> withoutSchema(service));
        }
        ThriftClient client = clients.acquire(
                service.definition().serviceName(), service.definition().ownerId(), options(service.definition()));
        try {
            if (former.isPresent() && canKeep(former.get(), service, client)) {
                return former.get();
            }
            return routes(service, schema.get(), client);
        } catch (RuntimeException | Error e) {
            clients.release(client);
            throw e;
        }
    }

    /** A suspended or a broken service, all of whose requests are answered with that. */
    static ServiceRoutes withoutSchema(CompiledService service) {
        String name = service.definition().serviceName();
        GatewayException problem = service.definition().suspended()
                ? new GatewayException(
                        GatewayError.SERVICE_SUSPENDED,
                        "The service " + name + " is suspended: its IdlContent is blank")
                : new GatewayException(
                        GatewayError.SERVICE_BROKEN,
                        "The IDL of the service " + name + " as it is stored cannot be used; its owner must update it",
                        service.faults(),
                        Map.of());
        return new ServiceRoutes(service, null, List.of(Route.refusing(name, problem)), Map.of(), List.of());
    }

    private static boolean canKeep(ServiceRoutes former, CompiledService service, @Nullable ThriftClient client) {
        return former.client() == client
                && (former.service() == service || former.service().definition().equals(service.definition()));
    }

    private ServiceRoutes routes(CompiledService service, ServiceSchema schema, ThriftClient client) {
        List<PathBinding> bindings =
                ServicePaths.resolve(service.definition().paths(), schema).bindings();
        Dialect dialect = service.definition().dialect();
        Map<String, MethodTranscoder> transcoders = MethodTranscoder.ofAll(
                schema,
                service.definition().options().mapping(mapping),
                dialect.protocol(),
                dialect.namePrefix().orElse(null));
        List<Route> routes = new ArrayList<>();
        for (PathBinding binding : bindings) {
            MethodTranscoder transcoder =
                    Objects.requireNonNull(transcoders.get(binding.method().name()));
            routes.add(Route.ofService(
                    service.definition().serviceName(),
                    binding,
                    new ThriftUpstream(client, transcoder.withExceptionStatus(binding.exceptionStatus()))));
        }
        List<String> paths = routes.stream().map(r -> "/" + r.path()).distinct().toList();
        return new ServiceRoutes(service, client, List.copyOf(routes), transcoders, paths);
    }

    private ThriftClientOptions options(ServiceDefinition definition) {
        ThriftClientOptions options = clientDefaults.withDialect(definition.dialect());
        return definition.timeout().map(options::withCallTimeout).orElse(options);
    }
}
