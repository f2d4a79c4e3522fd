package io.turnpike.gateway.web;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a request came by, for what Servlet has no word for: to cut it, so that an answer that broke off does not look
 * whole. Neither server does that by itself: Undertow and Grizzly end an unfinished chunked body as if it were finished, whatever is thrown
 * in whatever callback. So this reaches for the server's own object, by the public methods of public classes. Safe for several threads.
 */
final class ClientConnection {

    private static final System.Logger LOGGER = System.getLogger(ClientConnection.class.getName());

    private static final int RESET_CONTENT = 205;

    /** By class of the request. */
    private static final Map<Class<?>, Way> WAYS = new ConcurrentHashMap<>();

    /** From a request of Undertow to whether all of it has been read; by its class. */
    private static final Map<Class<?>, MethodHandle> COMPLETE = new ConcurrentHashMap<>();

    /** From a request to its connection, and whether that is open: looking for methods takes longer than all else that is asked. */
    private record Way(MethodHandle connection, MethodHandle isOpen) {}

    /** What the server still holds of answers; to be asked while requests are at work, and after them. */
    @FunctionalInterface
    interface Outgoing {

        /** One that is not known, or has nothing. */
        Outgoing NOTHING = () -> 0;

        /** About how many bytes have not been handed to the system; 0 where all have been, or can be no more, because the connection is closed. */
        long unsent();

        /** What all answers have in common that are sent one after the other, in their order. */
        default Object queue() {
            return this;
        }

        /** Ends the connection, or what there is of this request on it. */
        default void cut() {}

        /** A request is at work; the server is not to take the connection for an idle one. To be called once. */
        default void begin() {}

        /** It is over; to be called once after {@link #begin}. */
        default void end() {}
    }

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
        return length > 0 || request.getHeader("Transfer-Encoding") != null || (length < 0 && !isInTurn());
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
        return Boolean.FALSE.equals(isRequestComplete());
    }

    /** Whether a request without a length has a body: one by HTTP/2 may have none, and the server alone knows. */
    boolean mayHaveBodyWithoutLength() throws IOException {
        return !isInTurn() && !request.getInputStream().isFinished() && !Boolean.TRUE.equals(isRequestComplete());
    }

    /** Whether Undertow has read all of the request; null if that is not known. */
    private @Nullable Boolean isRequestComplete() {
        if (kind != Kind.UNDERTOW) {
            return null;
        }
        try {
            MethodHandle known = COMPLETE.get(inner.getClass());
            if (known == null) {
                Method exchange = inner.getClass().getMethod("getExchange");
                Method isComplete = exchange.getReturnType().getMethod("isRequestComplete");
                known = MethodHandles.filterReturnValue(
                        handle(exchange, Object.class), handle(isComplete, boolean.class));
                COMPLETE.put(inner.getClass(), known);
            }
            return (boolean) known.invokeExact(inner);
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "Whether a request has been read cannot be told: {0}", e);
            return null;
        }
    }

    /** Whether requests follow each other on the connection, which those of HTTP/2 do not. */
    boolean isInTurn() {
        return request.getProtocol().startsWith("HTTP/1.");
    }

    /**
     * Whether this is the last request that is taken from the connection: the client says so (RFC 9112, section 9.6), something may be hidden behind it, or its verb is not taken: of a TRACE
     * Grizzly does not take the body for one, and behind a CONNECT nothing need be HTTP.
     */
    boolean isLastRequest() {
        return isInTurn() && (mayHideRequest() || !Entrance.takes(request.getMethod()) || saysClose());
    }

    /** Grizzly knows the word only where it stands alone. */
    private boolean saysClose() {
        if (request.getHeader("Connection") == null) {
            return false;
        }
        for (String line : Collections.list(request.getHeaders("Connection"))) {
            for (String option : line.split(",", -1)) {
                if (option.strip().equalsIgnoreCase("close")) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether the connection has been closed behind the request before this one: Grizzly closes, and yet goes on with what it had read already, which must not be
     * processed (RFC 9112, section 9.6). Undertow does not.
     */
    boolean isClosed() {
        if (kind != Kind.GRIZZLY) {
            return false;
        }
        try {
            Way way = way();
            return way != null && !(boolean) way.isOpen.invokeExact(inner);
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "Whether a connection is open cannot be told: {0}", e);
            return false;
        }
    }

    /** Whether Grizzly leaves the body as it is, chunk sizes and all, because it takes the request for one that is about to change the protocol. */
    boolean isLeftUndecoded() {
        return kind == Kind.GRIZZLY && isInTurn() && mayHideRequest() && request.getHeader("Upgrade") != null;
    }

    /** Whether Grizzly leaves the connection open behind the answer, whatever that says: after a CONNECT it takes it for a tunnel. */
    boolean isLeftOpen() {
        return kind == Kind.GRIZZLY && isInTurn() && request.getMethod().equals("CONNECT");
    }

    /**
     * Has the end of the connection say where an answer with this status ends, where Grizzly says nothing of its length though it does not end with its head (RFC 9112,
     * section 6.3).
     */
    void closeIfEndless(HttpServletResponse response, int status) {
        if (kind == Kind.GRIZZLY && status == RESET_CONTENT && isInTurn()) {
            response.setHeader("Connection", "close");
        }
    }

    /** Cuts the connection while its answer is on the way; false if that is not possible on this server. */
    boolean cut() {
        Object connection = connection();
        return connection != null && cut(kind, connection);
    }

    /** Cuts one of Grizzly, or a stream of one; false if that is not possible. */
    static boolean cutGrizzly(Object connection) {
        return cut(Kind.GRIZZLY, connection);
    }

    private static boolean cut(Kind kind, Object connection) {
        try {
            connection.getClass().getMethod(kind.close).invoke(connection);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "A connection to a client cannot be cut: {0}", e);
            return false;
        }
    }

    /**
     * What Grizzly, which takes much more of an answer than it can send, still holds of it when the request has long ended. Undertow holds nothing: with it, what has been
     * flushed has been sent.
     */
    Outgoing outgoing() {
        Object connection = kind == Kind.GRIZZLY ? connection() : null;
        return connection == null ? Outgoing.NOTHING : GrizzlyQueue.of(connection, isInTurn() ? null : inner);
    }

    /** What has threads of Undertow that may block; null on another server. */
    @Nullable
    Executor worker() {
        Object connection = kind == Kind.UNDERTOW ? connection() : null;
        if (connection == null) {
            return null;
        }
        try {
            return (Executor) connection.getClass().getMethod("getWorker").invoke(connection);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "The worker of a connection cannot be told: {0}", e);
            return null;
        }
    }

    private @Nullable Object connection() {
        try {
            Way way = way();
            return way == null ? null : way.connection.invokeExact(inner);
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "The connection of a request cannot be told: {0}", e);
            return null;
        }
    }

    /** The way that was gone before for a request of that class; the first time it is gone step by step. Null where it leads nowhere. */
    private @Nullable Way way() throws ReflectiveOperationException {
        Way known = WAYS.get(inner.getClass());
        if (known != null || kind == Kind.UNKNOWN) {
            return known;
        }
        Object at = inner;
        MethodHandle connection = MethodHandles.identity(Object.class);
        for (String name : kind.path) {
            Method method = at.getClass().getMethod(name);
            connection = MethodHandles.filterReturnValue(connection, handle(method, Object.class));
            at = method.invoke(at);
            if (at == null) {
                return null;
            }
        }
        Method isOpen = at.getClass().getMethod("isOpen");
        Way way = new Way(connection, MethodHandles.filterReturnValue(connection, handle(isOpen, boolean.class)));
        WAYS.put(inner.getClass(), way);
        return way;
    }

    /** One that takes any object that has the method. */
    static MethodHandle handle(Method method, Class<?> answer) throws IllegalAccessException {
        return MethodHandles.publicLookup().unreflect(method).asType(MethodType.methodType(answer, Object.class));
    }
}
