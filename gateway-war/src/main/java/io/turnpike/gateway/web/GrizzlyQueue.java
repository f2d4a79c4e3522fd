package io.turnpike.gateway.web;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * What Grizzly holds of the answers on a connection: it takes what is written at once, and keeps what the client has no room for, even when the request has long ended. By
 * itself it takes four times what the system's buffer has, which on a loopback device is 10 MiB for each connection. Safe for several threads.
 */
final class GrizzlyQueue implements ClientConnection.Outgoing {

    private static final System.Logger LOGGER = System.getLogger(GrizzlyQueue.class.getName());

    /** From here on nothing more is taken. */
    private static final int MOST_BYTES = 256 << 10;

    private static volatile @Nullable Methods known;

    private final Methods methods;
    private final Object connection;
    private final @Nullable Object stream;

    private GrizzlyQueue(Methods methods, Object connection, @Nullable Object stream) {
        this.methods = methods;
        this.connection = connection;
        this.stream = stream;
    }

    /** Those of {@code NIOConnection}, all from the connection, and how many bytes there are. */
    private record Methods(
            Class<?> of, MethodHandle isOpen, MethodHandle queued, MethodHandle limit, MethodHandle setLimit) {

        static Methods of(Object connection) throws ReflectiveOperationException {
            Methods last = known;
            if (last != null && last.of == connection.getClass()) {
                return last;
            }
            Class<?> type = connection.getClass();
            Object queue = type.getMethod("getAsyncWriteQueue").invoke(connection);
            MethodHandle toQueue = ClientConnection.handle(type.getMethod("getAsyncWriteQueue"), Object.class);
            MethodHandle toBytes = ClientConnection.handle(queue.getClass().getMethod("spaceInBytes"), int.class);
            Methods found = new Methods(
                    type,
                    ClientConnection.handle(type.getMethod("isOpen"), boolean.class),
                    MethodHandles.filterReturnValue(toQueue, toBytes),
                    ClientConnection.handle(type.getMethod("getMaxAsyncWriteQueueSize"), int.class),
                    MethodHandles.publicLookup()
                            .unreflect(type.getMethod("setMaxAsyncWriteQueueSize", int.class))
                            .asType(MethodType.methodType(void.class, Object.class, int.class)));
            known = found;
            return found;
        }
    }

    /**
     * That of a connection, which takes no more than a quarter of a MiB from now on.
     *
     * @param request one that came by HTTP/2, whose answer waits in a queue of its stream as well; else null
     */
    static ClientConnection.Outgoing of(Object connection, @Nullable Object request) {
        try {
            Methods methods = Methods.of(connection);
            int limit = (int) methods.limit.invokeExact(connection);
            if (limit < 0 || limit > MOST_BYTES) {
                methods.setLimit.invokeExact(connection, MOST_BYTES);
            }
            return new GrizzlyQueue(methods, connection, request == null ? null : stream(request));
        } catch (Throwable e) {
            warn(e);
            return NOTHING;
        }
    }

    private static Object stream(Object request) throws ReflectiveOperationException {
        Object at = request;
        for (String name : new String[] {
            "getUnwrappedCoyoteRequest",
            "getCoyoteRequest",
            "getRequest",
            "getProcessingState",
            "getHttpContext",
            "getCloseable"
        }) {
            at = method(at, name).invoke(at);
        }
        return at;
    }

    /** Of the first class, upwards, that everybody may see: that of a request by HTTP/2 is nobody's business. */
    private static Method method(Object of, String name) throws NoSuchMethodException {
        Class<?> type = of.getClass();
        while (!Modifier.isPublic(type.getModifiers())) {
            type = type.getSuperclass();
        }
        return type.getMethod(name);
    }

    @Override
    public long unsent() {
        try {
            if (!(boolean) methods.isOpen.invokeExact(connection)) {
                return 0;
            }
            return stream == null ? (int) methods.queued.invokeExact(connection) : unsentOfStream(stream);
        } catch (Throwable e) {
            warn(e);
            return 0;
        }
    }

    /** Counted in writes, not in bytes; each counts until the connection has handed it to the system. */
    private static int unsentOfStream(Object stream) throws ReflectiveOperationException {
        return (int) method(stream, "getUnflushedWritesCount").invoke(stream);
    }

    @Override
    public Object queue() {
        return stream == null ? connection : stream;
    }

    @Override
    public void begin() {
        if (stream != null) {
            GrizzlyIdleTimer.hold(connection);
        }
    }

    @Override
    public void end() {
        if (stream != null) {
            GrizzlyIdleTimer.release(connection);
        }
    }

    @Override
    public void cut() {
        ClientConnection.cutGrizzly(queue());
    }

    private static void warn(Throwable e) {
        LOGGER.log(Level.WARNING, "What a connection still holds of an answer cannot be told: " + e);
    }
}
