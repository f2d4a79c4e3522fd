package io.turnpike.gateway.web;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a request came by, for what Servlet has no word for: to cut it, so that an answer that broke off does not look
 * whole. Neither server does that by itself: Undertow and Grizzly end an unfinished chunked body as if it were finished, whatever is thrown
 * in whatever callback. So this reaches for the server's own object, by the public methods of public classes. Safe for several threads.
 */
final class ClientConnection {

    private static final System.Logger LOGGER = System.getLogger(ClientConnection.class.getName());

    /** From the request to its connection, and what closes that at once. */
    private enum Kind {
        UNDERTOW("getExchange", "getConnection", "close"),
        GRIZZLY("getUnwrappedCoyoteRequest", "getCoyoteRequest", "getContext", "getConnection", "terminateSilently"),
        UNKNOWN();

        private final List<String> methods;

        Kind(String... methods) {
            this.methods = List.of(methods);
        }

        static Kind of(Object request) {
            String name = request.getClass().getName();
            if (name.startsWith("io.undertow.")) {
                return UNDERTOW;
            }
            return name.startsWith("org.apache.catalina.connector.RequestFacade") ? GRIZZLY : UNKNOWN;
        }
    }

    private final Kind kind;
    private final HttpServletRequest request;
    private final Object inner;

    private ClientConnection(Kind kind, HttpServletRequest request, Object inner) {
        this.kind = kind;
        this.request = request;
        this.inner = inner;
    }

    /** That of a request. */
    static ClientConnection of(HttpServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        return new ClientConnection(Kind.of(inner), request, inner);
    }

    /**
     * Whether somebody before the gateway could take what follows this request for a part of it. Grizzly takes a request with both a
     * length and chunks, and drops the length before anybody sees it; Undertow takes {@code 0x0} for the size of the last chunk. So nothing
     * may follow anything chunked.
     */
    boolean mayHideRequest() {
        return request.getHeader("Transfer-Encoding") != null;
    }

    /** Whether the request may have a body. */
    boolean mayHaveBody() {
        long length = request.getContentLengthLong();
        return length > 0
                || request.getHeader("Transfer-Encoding") != null
                || (length < 0 && !request.getProtocol().startsWith("HTTP/1."));
    }

    /**
     * Whether an answer whose length is not known must be said to be chunked. Where the connection is not kept, Undertow would end it by
     * closing, and whether it is whole could not be told.
     */
    boolean needsChunkedSaid() {
        return kind == Kind.UNDERTOW && request.getProtocol().equals("HTTP/1.1");
    }

    /**
     * Whether the server has not got all of the request's body, and will read the rest once it is told that the request is over. Undertow reads on a
     * worker thread; Grizzly says nothing of the kind, and does without a thread where the request is not asynchronous.
     */
    boolean isDraining() {
        if (kind != Kind.UNDERTOW) {
            return false;
        }
        try {
            Object exchange = inner.getClass().getMethod("getExchange").invoke(inner);
            return exchange != null
                    && Boolean.FALSE.equals(
                            exchange.getClass().getMethod("isRequestComplete").invoke(exchange));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Whether a request has been read cannot be told: {0}", e);
            return false;
        }
    }

    /** Cuts the connection while its answer is on the way; false if that is not possible on this server. */
    boolean cut() {
        @Nullable Object at = inner;
        try {
            for (String method : kind.methods) {
                if (at == null) {
                    return false;
                }
                at = at.getClass().getMethod(method).invoke(at);
            }
            return kind != Kind.UNKNOWN;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "A connection to a client cannot be cut: {0}", e);
            return false;
        }
    }
}
