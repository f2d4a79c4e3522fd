package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.routing.Dispatcher;
import io.turnpike.gateway.routing.Passage;
import io.turnpike.gateway.routing.rule.TrustedProxies;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The catch-all, where {@code dataPlane} is {@code jaxrs}: hands every request that is not for a path of the gateway's own to the data plane.
 */
@Path("/")
@ApplicationScoped
public class DataPlaneResource {

    private static final String ANY = "{any: .*}";
    private static final String FORM = "application/x-www-form-urlencoded";

    @Inject
    Dispatcher dispatcher;

    @Inject
    GatewaySettings settings;

    @Inject
    AnswerThreads answerThreads;

    @Inject
    CallsInFlight calls;

    @Inject
    PortCheck portCheck;

    @Inject
    TrustedProxies proxies;

    @GET
    @Path(ANY)
    public void get(@Context HttpServletRequest request, @Context HttpHeaders headers, @Suspended AsyncResponse answer)
            throws GatewayException, IOException {
        handle(request, headers, answer);
    }

    @HEAD
    @Path(ANY)
    public void head(@Context HttpServletRequest request, @Context HttpHeaders headers, @Suspended AsyncResponse answer)
            throws GatewayException, IOException {
        handle(request, headers, answer);
    }

    @POST
    @Path(ANY)
    public void post(@Context HttpServletRequest request, @Context HttpHeaders headers, @Suspended AsyncResponse answer)
            throws GatewayException, IOException {
        handle(request, headers, answer);
    }

    @PUT
    @Path(ANY)
    public void put(@Context HttpServletRequest request, @Context HttpHeaders headers, @Suspended AsyncResponse answer)
            throws GatewayException, IOException {
        handle(request, headers, answer);
    }

    @PATCH
    @Path(ANY)
    public void patch(
            @Context HttpServletRequest request, @Context HttpHeaders headers, @Suspended AsyncResponse answer)
            throws GatewayException, IOException {
        handle(request, headers, answer);
    }

    @DELETE
    @Path(ANY)
    public void delete(
            @Context HttpServletRequest request, @Context HttpHeaders headers, @Suspended AsyncResponse answer)
            throws GatewayException, IOException {
        handle(request, headers, answer);
    }

    @OPTIONS
    @Path(ANY)
    public void options(
            @Context HttpServletRequest request, @Context HttpHeaders headers, @Suspended AsyncResponse answer)
            throws GatewayException, IOException {
        handle(request, headers, answer);
    }

    private void handle(HttpServletRequest request, HttpHeaders headers, AsyncResponse answer)
            throws GatewayException, IOException {
        portCheck.seen(request.getLocalPort());
        RequestBody body = RequestBody.read(
                request.getInputStream(),
                isForm(request) ? -1 : request.getContentLengthLong(),
                settings.maxRequestBytes());
        RequestHeaders fields = new RequestHeaders(headers.getRequestHeaders());
        String path = request.getRequestURI().substring(request.getContextPath().length());
        // Read now: the log may want it when the request is gone.
        String client = proxies.client(request.getRemoteAddr(), fields);
        Exchange exchange = new Exchange(
                request.getMethod(), path, request.getQueryString(), fields, () -> client, body.bytes(), body.length());
        CompletableFuture<Response> whenDone = answer(request, exchange).toCompletableFuture();
        if (whenDone.isDone()) {
            answer.resume(ProblemResponses.of(whenDone.join()));
            return;
        }
        // No AsyncResponse.setTimeout: the upstream ends every call in its time, and RESTEasy keeps the timer of a call
        // that has long been answered.
        CallsInFlight.Call call = calls.began(exchange, ClientConnection.of(request));
        CompletionStage<Response> stage = whenDone;
        stage.whenComplete((response, failure) -> answerThreads.execute(() -> finish(call, answer, response, failure)));
    }

    /** By what the door has found, if it was asked. */
    private CompletionStage<Response> answer(HttpServletRequest request, Exchange exchange) {
        Passage passage = HeldPassage.take(request);
        return passage == null ? dispatcher.dispatch(exchange) : passage.answer(exchange);
    }

    private static void finish(
            CallsInFlight.Call call, AsyncResponse answer, @Nullable Response response, @Nullable Throwable failure) {
        try {
            if (response != null) {
                answer.resume(ProblemResponses.of(response));
            } else if (failure != null) {
                answer.resume(failure);
            }
        } finally {
            call.answered(response == null ? 500 : response.status());
        }
    }

    /**
     * Whether it is sent as a form, as curl does unless it is told otherwise. Jersey looks at the first byte of a form that is
     * still on its way, and keeps it; so its length is not what was announced, and nobody must complain of that instead of the type.
     */
    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.regionMatches(true, 0, FORM, 0, FORM.length());
    }

    private record RequestHeaders(MultivaluedMap<String, String> values) implements Exchange.Headers {

        @Override
        public @Nullable String first(String name) {
            return values.getFirst(name);
        }

        @Override
        public List<String> all(String name) {
            List<String> all = values.get(name);
            return all == null ? List.of() : all;
        }
    }
}
