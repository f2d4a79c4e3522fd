package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.chain.PluginChains;
import io.turnpike.gateway.routing.rule.RequestPath;
import io.turnpike.gateway.upstream.Upstream;
import io.turnpike.gateway.upstream.http.HttpClient;
import io.turnpike.gateway.upstream.http.HttpClientSource;
import io.turnpike.gateway.upstream.http.NodeStatus;
import io.turnpike.gateway.upstream.thrift.ThriftClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that requests are answered by, at one revision. Immutable; a request reads it once and holds on to it until it is
 * answered, so that no client is closed under it.
 */
public final class GatewaySnapshot {

    /** The service that owners may register but nobody may call from outside. */
    static final String REGISTRY_PROXY = "RegistryProxy";

    /** So many places are told at which something is never reached; whoever mends them is told of the others. */
    public static final int MOST_SHADOWED = ShadowCheck.MOST_TOLD;

    private static final int PATHS_IN_MESSAGE = 5;

    private final long revision;
    private final Map<String, ServiceRoutes> services;
    private final Map<String, RoutesOfTarget> routes;
    private final RouteTable table;
    private final Duration longestCall;
    private final ClientSource clients;
    private final HttpClientSource httpClients;
    private final PluginChains plugins;
    /** Made when somebody asks for what is not there; two threads make the same. */
    private volatile @Nullable List<String> callable;

    /** Made when somebody asks; two threads make the same. */
    private volatile @Nullable List<ShadowedRoute> shadowed;

    /** The publisher and every request on its way; at 0 the clients have been released. */
    private final AtomicLong holders = new AtomicLong(1);

    /**
     * @param services by name; not changed any more
     * @param routes by id, in their order; not changed any more
     * @param table all of these
     * @param plugins of all requests; released with this
     */
    GatewaySnapshot(
            long revision,
            Map<String, ServiceRoutes> services,
            Map<String, RoutesOfTarget> routes,
            RouteTable table,
            Duration longestCall,
            ClientSource clients,
            HttpClientSource httpClients,
            PluginChains plugins) {
        this.revision = revision;
        this.services = services;
        this.routes = routes;
        this.table = table;
        this.longestCall = longestCall;
        this.clients = clients;
        this.httpClients = httpClients;
        this.plugins = plugins;
    }

    /** The revision of the configuration that it was built from. */
    public long revision() {
        return revision;
    }

    /** Every service, suspended and broken ones included, in no particular order. */
    public Collection<CompiledService> services() {
        return services.values().stream().map(ServiceRoutes::service).toList();
    }

    /** The service of this name. */
    public Optional<CompiledService> service(String name) {
        return Optional.ofNullable(services.get(name)).map(ServiceRoutes::service);
    }

    /** The client of a service, to look at its endpoints; empty if there is no such service, or it is suspended or broken. */
    public Optional<ThriftClient> client(String serviceName) {
        return Optional.ofNullable(services.get(serviceName)).flatMap(s -> Optional.ofNullable(s.client()));
    }

    /** The longest that any call may take by the settings. */
    public Duration longestCall() {
        return longestCall;
    }

    /** The ids of the operators' routes, in the order in which the snapshot was given them. */
    public List<String> routeIds() {
        return List.copyOf(routes.keySet());
    }

    /**
     * Places at which a route or a service's path is never reached, because a route or a service's path comes first; all of them, unless
     * there are very many. Found when somebody asks first.
     */
    public List<ShadowedRoute> shadowed() {
        List<ShadowedRoute> known = shadowed;
        if (known == null) {
            List<ShadowedRoute> found = new ArrayList<>();
            if (!routes.isEmpty()) {
                found.addAll(shadowCheck().of(table.routes()));
                for (ServiceRoutes service : services.values()) {
                    found.addAll(found.size() < MOST_SHADOWED ? shadowCheck().of(service.routes()) : List.of());
                }
            }
            known = List.copyOf(found.subList(0, Math.min(MOST_SHADOWED, found.size())));
            shadowed = known;
        }
        return known;
    }

    /** Those that have to do with one route, unless there are very many: it is never reached, or it comes first. */
    public List<ShadowedRoute> shadowed(String routeId) {
        RoutesOfTarget route = routes.get(routeId);
        if (route == null) {
            return List.of();
        }
        ShadowCheck check = shadowCheck();
        List<ShadowedRoute> told = new ArrayList<>(check.of(route.routes()));
        Set<Object> seen = new HashSet<>(Set.of(routeId));
        Consumer<Route> look = each -> {
            if (told.size() < MOST_SHADOWED
                    && ShadowCheck.mayHide(route.route(), each)
                    && seen.add(each.ofService() ? each : each.rule().id())) {
                check
                        .of(
                                each.ofService()
                                        ? List.of(each)
                                        : routesNamed(each.rule().id()))
                        .stream()
                        .filter(hidden -> hidden.shadowedBy().equals(routeId))
                        .forEach(told::add);
            }
        };
        if (route.routes().stream().allMatch(RouteTable::isNarrow)) {
            route.routes().forEach(place -> table.within(place, behind -> behind.forEach(look)));
        } else {
            routes.values().forEach(each -> each.routes().forEach(look));
            services.values().forEach(each -> each.routes().forEach(look));
        }
        return told.stream().limit(MOST_SHADOWED).toList();
    }

    /** A route at all its places. */
    private List<Route> routesNamed(String id) {
        RoutesOfTarget route = routes.get(id);
        return route == null ? List.of() : route.routes();
    }

    private ShadowCheck shadowCheck() {
        return new ShadowCheck(table, name -> {
            ServiceRoutes service = services.get(name);
            return service == null ? List.of() : service.routes();
        });
    }

    /**
     * The route that answers a request.
     *
     * @throws GatewayException {@code MALFORMED_REQUEST} if the path cannot be decoded, {@code SERVICE_NOT_FOUND},
     *     {@code PATH_NOT_FOUND}, or {@code METHOD_NOT_ALLOWED} with {@code Allow}
     */
    public RouteMatch route(Exchange exchange) throws GatewayException {
        RouteMatch match = find(exchange);
        if (match == null) {
            String allow = allow(exchange);
            throw new GatewayException(
                    GatewayError.METHOD_NOT_ALLOWED,
                    "%s %s (expected: one of %s)".formatted(exchange.method(), exchange.path(), allow),
                    List.of(),
                    Map.of("Allow", allow));
        }
        return match;
    }

    /**
     * The same, or null if no route takes the request.
     *
     * @throws GatewayException {@code MALFORMED_REQUEST} if the path cannot be decoded
     */
    @Nullable
    RouteMatch find(Exchange exchange) throws GatewayException {
        RequestPath path = RequestPath.of(exchange.path());
        Route route = table.find(path, exchange);
        if (route == null) {
            return null;
        }
        Upstream upstream = route.upstream();
        String routeId = route.ofService() ? "" : route.rule().id();
        if (!plugins.isEmpty()) {
            upstream = plugins.around(upstream, routeId, route.service());
        }
        return new RouteMatch(upstream, route.parameters(path), routeId);
    }

    /** The plugins of all requests. */
    PluginChains plugins() {
        return plugins;
    }

    /**
     * The verbs that the path of a request takes, as the value of an {@code Allow} header.
     *
     * @throws GatewayException as {@link #route}, except for the verb
     */
    String allow(Exchange exchange) throws GatewayException {
        return allow(RequestPath.of(exchange.path()), exchange);
    }

    /** Holds on to the clients; false if they have been released already. */
    boolean retain() {
        for (long now = holders.get(); now > 0; now = holders.get()) {
            if (holders.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Ends one {@link #retain}, or the publisher's hold; the last one releases the clients. */
    void release() {
        if (holders.decrementAndGet() == 0) {
            for (ServiceRoutes service : services.values()) {
                ThriftClient client = service.client();
                if (client != null) {
                    clients.release(client);
                }
            }
            for (RoutesOfTarget route : routes.values()) {
                HttpClient client = route.client();
                if (client != null) {
                    client.leftBy(route.route().rule().id());
                    httpClients.release(client);
                }
            }
            plugins.release();
        }
    }

    /** It takes the place of another one, which is not released yet: where a route has another client now, that takes the former one's place. */
    void succeed(GatewaySnapshot former) {
        routes.forEach((id, route) -> {
            RoutesOfTarget known = former.routes.get(id);
            HttpClient left = known == null ? null : known.client();
            HttpClient client = route.client();
            if (left != null && client != null) {
                left.leaveTo(client);
            }
        });
    }

    /** The HTTP nodes of a route, see {@link HttpClient#status}; empty if it does not lead to any that could be called. */
    public Optional<List<NodeStatus>> nodesOf(String routeId) {
        return Optional.ofNullable(routes.get(routeId))
                .map(RoutesOfTarget::client)
                .map(HttpClient::status);
    }

    Optional<ServiceRoutes> routesOf(String serviceName) {
        return Optional.ofNullable(services.get(serviceName));
    }

    @Nullable
    RoutesOfTarget routesOfTarget(String id) {
        return routes.get(id);
    }

    /** Every service that can be called has its paths here, and every route. */
    RouteTable table() {
        return table;
    }

    /** The table, for people. */
    @Override
    public String toString() {
        return "revision " + revision + '\n' + table;
    }

    private String allow(RequestPath path, Exchange exchange) throws GatewayException {
        Set<String> verbs = table.verbs(path, exchange);
        if (verbs.isEmpty()) {
            throw notFound(path, exchange);
        }
        verbs.add("OPTIONS");
        if (verbs.contains("GET")) {
            verbs.add("HEAD");
        }
        return String.join(", ", verbs);
    }

    private GatewayException notFound(RequestPath path, Exchange exchange) {
        String name = path.count() == 0 ? "" : path.text(0);
        ServiceRoutes found = name.equals(REGISTRY_PROXY) ? null : services.get(name);
        if (found != null) {
            for (Route route : found.routes()) {
                if (route.upstream() instanceof Route.Refusal refusal) {
                    return refusal.problem();
                }
            }
            return new GatewayException(GatewayError.PATH_NOT_FOUND, pathNotFound(found, exchange));
        }
        String what = routes.isEmpty()
                ? name.isEmpty()
                        ? "The path names no service (expected: /{serviceName}/{path})"
                        : "There is no service \"" + name + '"'
                : "No route or service takes " + exchange.path();
        return new GatewayException(
                GatewayError.SERVICE_NOT_FOUND, what + (name.isEmpty() ? "" : NearestName.question(name, callable())));
    }

    /** Names of what can be called now, in order: what a caller may have meant. */
    private List<String> callable() {
        List<String> names = callable;
        if (names == null) {
            names = services.entrySet().stream()
                    .filter(entry -> entry.getValue().service().schema().isPresent())
                    .map(Map.Entry::getKey)
                    .filter(name -> !name.equals(REGISTRY_PROXY))
                    .sorted()
                    .toList();
            callable = names;
        }
        return names;
    }

    private static String pathNotFound(ServiceRoutes service, Exchange exchange) {
        List<String> known = service.paths();
        String name = service.service().definition().serviceName();
        if (known.isEmpty()) {
            return "The service " + name + " has no paths";
        }
        String some = String.join(", ", known.subList(0, Math.min(PATHS_IN_MESSAGE, known.size())));
        String more = known.size() > PATHS_IN_MESSAGE ? " and " + (known.size() - PATHS_IN_MESSAGE) + " more" : "";
        return "The service " + name + " has no path " + exchange.path() + " (known: " + some + more + ")";
    }
}
