package io.turnpike.gateway.web;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a request came by, for what Servlet has no word for: to cut it, so that an answer that broke off does not look
 * whole. Neither server does that by itself: Undertow and Grizzly end an unfinished chunked body as if it were finished, whatever is thrown
 * in whatever callback. So this reaches for the server's own object, by the public methods of public classes. Safe for several threads.
 */
final class ClientConnection {

    private static final System.Logger LOGGER = System.getLogger(ClientConnection.class.getName());
    private static final Map<Step, Method> METHODS = new ConcurrentHashMap<>();

    /** What closes a connection at once, and the way to it from the request. */
    private enum Kind {
        UNDERTOW("close", "getExchange", "getConnection"),
        GRIZZLY("terminateSilently", "getUnwrappedCoyoteRequest", "getCoyoteRequest", "getContext", "getConnection"),
        UNKNOWN("");

        private final String close;
        private final List<String> path;

        Kind(String close, String... path) {
            this.close = close;
            this.path = List.of(path);
        }

        static Kind of(Object request) {
            String name = request.getClass().getName();
            if (name.startsWith("io.undertow.")) {
                return UNDERTOW;
            }
            return name.startsWith("org.apache.catalina.connector.RequestFacade") ? GRIZZLY : UNKNOWN;
        }
    }

    private record Step(Class<?> type, String method) {}

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

    /** Whether requests follow each other on the connection, which those of HTTP/2 do not. */
    boolean isInTurn() {
        return request.getProtocol().startsWith("HTTP/1.");
    }

    /** Whether the client says, or is to be told, that no other request comes by this connection; see {@link LastRequests}. */
    boolean isLastRequest() {
        String option = request.getHeader("Connection");
        return mayHideRequest()
                || (option != null && option.toLowerCase(Locale.ROOT).contains("close"));
    }

    /** The server's object, the same one for all requests of the connection; empty where the server itself takes none behind the last one. */
    Optional<Object> transport() {
        return kind == Kind.GRIZZLY ? Optional.ofNullable(connection()) : Optional.empty();
    }

    /** Cuts the connection while its answer is on the way; false if that is not possible on this server. */
    boolean cut() {
        Object connection = connection();
        if (connection == null) {
            return false;
        }
        try {
            step(connection, kind.close);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "A connection to a client cannot be cut: {0}", e);
            return false;
        }
    }

    private @Nullable Object connection() {
        @Nullable Object at = kind == Kind.UNKNOWN ? null : inner;
        try {
            for (String method : kind.path) {
                if (at == null) {
                    return null;
                }
                at = step(at, method);
            }
            return at;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "The connection of a request cannot be told: {0}", e);
            return null;
        }
    }

    private static @Nullable Object step(Object from, String method) throws ReflectiveOperationException {
        Step step = new Step(from.getClass(), method);
        Method known = METHODS.get(step);
        if (known == null) {
            known = step.type().getMethod(method);
            METHODS.put(step, known);
        }
        return known.invoke(from);
    }
}
