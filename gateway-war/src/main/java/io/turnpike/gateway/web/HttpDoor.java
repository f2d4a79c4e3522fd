package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.routing.Dispatcher;
import io.turnpike.gateway.routing.Passage;
import io.turnpike.gateway.routing.rule.TrustedProxies;
import io.turnpike.gateway.settings.GatewaySettings;
import io.turnpike.gateway.upstream.CollectedBody;
import io.turnpike.gateway.upstream.StreamedRequest;
import io.turnpike.gateway.upstream.io.IoLoops;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The one filter, before everything else: on Payara each filter costs a call about as much as all that happens in this one. What the {@link Entrance} does not turn away is
 * asked where it leads before anybody reads its body. What is streamed is answered here, and so are calls,
 * unless {@code dataPlane} has them go on to JAX-RS, with what was found out about them in a {@link HeldPassage}.
 */
public class HttpDoor extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient Dispatcher dispatcher;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient TrustedProxies proxies;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient CallsInFlight calls;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient AnswerThreads answerThreads;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient SlowClients slowClients;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient PortCheck portCheck;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient CallDoor callDoor;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient GatewaySettings settings;

    @SuppressWarnings("NullAway.Init")
    private transient ServerPaths serverPaths;

    @SuppressWarnings("NullAway.Init")
    private transient Entrance entrance;

    private transient boolean hasSeenServer;

    @Override
    public void init() {
        serverPaths = ServerPaths.of(getServletContext());
        entrance = new Entrance(new AdminPort(settings.adminPort(), serverPaths), dispatcher);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ClientConnection connection = ClientConnection.of(request);
        if (!hasSeenServer) {
            hasSeenServer = true;
            UndertowTasks.install(getServletContext(), connection);
        }
        if (connection.isClosed()) {
            // Nobody would read an answer.
            return;
        }
        if (connection.isLastRequest()) {
            response.setHeader("Connection", "close");
        }
        // What is answered later gives it anew.
        HttpDate.set(response);
        String path = request.getRequestURI().substring(request.getContextPath().length());
        Response turnedAway = entrance.check(request, connection, path);
        if (turnedAway != null) {
            turnAway(request, response, connection, turnedAway);
            return;
        }
        if (serverPaths.contains(path)) {
            answerServer(request, response, connection, chain);
            return;
        }
        if (FixedPaths.verdict(path, request.getMethod()) != FixedPaths.Verdict.DATA_PLANE) {
            answerOwn(path, request, response, connection, chain);
            return;
        }
        ServletHeaders headers = new ServletHeaders(request);
        // Read now: the log may want it when the request is gone.
        String client = proxies.client(request.getRemoteAddr(), headers);
        Exchange head = headers.exchange(path, () -> client);
        Passage passage = dispatcher.begin(head);
        try {
            answer(passage, head, connection, request, response, chain);
        } catch (IOException | ServletException | RuntimeException | Error e) {
            passage.abandon();
            throw e;
        }
    }

    private void turnAway(
            HttpServletRequest request, HttpServletResponse response, ClientConnection connection, Response answer)
            throws IOException {
        ProblemResponses.write(request, response, answer);
        if (connection.isLeftOpen()) {
            response.flushBuffer();
            connection.cut();
        } else {
            LingeringClient.awaitRest(request, response, connection, slowClients);
        }
    }

    /** A path of the server's own; who sends such requests ahead on a connection may find it closed, and sends them again. */
    private void answerServer(
            HttpServletRequest request, HttpServletResponse response, ClientConnection connection, FilterChain chain)
            throws IOException, ServletException {
        if (!IoLoops.isCurrent()) {
            chain.doFilter(request, response);
        } else if (request.isAsyncSupported()) {
            ElsewhereRequest.handOver(request, response, connection, answerThreads::execute);
        } else {
            connection.cut();
        }
    }

    /** A path of the gateway's own. */
    private void answerOwn(
            String path,
            HttpServletRequest request,
            HttpServletResponse response,
            ClientConnection connection,
            FilterChain chain)
            throws IOException, ServletException {
        int mostBytes = settings.maxRequestBytes();
        boolean readsBody = FixedPaths.readsBody(
                path, request.getMethod(), request.getHeader("apikey") != null, settings.registrationOpen());
        if (readsBody && !RequestBody.isAtHand(request, mostBytes)) {
            BodyCollector.begin(request, response, connection, slowClients, mostBytes);
            return;
        }
        if (readsBody && request.getContentLengthLong() > mostBytes) {
            // Here, because RESTEasy would read all of it behind its answer.
            GatewayException refusal = CollectedBody.tooLarge(request.getContentLengthLong(), mostBytes);
            RequestFaults.log(request.getMethod(), path, refusal, RequestFaults.peer(request));
            ProblemResponses.write(request, response, ProblemJson.response(refusal));
        } else if (IoLoops.isCurrent()) {
            ElsewhereRequest.handOver(request, response, connection, answerThreads::execute);
            return;
        } else {
            chain.doFilter(request, response);
        }
        LingeringClient.awaitRest(request, response, connection, slowClients);
    }

    private void answer(
            Passage passage,
            Exchange head,
            ClientConnection connection,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        if (passage.isStreamed() || (settings.callsInFilter() && callDoor.wouldWait(request, passage))) {
            stream(passage, head, request, response, connection);
            return;
        }
        if (settings.callsInFilter() || passage.isAnswered()) {
            portCheck.seen(request.getLocalPort());
            callDoor.serve(request, response, connection, head, passage);
        } else {
            try (HeldPassage held = new HeldPassage(request, passage)) {
                chain.doFilter(request, response);
            }
        }
        LingeringClient.awaitRest(request, response, connection, slowClients);
    }

    private void stream(
            Passage passage,
            Exchange head,
            HttpServletRequest request,
            HttpServletResponse response,
            ClientConnection connection)
            throws IOException {
        portCheck.seen(request.getLocalPort());
        StreamedRequest streamed;
        try {
            streamed = RequestHead.read(request, connection, head, proxies);
        } catch (GatewayException malformed) {
            passage.abandon();
            RequestFaults.log(request.getMethod(), head.path(), malformed, RequestFaults.peer(request));
            // Nobody knows where the next request begins.
            response.setHeader("Connection", "close");
            ProblemResponses.write(request, response, ProblemJson.response(malformed));
            LingeringClient.awaitRest(request, response, connection, slowClients);
            return;
        }
        ServletPassage begun = new ServletPassage(
                request,
                response,
                connection,
                streamed,
                answerThreads::execute,
                calls.began(head, connection),
                slowClients::ended);
        slowClients.began(begun);
        try {
            begun.start(passage, settings.maxRequestBytes());
        } catch (RuntimeException | Error e) {
            begun.abandon();
            throw e;
        }
    }
}
