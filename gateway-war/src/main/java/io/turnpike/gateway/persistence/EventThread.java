package io.turnpike.gateway.persistence;

import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import io.turnpike.gateway.upstream.io.NettySetUp;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of Netty with its thread, which is gone when {@link #close} returns. A lone loop and not a group of one,
 * because the end of a group wakes Netty's global executor, whose thread lives on for a second.
 */
final class EventThread implements AutoCloseable {

    static {
        NettySetUp.apply();
    }

    private static final long CLOSE_SECONDS = 5;

    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private final SingleThreadIoEventLoop loop;

    EventThread(String name) {
        ThreadFactory factory = work -> {
            Thread made = new FastThreadLocalThread(work, name);
            made.setDaemon(true);
            thread.set(made);
            return made;
        };
        loop = new SingleThreadIoEventLoop(null, factory, NioIoHandler.newFactory());
    }

    SingleThreadIoEventLoop loop() {
        return loop;
    }

    /** Ends the loop without a quiet period, and waits until its thread is gone, for some seconds at most. */
    @Override
    public void close() {
        Future<?> unused = loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        Thread running = thread.get();
        try {
            if (running != null) {
                running.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
