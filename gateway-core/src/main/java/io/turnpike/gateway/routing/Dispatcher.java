package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.plugin.chain.PluginChains;
import io.turnpike.gateway.upstream.BufferedUpstream;
import io.turnpike.gateway.upstream.Upstream;
import io.turnpike.thrift.json.Parameter;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The data plane's entrance: takes a request, reads the snapshot once, and answers, errors included. Never blocks. */
public final class Dispatcher {

    private static final System.Logger LOGGER = System.getLogger(Dispatcher.class.getName());

    private final SnapshotHolder snapshots;
    private final FaultLog faults = new FaultLog(LOGGER, System::nanoTime);

    public Dispatcher(SnapshotHolder snapshots) {
        this.snapshots = snapshots;
    }

    /**
     * Answers a request that is not streamed; always completes normally. HEAD is GET without the body; OPTIONS answers by itself.
     *
     * @throws IllegalStateException if the request is to be streamed; see {@link #begin}
     */
    public CompletionStage<Response> dispatch(Exchange exchange) {
        Passage passage = begin(exchange);
        if (passage.isStreamed()) {
            passage.abandon();
        }
        return passage.answer(exchange);
    }

    /**
     * Finds out what answers a request, before its body is read.
     *
     * @param head the request, with or without its body
     */
    public Passage begin(Exchange head) {
        GatewaySnapshot snapshot = snapshots.retainCurrent();
        if (snapshot == null) {
            return Passage.refused(this, head, notReady());
        }
        Passage passage = null;
        try {
            passage = begin(snapshot, head);
            return passage;
        } catch (GatewayException | RuntimeException | Error e) {
            return Passage.refused(this, head, e);
        } finally {
            if (passage == null || passage.isAnswered()) {
                snapshot.release();
            }
        }
    }

    private Passage begin(GatewaySnapshot snapshot, Exchange head) throws GatewayException {
        try {
            return head.method().equals("OPTIONS")
                    ? options(snapshot, head)
                    : Passage.to(this, snapshot, head, snapshot.route(head));
        } catch (GatewayException e) {
            // What is bound to all requests is asked about those, too, that nothing takes.
            Upstream refusal = new Route.Refusal(e);
            Upstream asked = snapshot.plugins().around(refusal, "", "");
            if (asked == refusal || e.error() == GatewayError.MALFORMED_REQUEST) {
                throw e;
            }
            return Passage.to(this, snapshot, head, new RouteMatch(asked));
        }
    }

    private Passage options(GatewaySnapshot snapshot, Exchange head) throws GatewayException {
        // What streams has an answer of its own; nobody else knows which verbs it takes.
        RouteMatch match = snapshot.find(head);
        if (match != null && PluginChains.streams(match.upstream())) {
            return Passage.to(this, snapshot, head, match);
        }
        Map<String, String> allow = Map.of("Allow", snapshot.allow(head));
        Response verbs = new Response(204, null, allow, new byte[0], 0);
        String wanted = head.headers().first("Access-Control-Request-Method");
        RouteMatch asked = wanted == null ? null : snapshot.find(head.withMethod(wanted));
        Upstream constant = new Constant(verbs);
        Upstream plugins = asked == null
                ? snapshot.plugins().around(constant, "", "")
                : PluginChains.inPlaceOf(asked.upstream(), constant);
        return plugins == constant
                ? Passage.answered(this, head, verbs)
                : Passage.to(this, snapshot, head, new RouteMatch(plugins));
    }

    /** Answers every request in the same way. */
    private record Constant(Response response) implements BufferedUpstream {

        @Override
        public CompletionStage<Response> call(Exchange exchange, List<Parameter> pathParameters) {
            return CompletableFuture.completedFuture(response);
        }

        @Override
        public boolean readsBody() {
            return false;
        }
    }

    /** HEAD is answered like GET. */
    static Exchange asGet(Exchange request) {
        return !request.method().equals("HEAD")
                ? request
                : new Exchange(
                        "GET",
                        request.path(),
                        request.query(),
                        request.headers(),
                        request.client(),
                        request.body(),
                        request.bodyLength());
    }

    /** The answer as the verb wants it: none to HEAD has a body. */
    Response fit(Exchange request, Response response) {
        if (!request.method().equals("HEAD")) {
            return response;
        }
        Map<String, String> headers = new HashMap<>(response.headers());
        if (response.bodyLength() > 0) {
            headers.put("Content-Length", String.valueOf(response.bodyLength()));
        }
        return new Response(response.status(), response.contentType(), headers, response.cookies(), new byte[0], 0);
    }

    private static GatewayException notReady() {
        return new GatewayException(
                GatewayError.NOT_READY,
                "The gateway has not loaded its configuration yet",
                List.of(),
                Map.of("Retry-After", "1"));
    }

    /**
     * The answer that says what went wrong; logs it.
     *
     * @param routeId of the operator's route that was to answer; empty if there is none
     */
    Response problem(Exchange request, String routeId, @Nullable Throwable failure) {
        Throwable cause = GatewayException.causeOf(failure);
        if (cause instanceof GatewayException known) {
            log(request, routeId, known);
            return ProblemJson.response(known);
        }
        // Not foreseen, so a fault of ours: the one case in which a stack trace says something.
        LOGGER.log(Level.ERROR, request.method() + " " + request.path() + ": unexpected failure", cause);
        return ProblemJson.response(GatewayException.unforeseen());
    }

    /** Notes which places a request was sent to after the first had failed, see {@link FaultLog#tried}. */
    void logTried(Exchange request, String places) {
        faults.tried(request.method(), request.path(), places);
    }

    /** Notes that a request has ended so; the parameters are those of {@link #problem}. */
    void log(Exchange request, String routeId, GatewayException problem) {
        faults.log(request.method(), request.path(), problem, note(request, routeId));
    }

    /** The same of one whose client has got the head of an answer with this status. */
    void brokenOff(Exchange request, String routeId, int status, GatewayException problem) {
        faults.brokenOff(request.method(), request.path(), status, problem, note(request, routeId));
    }

    private static String note(Exchange request, String routeId) {
        return FaultLog.note(routeId, request.client().address());
    }
}
