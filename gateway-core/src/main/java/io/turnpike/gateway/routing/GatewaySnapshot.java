package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.upstream.thrift.ThriftClient;
import io.turnpike.thrift.json.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Everything that requests are answered by, at one revision. Immutable; a request reads it once and holds on to it until it is
 * answered, so that no client is closed under it.
 */
public final class GatewaySnapshot {

    /** The service that owners may register but nobody may call from outside. */
    static final String REGISTRY_PROXY = "RegistryProxy";

    private static final int PATHS_IN_MESSAGE = 5;

    private final long revision;
    private final Map<String, ServiceRoutes> services;
    /** Names of what can be called now, in order: what a caller may have meant. */
    private final List<String> callable;

    private final Duration longestCall;
    private final ClientSource clients;
    /** The publisher and every request on its way; at 0 the clients have been released. */
    private final AtomicLong holders = new AtomicLong(1);

    GatewaySnapshot(long revision, Map<String, ServiceRoutes> services, Duration longestCall, ClientSource clients) {
        this.revision = revision;
        this.services = Map.copyOf(services);
        this.callable = services.entrySet().stream()
                .filter(entry -> entry.getValue().service().schema().isPresent())
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals(REGISTRY_PROXY))
                .sorted()
                .toList();
        this.longestCall = longestCall;
        this.clients = clients;
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

    /**
     * The route that answers a request.
     *
     * @throws GatewayException {@code MALFORMED_REQUEST} if the path cannot be decoded, {@code SERVICE_NOT_FOUND},
     *     {@code SERVICE_SUSPENDED}, {@code SERVICE_BROKEN}, {@code PATH_NOT_FOUND}, or {@code METHOD_NOT_ALLOWED} with {@code Allow}
     */
    public RouteMatch route(Exchange exchange) throws GatewayException {
        List<String> segments = PathSegments.of(exchange.path());
        ServiceRoutes service = service(segments);
        List<String> below = segments.subList(1, segments.size());
        PathRoutes path = path(service, below, exchange);
        Route route = path.of(exchange.method());
        if (route == null) {
            throw new GatewayException(
                    GatewayError.METHOD_NOT_ALLOWED,
                    "%s %s (expected: one of %s)".formatted(exchange.method(), exchange.path(), path.allow()),
                    List.of(),
                    Map.of("Allow", path.allow()));
        }
        return new RouteMatch(route.upstream(), parameters(route.binding(), below));
    }

    /**
     * The verbs that the path of a request takes, as the value of an {@code Allow} header.
     *
     * @throws GatewayException as {@link #route}, except for the verb
     */
    String allow(Exchange exchange) throws GatewayException {
        List<String> segments = PathSegments.of(exchange.path());
        return path(service(segments), segments.subList(1, segments.size()), exchange)
                .allow();
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
        }
    }

    Optional<ServiceRoutes> routesOf(String serviceName) {
        return Optional.ofNullable(services.get(serviceName));
    }

    /** Every service with its tree of paths, for people. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("revision " + revision + '\n');
        services.values().stream()
                .sorted((a, b) -> a.service()
                        .definition()
                        .serviceName()
                        .compareTo(b.service().definition().serviceName()))
                .forEach(s -> out.append('/')
                        .append(s.service().definition().serviceName())
                        .append('\n')
                        .append(s.table().toString().indent(2)));
        return out.toString();
    }

    private ServiceRoutes service(List<String> segments) throws GatewayException {
        String name = segments.isEmpty() ? "" : segments.get(0);
        ServiceRoutes found = name.equals(REGISTRY_PROXY) ? null : services.get(name);
        if (found == null) {
            throw new GatewayException(
                    GatewayError.SERVICE_NOT_FOUND,
                    name.isEmpty()
                            ? "The path names no service (expected: /{serviceName}/{path})"
                            : "There is no service \"" + name + "\"" + NearestName.question(name, callable));
        }
        return found;
    }

    private static PathRoutes path(ServiceRoutes service, List<String> below, Exchange exchange)
            throws GatewayException {
        String name = service.service().definition().serviceName();
        if (service.service().definition().suspended()) {
            throw new GatewayException(
                    GatewayError.SERVICE_SUSPENDED, "The service " + name + " is suspended: its IdlContent is blank");
        }
        if (service.service().schema().isEmpty()) {
            throw new GatewayException(
                    GatewayError.SERVICE_BROKEN,
                    "The IDL of the service " + name + " as it is stored cannot be used; its owner must update it",
                    service.service().faults(),
                    Map.of());
        }
        PathRoutes path = service.table().find(below);
        if (path == null) {
            throw new GatewayException(GatewayError.PATH_NOT_FOUND, pathNotFound(service, exchange));
        }
        return path;
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

    private static List<Parameter> parameters(PathBinding binding, List<String> below) {
        if (binding.fields().isEmpty()) {
            return List.of();
        }
        List<PathPattern.Segment> segments = binding.pattern().segments();
        List<Parameter> parameters = new ArrayList<>(binding.fields().size());
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).template()) {
                parameters.add(new Parameter(binding.fields().get(parameters.size()), below.get(i)));
            }
        }
        return parameters;
    }
}
