package io.turnpike.gateway.upstream.io;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The I/O threads, {@code turnpike-io-1} and so on, and the allocator of their buffers, both owned and ended with the
 * deployment. NIO only: Netty's native transports cannot be loaded by a second class loader.
 */
public final class IoLoops {

    static {
        NettySetUp.apply();
    }

    /** Chunks of 256 KiB: a connection holds a buffer only while a read or a write is under way. */
    private static final int PAGE_BYTES = 8192;

    private static final int CHUNK_ORDER = 5;

    private final MultiThreadIoEventLoopGroup group;
    private final PooledByteBufAllocator allocator;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<IoLoop> loops = new ArrayList<>();
    private final AtomicInteger cursor = new AtomicInteger();

    /** @param count how many threads */
    public IoLoops(int count) {
        group = new MultiThreadIoEventLoopGroup(count, threadFactory(), NioIoHandler.newFactory());
        // No thread caches: with an arena for each thread they would save nothing, and hold memory back after a burst.
        allocator = new PooledByteBufAllocator(true, 0, count, PAGE_BYTES, CHUNK_ORDER, 0, 0, false);
        for (EventExecutor executor : group) {
            IoLoop loop = new IoLoop((EventLoop) executor, allocator);
            loops.add(loop);
            // Starts the thread now, so that it inherits nothing from whichever thread makes the first call.
            loop.execute(() -> ((LoopThread) Thread.currentThread()).loop = loop);
        }
    }

    /** The threads in turn. */
    public IoLoop next() {
        return loops.get(Integer.remainderUnsigned(cursor.getAndIncrement(), loops.size()));
    }

    /** The first thread, for periodic work. */
    public IoLoop first() {
        return loops.get(0);
    }

    /** Whether the calling thread is one of them: it must wait for nothing. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof LoopThread;
    }

    /** Runs a task when the calling thread, if it is one of them, is through with what it has got so far; on any other thread at once. */
    public static void afterTurn(Runnable task) {
        IoLoop loop = Thread.currentThread() instanceof LoopThread thread ? thread.loop : null;
        if (loop == null || !loop.execute(task)) {
            task.run();
        }
    }

    /** Every thread. */
    public List<IoLoop> all() {
        return List.copyOf(loops);
    }

    /** Direct memory, in bytes, that reads and writes under way hold now; the allocator keeps some more for the next. */
    public long directBytesInUse() {
        return allocator.pinnedDirectMemory();
    }

    /** Direct memory, in bytes, that the allocator holds: in use or kept for the next read or write. */
    public long directBytesHeld() {
        return allocator.metric().usedDirectMemory();
    }

    /** Ends the threads and everything that Netty started beside them. */
    public void close(long timeoutNanos) {
        long deadline = System.nanoTime() + timeoutNanos;
        var unused = group.shutdownGracefully(0, Math.max(1, timeoutNanos / 2), TimeUnit.NANOSECONDS);
        try {
            if (!group.awaitTermination(timeoutNanos, TimeUnit.NANOSECONDS)) {
                System.getLogger(IoLoops.class.getName())
                        .log(System.Logger.Level.WARNING, "The I/O threads have not ended in time");
            }
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
            GlobalEventExecutor.INSTANCE.awaitInactivity(
                    Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // Netty's way of saying that its global executor never had anything to do: there is no thread to wait for.
        }
    }

    private ThreadFactory threadFactory() {
        return task -> {
            Thread thread = new LoopThread(task, "turnpike-io-" + (threads.size() + 1));
            threads.add(thread);
            thread.setDaemon(true);
            thread.setContextClassLoader(IoLoops.class.getClassLoader());
            return thread;
        };
    }

    private static final class LoopThread extends FastThreadLocalThread {

        /** Set and read on this thread alone. */
        private @Nullable IoLoop loop;

        LoopThread(Runnable task, String name) {
            super(task, name);
        }
    }
}
