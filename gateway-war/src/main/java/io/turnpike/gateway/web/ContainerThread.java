package io.turnpike.gateway.web;

import jakarta.servlet.AsyncContext;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The container's thread that has made a request asynchronous, and whether it has left it. On Payara a dispatch by another thread is lost for ever if it meets that
 * moment: {@code AsyncContextImpl.dispatch} looks whether the thread is still there, and then puts what is to be done where the thread may have looked already.
 * Undertow has a lock there. Safe for use by several threads at once.
 */
final class ContainerThread {

    private static final System.Logger LOGGER = System.getLogger(ContainerThread.class.getName());

    private static final String PAYARA = "org.apache.catalina.connector.AsyncContextImpl";

    /** What tells that the thread is still there, in Payara 6. */
    private static final String IS_THERE = "isDelayAsyncDispatchAndComplete";

    private static final long LOOK_NANOS = 20_000;

    /** The thread has nothing left to do but to leave. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static volatile @Nullable Method known;

    private ContainerThread() {}

    /** Waits until it has left; returns at once on that thread itself, and where nothing is lost. */
    static void awaitExit(Thread thread, AsyncContext async) {
        if (Thread.currentThread() == thread || !async.getClass().getName().equals(PAYARA)) {
            return;
        }
        long begin = System.nanoTime();
        while (isThere(async)) {
            if (System.nanoTime() - begin > LONGEST.toNanos()) {
                LOGGER.log(Level.WARNING, "A thread of the server has not left a request within {0}", LONGEST);
                return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static boolean isThere(AsyncContext async) {
        try {
            Method method = known;
            if (method == null) {
                method = async.getClass().getDeclaredMethod(IS_THERE);
                method.setAccessible(true);
                known = method;
            }
            return (Boolean) method.invoke(async);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Whether a thread of the server has left a request cannot be told: {0}", e);
            return false;
        }
    }
}
