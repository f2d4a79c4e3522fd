package io.turnpike.gateway.upstream.io;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Turns the address that a server gave into IP addresses. The JDK's look-up of names blocks, so it has threads of its own,
 * which exist only while there are names to look up. Safe for use by several threads at once.
 */
public final class Resolver implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int KEEP_ALIVE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    public Resolver() {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(null, task, "turnpike-dns-" + number.incrementAndGet(), 0, false);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Looks up an address.
     *
     * @param loop where the consumer is called
     * @param found gets the addresses, none if the name is not known
     */
    public void resolve(String address, IoLoop loop, Consumer<List<InetAddress>> found) {
        if (NetUtil.isValidIpV4Address(address) || NetUtil.isValidIpV6Address(address)) {
            List<InetAddress> literal = lookUp(address);
            loop.execute(() -> found.accept(literal));
            return;
        }
        try {
            threads.execute(() -> {
                List<InetAddress> addresses = lookUp(address);
                loop.execute(() -> found.accept(addresses));
            });
        } catch (RejectedExecutionException e) {
            loop.execute(() -> found.accept(List.of()));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static List<InetAddress> lookUp(String address) {
        try {
            return List.of(InetAddress.getAllByName(address));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }
}
