package io.turnpike.gateway.upstream.http;

import io.netty.handler.ssl.NotSslRecordException;
import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.LogText;
import io.turnpike.gateway.upstream.io.ConnectFailure;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every error that an HTTP upstream answers with, and what each one says. Addresses of nodes are for the log only. */
final class HttpProblems {

    private static final int LONGEST_NOTE = 200;
    private static final Map<String, String> RETRY_SOON = Map.of("Retry-After", "1");

    private final String node;
    private final String nodes;

    /** @param service the registered service whose servers are called; empty if the nodes are a list */
    HttpProblems(String service) {
        node = service.isEmpty() ? "The HTTP node" : "The server of " + service;
        nodes = service.isEmpty() ? "HTTP node" : "server of " + service;
    }

    Failure connectFailed(ConnectFailure failure) {
        String reason = "No connection to the " + nodes + ": " + LogText.oneLine(failure.reason());
        return switch (failure.kind()) {
            case REFUSED -> noConnection(reason);
            case TIMED_OUT ->
                new Failure(Failure.Kind.TIMEOUT, new GatewayException(GatewayError.UPSTREAM_TIMEOUT, reason));
            case NO_RESOURCES -> new Failure(Failure.Kind.OURS, retryLater(GatewayError.OVERLOADED, reason));
        };
    }

    Failure unknownHost() {
        return noConnection("No connection to the " + nodes + ": its host name is not known");
    }

    /** The client gets no more than the kind of it; what the JVM says is for the log. */
    Failure handshakeFailed(@Nullable Throwable cause) {
        String why = cause instanceof NotSslRecordException
                ? "it does not speak TLS"
                : isOfCertificate(cause)
                        ? "its certificate is not trusted, or is another one's"
                        : cause == null ? "the connection was closed" : "the handshake failed";
        // Netty's message of bytes that are no TLS is a dump of them.
        String said = cause == null || cause instanceof NotSslRecordException
                ? ""
                : LogText.oneLine(String.valueOf(cause.getMessage()));
        GatewayException problem =
                new GatewayException(GatewayError.NO_CONNECTION, "No TLS connection to the " + nodes + ": " + why);
        return new Failure(Failure.Kind.ERROR, problem.withLogNote(LogText.shortened(said, LONGEST_NOTE)));
    }

    private static boolean isOfCertificate(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof GeneralSecurityException) {
                return true;
            }
        }
        return false;
    }

    Failure connectTimeout(Duration timeout) {
        return timeout("No connection to the " + nodes + " within " + timeout.toMillis() + " ms");
    }

    Failure closedBeforeAnswer() {
        return error(node + " closed the connection before it answered");
    }

    Failure broken(String reason) {
        return error("The connection to the " + nodes + " broke: " + LogText.oneLine(reason));
    }

    Failure cutOff() {
        return error(node + " closed the connection in the middle of its answer");
    }

    Failure silent(Duration timeout) {
        return timeout(node + " sent nothing for " + timeout.toMillis() + " ms");
    }

    Failure takesNothing(Duration timeout) {
        return timeout(node + " took nothing of the request's body for " + timeout.toMillis() + " ms");
    }

    Failure badAnswer(String reason) {
        return new Failure(
                Failure.Kind.INVALID_HEADER,
                new GatewayException(
                        GatewayError.BAD_REPLY, node + " sent what is no HTTP answer: " + LogText.oneLine(reason)));
    }

    Failure wrongLength(long announced, long sent) {
        return ours(new GatewayException(
                GatewayError.MALFORMED_REQUEST,
                "The request's body has " + Counted.of(sent, "byte") + " (expected: " + announced
                        + ", its Content-Length)"));
    }

    Failure noneLeft(boolean any) {
        return ours(retryLater(
                GatewayError.NO_LIVE_INSTANCE,
                any ? "Every " + nodes + " fails its probes" : "There is no " + nodes + " that takes requests"));
    }

    Failure overloaded(int connections) {
        return ours(retryLater(
                GatewayError.OVERLOADED, "There are already " + connections + " connections to each " + nodes));
    }

    Failure stopped() {
        return ours(new GatewayException(
                GatewayError.CONNECTION_LOST, "The gateway was stopped before the " + nodes + " had answered"));
    }

    static GatewayException loop() {
        return new GatewayException(
                GatewayError.LOOP_DETECTED,
                "The request has been forwarded by this gateway before, as its Via header says");
    }

    static GatewayException malformed(String what) {
        return new GatewayException(
                GatewayError.MALFORMED_REQUEST, what + " has a character that HTTP does not allow there");
    }

    private static Failure noConnection(String detail) {
        return new Failure(Failure.Kind.ERROR, new GatewayException(GatewayError.NO_CONNECTION, detail));
    }

    private static Failure error(String detail) {
        return new Failure(Failure.Kind.ERROR, new GatewayException(GatewayError.CONNECTION_LOST, detail));
    }

    private static Failure timeout(String detail) {
        return new Failure(Failure.Kind.TIMEOUT, new GatewayException(GatewayError.UPSTREAM_TIMEOUT, detail));
    }

    private static Failure ours(GatewayException problem) {
        return new Failure(Failure.Kind.OURS, problem);
    }

    private static GatewayException retryLater(GatewayError error, String detail) {
        return new GatewayException(error, detail, List.of(), RETRY_SOON);
    }
}
