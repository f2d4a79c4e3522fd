package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.exchange.Response;
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

    /** Answers a request; always completes normally. HEAD is GET without the body; OPTIONS answers by itself. */
    public CompletionStage<Response> dispatch(Exchange exchange) {
        GatewaySnapshot snapshot = snapshots.retainCurrent();
        if (snapshot == null) {
            return CompletableFuture.completedFuture(problem(exchange, notReady()));
        }
        CompletionStage<Response> answer;
        try {
            answer = answer(snapshot, exchange);
        } catch (GatewayException | RuntimeException | Error e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.handle((response, failure) -> {
            snapshot.release();
            Response whole = failure == null ? response : problem(exchange, failure);
            return exchange.method().equals("HEAD") ? withoutBody(whole) : whole;
        });
    }

    private static CompletionStage<Response> answer(GatewaySnapshot snapshot, Exchange exchange)
            throws GatewayException {
        if (exchange.method().equals("OPTIONS")) {
            Map<String, String> allow = Map.of("Allow", snapshot.allow(exchange));
            return CompletableFuture.completedFuture(new Response(204, null, allow, new byte[0], 0));
        }
        RouteMatch match = snapshot.route(exchange);
        return match.upstream()
                .call(exchange.method().equals("HEAD") ? asGet(exchange) : exchange, match.pathParameters());
    }

    private static Exchange asGet(Exchange head) {
        return new Exchange(
                "GET", head.path(), head.query(), head.headers(), head.client(), head.body(), head.bodyLength());
    }

    private static Response withoutBody(Response response) {
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

    private Response problem(Exchange exchange, @Nullable Throwable failure) {
        Throwable cause = GatewayException.causeOf(failure);
        if (cause instanceof GatewayException known) {
            faults.log(exchange.method(), exchange.path(), known);
            return ProblemJson.response(known);
        }
        // Not foreseen, so a fault of ours: the one case in which a stack trace says something.
        LOGGER.log(Level.ERROR, exchange.method() + " " + exchange.path() + ": unexpected failure", cause);
        return ProblemJson.response(new GatewayException(
                GatewayError.INTERNAL_ERROR, "The gateway failed in a way that was not foreseen; its log says more"));
    }
}
