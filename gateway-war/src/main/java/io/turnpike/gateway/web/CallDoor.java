package io.turnpike.gateway.web;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.ProblemJson;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.routing.Passage;
import io.turnpike.gateway.settings.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Answers calls whose bodies are there, in the filter before JAX-RS. The body is read on the container's thread, as JAX-RS does it, unless the
 * answer is there without it; while the server works no thread is held, and the answer is written by whichever thread has it, see {@link AnswerWriter}.
 * A body that has not come yet is no matter of this: a few hundred clients that stall in the middle would hold all threads there are.
 */
@ApplicationScoped
public class CallDoor {

    private static final System.Logger LOGGER = System.getLogger(CallDoor.class.getName());

    /** An answer that is there at once is written at once if it has no more than so many bytes; a thread would have to wait for the client to take a larger one. */
    private static final int MOST_AT_ONCE = 16 << 10;

    @Inject
    @SuppressWarnings("NullAway.Init")
    GatewaySettings settings;

    @Inject
    @SuppressWarnings("NullAway.Init")
    CallsInFlight calls;

    @Inject
    @SuppressWarnings("NullAway.Init")
    SlowClients slowClients;

    /** Whether a thread would have to wait for the rest of the body: then the request is to be streamed. */
    boolean wouldWait(HttpServletRequest request, Passage passage) throws IOException {
        return !passage.isAnswered() && !RequestBody.isAtHand(request, settings.maxRequestBytes());
    }

    /**
     * Answers a request, now or later.
     *
     * @param head the request without its body
     * @param passage what answers it; answered or abandoned by this, whatever happens
     */
    void serve(
            HttpServletRequest request,
            HttpServletResponse response,
            ClientConnection connection,
            Exchange head,
            Passage passage)
            throws IOException {
        if (passage.isAnswered()) {
            Response now = passage.answer(head).toCompletableFuture().join();
            if (isWrittenAtOnce(now) || connection.mayHaveBody()) {
                write(response, connection, now);
            } else {
                later(request, response, connection, head).write(now);
            }
            return;
        }
        Exchange whole;
        try {
            RequestBody body = RequestBody.read(
                    request.getInputStream(), request.getContentLengthLong(), settings.maxRequestBytes());
            whole = head.withBody(body.bytes(), body.length());
        } catch (GatewayException e) {
            passage.abandon();
            RequestFaults.log(head.method(), head.path(), e, RequestFaults.peer(request));
            ProblemResponses.write(request, response, ProblemJson.response(e));
            return;
        } catch (IOException | RuntimeException | Error e) {
            passage.abandon();
            throw e;
        }
        CompletableFuture<Response> answer = passage.answer(whole).toCompletableFuture();
        if (answer.isDone() && isWrittenAtOnce(answer.join())) {
            write(response, connection, answer.join());
            return;
        }
        AnswerWriter writer = later(request, response, connection, head);
        CompletionStage<Response> stage = answer;
        stage.whenComplete((later, failure) -> writer.write(failure == null ? later : unexpected(head, failure)));
    }

    private static boolean isWrittenAtOnce(Response answer) {
        return answer.bodyLength() <= MOST_AT_ONCE;
    }

    private AnswerWriter later(
            HttpServletRequest request, HttpServletResponse response, ClientConnection connection, Exchange head) {
        CallsInFlight.Call call = calls.began(head, connection);
        try {
            return AnswerWriter.of(request, response, connection, slowClients, call::answered);
        } catch (RuntimeException e) {
            call.answered(0);
            throw e;
        }
    }

    private static void write(HttpServletResponse response, ClientConnection connection, Response answer)
            throws IOException {
        AnswerWriter.head(response, connection, answer);
        response.getOutputStream().write(answer.body(), 0, answer.bodyLength());
    }

    /** Passages complete normally, always. */
    private static Response unexpected(Exchange head, Throwable failure) {
        LOGGER.log(Level.ERROR, head.method() + " " + head.path() + ": unexpected failure", failure);
        return ProblemJson.response(GatewayException.unforeseen());
    }
}
