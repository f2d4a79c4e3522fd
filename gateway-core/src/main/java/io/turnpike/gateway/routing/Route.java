package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.routing.rule.HostPattern;
import io.turnpike.gateway.routing.rule.PathPattern;
import io.turnpike.gateway.routing.rule.RequestPath;
import io.turnpike.gateway.routing.rule.RouteCompiler;
import io.turnpike.gateway.routing.rule.RouteRule;
import io.turnpike.gateway.upstream.BufferedUpstream;
import io.turnpike.gateway.upstream.Upstream;
import io.turnpike.thrift.json.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A route at one of its places, with all that answering its requests takes. What a search asks of it is kept in the object itself, so that
 * it has to fetch no other one. Immutable.
 */
final class Route {

    private static final int MASKED = Long.SIZE;

    private final RouteRule rule;
    private final HostPattern host;
    private final PathPattern path;
    private final List<String> fields;
    private final String target;
    private final String service;
    private final Upstream upstream;

    private final int priority;
    private final int verbs;
    private final boolean unconditional;
    private final boolean ofService;
    /** Which of the first 64 segments are templates. */
    private final long templates;

    /** The field if there is one only. */
    private final @Nullable String onlyField;

    /**
     * @param rule what it asks of a request besides the place
     * @param host the hosts of the place
     * @param path the whole path of the place
     * @param fields the request field that each template fills, in the order of the path
     * @param target the name of what answers, for people
     * @param service the name of the service that answers; may be empty
     * @param upstream what answers
     */
    Route(
            RouteRule rule,
            HostPattern host,
            PathPattern path,
            List<String> fields,
            String target,
            String service,
            Upstream upstream) {
        this.rule = rule;
        this.host = host;
        this.path = path;
        this.fields = List.copyOf(fields);
        this.target = target;
        this.service = service;
        this.upstream = upstream;
        priority = rule.priority();
        verbs = rule.verbBits();
        unconditional = rule.unconditional();
        ofService = rule.ofService();
        long mask = 0;
        for (int i = 0; i < path.segments().size() && i < MASKED; i++) {
            mask |= path.segments().get(i).template() ? 1L << i : 0;
        }
        templates = mask;
        onlyField = fields.size() == 1 && mask != 0 ? fields.get(0) : null;
    }

    /** The path of a service. */
    static Route ofService(String serviceName, PathBinding binding, BufferedUpstream upstream) {
        PathPattern path = binding.pattern().below(serviceName);
        return new Route(
                RouteRule.ofService("/" + path, binding.verbs()),
                HostPattern.ANY,
                path,
                binding.fields(),
                binding.method().name(),
                serviceName,
                upstream);
    }

    /** All paths of a service that cannot be called. */
    static Route refusing(String serviceName, GatewayException problem) {
        PathPattern path = new PathPattern(
                List.of(PathPattern.Segment.literal(serviceName), new PathPattern.Segment(PathPattern.Kind.REST, "")));
        RouteRule rule = RouteRule.ofService("/" + path, RouteCompiler.VERBS);
        return new Route(
                rule, HostPattern.ANY, path, List.of(), problem.error().code(), serviceName, new Refusal(problem));
    }

    RouteRule rule() {
        return rule;
    }

    HostPattern host() {
        return host;
    }

    PathPattern path() {
        return path;
    }

    /** The name of what answers, for people. */
    String target() {
        return target;
    }

    /** The name of the service that answers; the empty text if it is none. */
    String service() {
        return service;
    }

    Upstream upstream() {
        return upstream;
    }

    /** The rule's. */
    int priority() {
        return priority;
    }

    /** The rule's. */
    boolean ofService() {
        return ofService;
    }

    /** The rule's. */
    boolean unconditional() {
        return unconditional;
    }

    /** Whether it takes one of these verbs, see {@link RouteRule#verb}. */
    boolean takes(int verb) {
        return (verbs & verb) != 0;
    }

    /** Whether all that it does is to answer what is the matter with its service. */
    boolean refuses() {
        return upstream instanceof Refusal;
    }

    /** The values of the templates in a request's path. */
    List<Parameter> parameters(RequestPath request) {
        if (onlyField != null) {
            return List.of(new Parameter(onlyField, request.text(Long.numberOfTrailingZeros(templates))));
        }
        if (fields.isEmpty()) {
            return List.of();
        }
        List<Parameter> parameters = new ArrayList<>(fields.size());
        for (int i = 0; parameters.size() < fields.size(); i++) {
            if (i < MASKED ? (templates >>> i & 1) != 0 : path.segments().get(i).template()) {
                parameters.add(new Parameter(fields.get(parameters.size()), request.text(i)));
            }
        }
        return parameters;
    }

    /** Answers every request with the same problem. */
    record Refusal(GatewayException problem) implements BufferedUpstream {

        @Override
        public CompletableFuture<Response> call(Exchange exchange, List<Parameter> pathParameters) {
            return CompletableFuture.failedFuture(problem);
        }

        @Override
        public boolean readsBody() {
            return false;
        }
    }
}
