package io.turnpike.gateway.persistence;

import com.mongodb.internal.connection.PowerOfTwoBufferPool;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Makes the threads of the MongoDB driver end with the last client. Left alone, one of them would keep the class loader of an
 * undeployed application for ever: the pruner of the driver's static buffer pool, which is started when the class is loaded
 * and which no public method stops (mongo-java-driver issue 2029, open in 5.14). The driver's other threads are told to end
 * when a client is closed, but not waited for.
 *
 * <p>Without the pruner a client that is opened later in the same class loader keeps idle buffers, as many as it ever used at
 * once, instead of returning them after a minute; nothing else changes.
 */
final class DriverThreads {

    private static final System.Logger LOG = System.getLogger(DriverThreads.class.getName());
    private static final List<String> NAMES = List.of("BufferPoolPruner-", "MaintenanceTimer-", "cluster-");
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static int clients;

    private DriverThreads() {}

    /** Notes that a client is open. */
    static synchronized void opened() {
        clients++;
    }

    /** Notes that a client has been closed; after the last one waits until the threads are gone, for some seconds at most. */
    static synchronized void closed() {
        clients--;
        if (clients == 0) {
            stopPruner();
            awaitEnd();
        }
    }

    private static void stopPruner() {
        try {
            Field pruner = PowerOfTwoBufferPool.class.getDeclaredField("pruner");
            pruner.setAccessible(true);
            ((ExecutorService) pruner.get(PowerOfTwoBufferPool.DEFAULT)).shutdownNow();
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "The buffer pool of this version of the MongoDB driver cannot be stopped; a redeploy leaves a thread behind: {0}",
                    e);
        }
    }

    /** Those of this application only: another one in the same server may have a driver of its own. */
    private static void awaitEnd() {
        long start = System.nanoTime();
        try {
            for (Thread thread : ours()) {
                long left = WAIT_NANOS - (System.nanoTime() - start);
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                if (thread.isAlive()) {
                    LOG.log(Level.WARNING, "A thread of the MongoDB driver has not ended: {0}", thread.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Thread> ours() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        for (ThreadGroup parent = root.getParent(); parent != null; parent = root.getParent()) {
            root = parent;
        }
        Thread[] threads = new Thread[root.activeCount() * 2 + 64];
        int count = root.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                .filter(thread -> NAMES.stream().anyMatch(thread.getName()::startsWith))
                .filter(thread -> thread.getContextClassLoader() == loader)
                .toList();
    }
}
