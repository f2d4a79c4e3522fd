package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.CheckedRoute;
import io.turnpike.gateway.routing.rule.HostPattern;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.PathPattern;
import io.turnpike.gateway.routing.rule.RouteDefinition;
import io.turnpike.gateway.routing.rule.RouteTarget;
import io.turnpike.gateway.routing.rule.ThriftTarget;
import io.turnpike.gateway.routing.rule.UnusableTarget;
import io.turnpike.gateway.upstream.Upstream;
import io.turnpike.gateway.upstream.http.HttpClient;
import io.turnpike.gateway.upstream.http.HttpUpstream;
import io.turnpike.gateway.upstream.thrift.ThriftUpstream;
import io.turnpike.thrift.json.MethodTranscoder;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.ServiceSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Connects routes with what they lead to. Stateless. */
public final class RouteTargets {

    private static final String SERVICE = "/Upstream/Thrift/Service";
    private static final String HTTP_SERVICE = "/Upstream/Http/Service";
    private static final String METHOD = "/Upstream/Thrift/Method";

    private RouteTargets() {}

    /**
     * Every reason why a route cannot lead where it is to lead, with pointers relative to the route's object. What else is wrong with
     * the route, such as a path that is none, is not looked at.
     *
     * @param services finds a registered service by its name
     */
    public static List<Fault> faults(RouteDefinition route, Function<String, Optional<CompiledService>> services) {
        if (route.target() instanceof UnusableTarget unusable) {
            return List.of(Fault.at("", unusable(unusable)));
        }
        if (route.target() instanceof HttpTarget target) {
            return target.service().isEmpty()
                            || find(target.service(), services).isPresent()
                    ? List.of()
                    : List.of(noService(HTTP_SERVICE, target.service()));
        }
        ThriftTarget target = thrift(route.target());
        Optional<CompiledService> service = find(target.service(), services);
        if (service.isEmpty()) {
            return List.of(noService(SERVICE, target.service()));
        }
        Optional<ServiceSchema> schema = service.get().schema();
        if (schema.isEmpty()) {
            return List.of(Fault.at(
                    SERVICE,
                    "The service " + target.service() + " is suspended or broken (expected: one that can be called)"));
        }
        MethodSchema method = schema.get().method(target.method());
        if (method == null) {
            return List.of(Fault.at(
                    METHOD,
                    "The service " + target.service() + " has no method \"" + target.method()
                            + "\" (expected: a method of its IDL)"
                            + NearestName.question(
                                    target.method(), schema.get().methods().keySet())));
        }
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < route.uris().size(); i++) {
            PathPattern path = path(route.uris().get(i));
            Set<String> filled = new HashSet<>();
            for (String name : path.names()) {
                Optional<String> field = RequestFields.find(method, name);
                if (field.isEmpty()) {
                    faults.add(Fault.at("/Uris/" + i, notAField(name, path, method)));
                } else if (!filled.add(field.get())) {
                    faults.add(Fault.at(
                            "/Uris/" + i,
                            "The template " + name + " of /" + path + " fills the field " + field.get()
                                    + ", as another template of it does (expected: each field once)"));
                }
            }
        }
        return faults;
    }

    private static Optional<CompiledService> find(String name, Function<String, Optional<CompiledService>> services) {
        return name.equals(GatewaySnapshot.REGISTRY_PROXY) ? Optional.empty() : services.apply(name);
    }

    private static Fault noService(String pointer, String name) {
        return Fault.at(pointer, "There is no service \"" + name + "\" (expected: the name of a registered one)");
    }

    /** A path of a route; one without segments in the place of what is none, which others report. */
    private static PathPattern path(String uri) {
        try {
            return PathPattern.parseUri(uri);
        } catch (IllegalArgumentException e) {
            return new PathPattern(List.of());
        }
    }

    /** Whether there is anybody whom an HTTP target calls: its service, if it names one. */
    static boolean exists(HttpTarget target, @Nullable ServiceRoutes service) {
        return target.service().isEmpty() || service != null;
    }

    /**
     * The route at all its places; where its target cannot be called, its requests are answered with what is the matter.
     *
     * @param client calls the HTTP nodes; null if the target is no {@link HttpTarget}, or one that calls nobody
     */
    static RoutesOfTarget resolve(CheckedRoute route, @Nullable ServiceRoutes service, @Nullable HttpClient client) {
        return atEachPlace(route, service, client, (host, path) -> {
            RouteTarget target = route.definition().target();
            if (target instanceof UnusableTarget unusable) {
                return refusing(route, broken(route, unusable(unusable)), host, path);
            }
            return target instanceof HttpTarget http
                    ? place(route, http, client, host, path)
                    : place(route, thrift(target), service, host, path);
        });
    }

    /** The same for a route whose target turned out to be unusable. */
    static RoutesOfTarget resolveBroken(CheckedRoute route, @Nullable ServiceRoutes service, String reason) {
        return atEachPlace(route, service, null, (host, path) -> refusing(route, broken(route, reason), host, path));
    }

    private static RoutesOfTarget atEachPlace(
            CheckedRoute route,
            @Nullable ServiceRoutes service,
            @Nullable HttpClient client,
            BiFunction<HostPattern, PathPattern, Route> place) {
        List<Route> routes = new ArrayList<>();
        for (HostPattern host : route.hosts()) {
            for (PathPattern path : route.paths()) {
                routes.add(place.apply(host, path));
            }
        }
        return new RoutesOfTarget(route, service, client, List.copyOf(routes));
    }

    private static Route refusing(CheckedRoute route, GatewayException problem, HostPattern host, PathPattern path) {
        return new Route(
                route.rule(),
                host,
                path,
                List.of(),
                problem.error().code(),
                route.definition().service(),
                new Route.Refusal(problem));
    }

    private static GatewayException broken(CheckedRoute route, String reason) {
        return new GatewayException(
                GatewayError.ROUTE_BROKEN, "The route " + route.rule().id() + ": " + reason);
    }

    private static Route place(
            CheckedRoute route, HttpTarget target, @Nullable HttpClient client, HostPattern host, PathPattern path) {
        if (client == null) {
            return refusing(route, notRegistered(leads(route, target.service())), host, path);
        }
        try {
            HttpUpstream upstream = new HttpUpstream(client, path);
            return new Route(
                    route.rule(),
                    host,
                    path,
                    path.names(),
                    target.service().isEmpty() ? "HTTP nodes" : target.service() + " by HTTP",
                    target.service(),
                    upstream);
        } catch (IllegalArgumentException e) {
            return refusing(route, broken(route, String.valueOf(e.getMessage())), host, path);
        }
    }

    private static String leads(CheckedRoute route, String service) {
        return "The route " + route.rule().id() + " leads to the service " + service + ", ";
    }

    private static GatewayException notRegistered(String leads) {
        return new GatewayException(GatewayError.SERVICE_NOT_FOUND, leads + "which is not registered");
    }

    private static String unusable(UnusableTarget target) {
        return "As it is stored it cannot be used: " + target.reason();
    }

    private static Route place(
            CheckedRoute route,
            ThriftTarget target,
            @Nullable ServiceRoutes service,
            HostPattern host,
            PathPattern path) {
        List<String> fields = new ArrayList<>();
        Upstream upstream;
        try {
            upstream = upstream(route, target, service, path, fields);
        } catch (GatewayException problem) {
            fields.clear();
            upstream = new Route.Refusal(problem);
        }
        return new Route(
                route.rule(),
                host,
                path,
                List.copyOf(fields),
                target.service() + '.' + target.method(),
                target.service(),
                upstream);
    }

    private static Upstream upstream(
            CheckedRoute route,
            ThriftTarget target,
            @Nullable ServiceRoutes service,
            PathPattern path,
            List<String> fields)
            throws GatewayException {
        String leads = leads(route, target.service());
        if (service == null) {
            throw notRegistered(leads);
        }
        if (service.service().definition().suspended()) {
            throw new GatewayException(
                    GatewayError.SERVICE_SUSPENDED, leads + "which is suspended: its IdlContent is blank");
        }
        Optional<ServiceSchema> schema = service.service().schema();
        if (schema.isEmpty() || service.client() == null) {
            throw new GatewayException(
                    GatewayError.SERVICE_BROKEN,
                    leads + "whose IDL as it is stored cannot be used",
                    service.service().faults(),
                    Map.of());
        }
        MethodSchema method = schema.get().method(target.method());
        MethodTranscoder transcoder = service.transcoders().get(target.method());
        if (method == null || transcoder == null) {
            throw new GatewayException(
                    GatewayError.SERVICE_BROKEN, leads + "whose IDL has no method " + target.method() + " any more");
        }
        for (String name : path.names()) {
            fields.add(RequestFields.find(method, name)
                    .orElseThrow(
                            () -> new GatewayException(GatewayError.SERVICE_BROKEN, notAField(name, path, method))));
        }
        return new ThriftUpstream(service.client(), transcoder);
    }

    private static ThriftTarget thrift(RouteTarget target) {
        if (target instanceof ThriftTarget thrift) {
            return thrift;
        }
        throw new IllegalArgumentException("unknown target " + target);
    }

    private static String notAField(String name, PathPattern path, MethodSchema method) {
        return "The template " + name + " of /" + path + " is no field of the request of " + method.name()
                + " that a text can fill (expected: a field's name; * takes a segment without a name)";
    }
}
