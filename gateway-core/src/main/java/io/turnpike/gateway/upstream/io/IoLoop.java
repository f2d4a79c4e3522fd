package io.turnpike.gateway.upstream.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.turnpike.thrift.protocol.ByteSink;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One I/O thread together with the buffers that everything on it shares. Only {@link #execute} may be called from other
 * threads: what touches Netty's buffers and pipelines runs here, because on a container's threads it would leave
 * ThreadLocals behind.
 */
public final class IoLoop {

    private static final int INITIAL_BYTES = 64 << 10;
    private static final int LARGEST_KEPT_BYTES = 1 << 20;

    private final EventLoop eventLoop;
    private final ByteBufAllocator allocator;
    private byte[] incoming = new byte[INITIAL_BYTES];
    private ByteSink json = new ByteSink(INITIAL_BYTES);
    private final ByteSinkPool answers = new ByteSinkPool();

    IoLoop(EventLoop eventLoop, ByteBufAllocator allocator) {
        this.eventLoop = eventLoop;
        this.allocator = allocator;
    }

    /** Runs a task on this thread, never at once; false if the thread has ended. */
    public boolean execute(Runnable task) {
        try {
            eventLoop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Runs a task on this thread after a while. */
    public void schedule(Runnable task, Duration delay) {
        var unused = eventLoop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs a task on this thread again and again until the thread ends. A failure is logged and ends nothing. */
    public void repeat(Runnable task, Duration interval) {
        var unused = eventLoop.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        System.getLogger(IoLoop.class.getName())
                                .log(System.Logger.Level.ERROR, "A periodic task failed", e);
                    }
                },
                interval.toNanos(),
                interval.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Copies what has been read to an array that stays valid until the next read on this thread. */
    public byte[] copyIncoming(ByteBuf data) {
        int count = data.readableBytes();
        if (incoming.length < count) {
            incoming = new byte[count];
        }
        data.readBytes(incoming, 0, count);
        return incoming;
    }

    /** An empty buffer for the JSON of one reply, valid until the next call of this method. */
    public ByteSink json() {
        if (json.array().length > LARGEST_KEPT_BYTES) {
            json = new ByteSink(INITIAL_BYTES);
        }
        json.truncate(0);
        return json;
    }

    /** Buffers for answers that outlive {@link #json}; to be given back on any thread. */
    public ByteSinkPool answers() {
        return answers;
    }

    /**
     * Opens a connection; to be called on this thread.
     *
     * @param done is told once the connect has succeeded or failed; a failed channel is closed
     * @param handlers from the socket's side on
     */
    public void connect(
            InetSocketAddress address, Duration timeout, Consumer<ChannelFuture> done, ChannelHandler... handlers) {
        NioSocketChannel channel = new NioSocketChannel();
        channel.config()
                .setAllocator(allocator)
                .setConnectTimeoutMillis((int) Math.max(1, timeout.toMillis()))
                .setTcpNoDelay(true)
                .setKeepAlive(true);
        channel.pipeline().addLast(handlers);
        var unused = eventLoop.register(channel).addListener(registered -> {
            ChannelPromise connected = channel.newPromise();
            var unusedListener = connected.addListener(result -> {
                if (!result.isSuccess()) {
                    var unusedClose = channel.close();
                }
                done.accept(connected);
            });
            if (registered.isSuccess()) {
                var unusedConnect = channel.connect(address, connected);
            } else {
                connected.setFailure(registered.cause());
            }
        });
    }
}
