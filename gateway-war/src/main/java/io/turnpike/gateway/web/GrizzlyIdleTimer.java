package io.turnpike.gateway.web;

import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Grizzly from closing connections of HTTP/2 under the requests on them: its timer of idle connections ({@code IdleTimeoutFilter}) looks at frames alone, so 30 s in which a node thinks, a client
 * sends no more of its body or has no room for more of its answer end all requests there are, without a word. With HTTP/1.1 a request holds the timer itself. Safe for several threads.
 */
final class GrizzlyIdleTimer {

    private static final System.Logger LOGGER = System.getLogger(GrizzlyIdleTimer.class.getName());

    /** As long as Payara keeps an idle connection by default. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final Duration FOREVER = Duration.ofMillis(-1);

    /** How many requests there are on a connection. */
    private static final Map<Object, Integer> REQUESTS = new ConcurrentHashMap<>();

    private static volatile @Nullable Access known;

    private GrizzlyIdleTimer() {}

    /** What the filter has on a connection: {@code setCustomTimeout} says what is to be set after the next frame, the record what is set now. */
    private record Access(Method setCustomTimeout, Object attribute, Method record, Field due, Field atWork) {

        static Access of(Object connection) throws ReflectiveOperationException {
            Access last = known;
            if (last != null) {
                return last;
            }
            Class<?> filter = Class.forName(
                    "org.glassfish.grizzly.utils.IdleTimeoutFilter",
                    true,
                    connection.getClass().getClassLoader());
            Method setCustomTimeout = null;
            for (Method method : filter.getMethods()) {
                if (method.getName().equals("setCustomTimeout")) {
                    setCustomTimeout = method;
                }
            }
            Field attributeField = filter.getDeclaredField("IDLE_ATTR");
            attributeField.setAccessible(true);
            Object attribute = attributeField.get(null);
            Method record = null;
            for (Method method : attribute.getClass().getMethods()) {
                if (method.getName().equals("get")
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0].isInstance(connection)) {
                    record = method;
                }
            }
            if (setCustomTimeout == null || record == null) {
                throw new NoSuchMethodException(filter + " is another than expected");
            }
            Class<?> recordType = record.invoke(attribute, connection).getClass();
            Access found = new Access(
                    setCustomTimeout,
                    attribute,
                    record,
                    field(recordType, "timeoutMillis"),
                    field(recordType, "counter"));
            known = found;
            return found;
        }

        private static Field field(Class<?> type, String name) throws NoSuchFieldException {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        }
    }

    /** A request begins. */
    static void hold(Object connection) {
        REQUESTS.compute(connection, (key, count) -> {
            if (count == null) {
                set(key, FOREVER);
            }
            return count == null ? 1 : count + 1;
        });
    }

    /** A request that began is over. */
    static void release(Object connection) {
        REQUESTS.computeIfPresent(connection, (key, count) -> {
            if (count > 1) {
                return count - 1;
            }
            set(key, IDLE);
            return null;
        });
    }

    private static void set(Object connection, Duration timeout) {
        try {
            Access access = Access.of(connection);
            access.setCustomTimeout.invoke(null, connection, timeout.toMillis(), TimeUnit.MILLISECONDS);
            Object record = access.record.invoke(access.attribute, connection);
            // While a frame is at work the filter sets it anew afterwards.
            if (access.atWork.getInt(record) == 0) {
                access.due.setLong(
                        record,
                        timeout.isNegative() ? Long.MAX_VALUE : System.currentTimeMillis() + timeout.toMillis());
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "The idle timer of a connection cannot be set: " + e);
        }
    }
}
